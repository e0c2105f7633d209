using Microsoft.Extensions.Options;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.TextModel;

namespace RefundDesk.Tests.Infrastructure.TextModel;

/// <summary>The model's file: whole or refused at the start, and the same when written again.</summary>
public sealed class ModelFileTests
{
    private static byte[] Shipped => File.ReadAllBytes(new TextModelOptions().FullPath!);

    [Fact]
    public void A_model_that_is_read_and_written_again_is_the_same_to_the_byte() =>
        Assert.Equal(Shipped, TextModelFile.Write(TextModelFile.Read(new TextModelOptions().FullPath!)));

    [Fact]
    public void A_file_that_is_missing_cut_changed_or_another_is_refused_with_its_path()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "some.model");
        var changed = Shipped;
        changed[changed.Length / 2] ^= 1;

        Assert.Equal($"There is no file {path}.", TextModelFile.FaultOf(path));
        Assert.Equal($"{path} was cut or changed: its check sum is not that of its content.", FaultOf(changed));
        Assert.Equal($"{path} was cut or changed: its check sum is not that of its content.", FaultOf(Shipped[..^1]));
        Assert.Equal($"{path} is no text model of this version.", FaultOf([]));
        Assert.Equal($"{path} is no text model of this version.", FaultOf([.. "PK"u8, .. Shipped]));
        Assert.Contains("at most", FaultOf(new byte[8_000_001]), StringComparison.Ordinal);
        Assert.Null(FaultOf(Shipped));

        string? FaultOf(byte[] content)
        {
            File.WriteAllBytes(path, content);
            return TextModelFile.FaultOf(path);
        }
    }

    [Fact]
    public async Task A_wrong_path_stops_the_start_and_an_empty_one_suggests_nothing()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => WebDesk.StartAsync(settings: new Dictionary<string, string?> { ["TextModel:Path"] = "nowhere.model" }));

        Assert.StartsWith("TextModel:Path 'nowhere.model': There is no file", Assert.Single(fault.Failures), StringComparison.Ordinal);
        Assert.Null(new ModelConcernReader(Options.Create(new TextModelOptions { Path = string.Empty })).Suggest("Where is my parcel?"));
    }
}
