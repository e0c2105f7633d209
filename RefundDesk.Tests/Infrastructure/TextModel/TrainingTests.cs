using System.Security.Cryptography;
using System.Text;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.CommandLine;
using RefundDesk.Web.Infrastructure.TextModel;
using RefundDesk.Web.Infrastructure.TextModel.Training;

namespace RefundDesk.Tests.Infrastructure.TextModel;

/// <summary>Learning: data with faults is refused with their places, the split holds near duplicates together, the same seed gives the same file.</summary>
public sealed class TrainingTests
{
    private const string Header = "text,category\n";

    [Theory]
    [InlineData("", ":1:1: the file is empty")]
    [InlineData("words,category\na,age_limit\n", ":1:1: the header must name the columns text and category; it says words,category")]
    [InlineData(Header + "How old must I be?,age_limit\nWhere?,moon\n", ":3:8: the label 'moon' is not in the table of labels (IntentTable)")]
    [InlineData(Header + "\"Two\nlines, one text\",age_limit\nOne,two,three\n", ":4:1: 3 fields, the header has 2")]
    [InlineData(Header + "  ,age_limit\n", ":2:1: the text is empty")]
    [InlineData(Header + "a,\"age_limit\n", ":2:3: the quote is never closed, or something follows it")]
    [InlineData(Header + "a,\"age\"_limit\n", ":2:3: the quote is never closed, or something follows it")]
    public async Task A_fault_in_the_data_is_said_with_file_line_and_column_and_nothing_is_written(string content, string fault)
    {
        using var folder = new TemporaryFolder();
        var file = Banking(folder, Encoding.UTF8.GetBytes(content));

        var (exit, errors) = await TrainAsync(folder, "out.model");

        Assert.Equal((Verb.Failed, $"{file}{fault}"), (exit, errors.Trim()));
        Assert.False(File.Exists(Path.Combine(folder.Path, "out.model")));
    }

    [Fact]
    public async Task What_is_no_text_no_file_or_no_folder_is_said()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(Verb.Failed, (await TrainAsync(folder, "out.model")).Exit);
        Assert.Contains("there is no such file", (await TrainAsync(folder, "out.model")).Errors, StringComparison.Ordinal);

        var file = Banking(folder, [.. Encoding.UTF8.GetBytes(Header), (byte)'a', 0xFF]);
        Assert.Equal($"{file}:2:2: not UTF-8", (await TrainAsync(folder, "out.model")).Errors.Trim());
        Assert.Equal(Verb.Usage, (await TrainAsync(folder, "nowhere/out.model")).Exit);
    }

    [Fact]
    public async Task The_same_data_and_seed_give_the_same_file()
    {
        using var folder = new TemporaryFolder();
        string[] labels = ["request_refund", "Refund_not_showing_up", "cancel_transfer", "card_arrival", "age_limit", "change_pin"];
        var rows = Enumerable.Range(0, 180).Select(at => $"{labels[at % 6].Replace('_', ' ')} number{(char)('a' + (at % 26))} {string.Concat("lorem ipsum dolor sit amet"[(at % 20)..])},{labels[at % 6]}");
        Banking(folder, Encoding.UTF8.GetBytes(Header + string.Join('\n', rows)));

        Assert.Equal((Verb.Done, Verb.Done), ((await TrainAsync(folder, "one", 7)).Exit, (await TrainAsync(folder, "two", 7)).Exit));

        Assert.Equal(Sum(folder, "one"), Sum(folder, "two"));
        Assert.NotNull(TextModelFile.Read(Path.Combine(folder.Path, "one")).Suggest("I want a refund"));
    }

    [Fact]
    public void Every_label_of_the_published_files_is_mapped_or_left_out_and_none_is_mapped_that_is_not_there()
    {
        var faults = new List<string>();
        var banking = LabelledFiles.ReadCsv(SharedData.PathOf("support-text", "banking77", "train.csv"), ("text", "category"), TextSource.Banking, faults);
        var bitext = LabelledFiles.ReadCsv(SharedData.PathOf("support-text", "bitext-8k", "bitext_customer_service_8175.train.csv"), ("utterance", "intent"), TextSource.Bitext, faults);

        Assert.Empty(faults);
        Assert.Equal((10_003, 5_704), (banking.Count, bitext.Count));
        Assert.Equal(IntentTable.Banking77.Keys.Order(StringComparer.Ordinal), banking.Select(text => text.Label).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(IntentTable.Bitext.Keys.Order(StringComparer.Ordinal), bitext.Select(text => text.Label).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal((77, 27), (IntentTable.Banking77.Count, IntentTable.Bitext.Count));
    }

    [Fact]
    public void Near_duplicates_are_on_one_side_of_the_split()
    {
        var texts = Enumerable.Range(0, 300).SelectMany(at => new[]
        {
            $"{Word(at)} {Word(at + 1_000)} {Word(at + 2_000)} is what I ask about", $"Please: {Word(at)} {Word(at + 1_000)} {Word(at + 2_000)} is what I ask about!",
        }).Select(text => new LabelledText(text, TextSource.Banking, "age_limit", CustomerConcern.Other, null)).ToArray();

        var parts = TrainingParts.Split(texts, 3, []);

        LabelledText[][] sides = [[.. parts.Learned], [.. parts.Calibrated], [.. parts.Measured]];
        Assert.Equal(600, sides.Sum(side => side.Length));
        Assert.All(sides, side => Assert.InRange(side.Length, 40, 500));
        Assert.Empty(NearDuplicates.Among([.. sides[2].Select(text => text.Text)], [.. sides[0].Concat(sides[1]).Select(text => text.Text)]));
        Assert.Equal(parts.Learned, TrainingParts.Split(texts, 3, []).Learned);
        Assert.NotEqual(parts.Learned, TrainingParts.Split(texts, 4, []).Learned);
        Assert.Empty(NearDuplicates.Among([.. sides[1].Select(text => text.Text)], [.. sides[0].Select(text => text.Text)]));
    }

    [Fact]
    public void Figures_are_those_of_a_count_by_hand()
    {
        // Truth a a a b b, said a a b b a; each 0.9 sure: 3 of 5 right, F1 of a 2/3, of b 1/2.
        var measures = new Measures([new(0, 0, 0.9), new(0, 0, 0.9), new(0, 1, 0.9), new(1, 1, 0.9), new(1, 0, 0.9)], ["a", "b"]);

        Assert.Equal(0.6, measures.Accuracy, 9);
        Assert.Equal(0.6, measures.Baseline, 9);
        Assert.Equal((2.0 / 3 + 0.5) / 2, measures.MacroF1, 9);
        Assert.Equal(0.3, measures.CalibrationError, 9);
    }

    private static string Word(int number) => Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)))[..14];

    private static string Sum(TemporaryFolder folder, string name) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder.Path, name))));

    private static string Banking(TemporaryFolder folder, byte[] content)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "banking77")).FullName, "train.csv");
        File.WriteAllBytes(file, content);
        return file;
    }

    private static async Task<(int Exit, string Errors)> TrainAsync(TemporaryFolder folder, string name, int seed = 1)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = await ModelCommand.TrainAsync(
            new DirectoryInfo(folder.Path), new FileInfo(Path.Combine(folder.Path, name)), seed, new VerbConsole(output, errors), TestContext.Current.CancellationToken);
        return (exit, errors.ToString());
    }
}
