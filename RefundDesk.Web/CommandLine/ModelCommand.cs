using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Infrastructure.TextModel;
using RefundDesk.Web.Infrastructure.TextModel.Training;

namespace RefundDesk.Web.CommandLine;

/// <summary><c>model train --data DIR --out FILE [--seed N]</c> and <c>model try TEXT</c>: what customers' mails are read with.</summary>
internal static class ModelCommand
{
    public static Command Build() => new("model", "The model that suggests what a customer's mail is about (docs/text-model.md).") { BuildTrain(), BuildTry() };

    private static Command BuildTrain()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "The folder with banking77/train.csv, and with bitext-8k to measure with it too.", Required = true };
        var to = new Option<FileInfo>("--out") { Description = "The file to write.", Required = true };
        var seed = new Option<int>("--seed") { Description = "Which texts are learned from and which are kept to measure with.", DefaultValueFactory = _ => 1 };
        var train = new Command("train", "Learn a model and say how good it is on what it has not seen. The same data and seed give the same file.") { data, to, seed };
        train.SetAction((parsed, cancellationToken) => TrainAsync(
            parsed.GetRequiredValue(data), parsed.GetRequiredValue(to), parsed.GetValue(seed), new VerbConsole(Console.Out, Console.Error), cancellationToken));
        return train;
    }

    private static Command BuildTry()
    {
        var text = new Argument<string>("TEXT") { Description = "What a customer writes." };
        var attempt = new Command("try", "Print what the model of TextModel:Path suggests for a text; exit code 1 where it says nothing.") { text };
        attempt.SetAction((parsed, _) => Verb.RunAsync(async (services, console) =>
        {
            var options = services.GetRequiredService<IOptions<TextModelOptions>>().Value;
            if (options.FullPath is not { } path)
            {
                await console.Error.WriteLineAsync($"{TextModelOptions.Section}:{nameof(TextModelOptions.Path)} is empty: nothing is suggested.");
                return Verb.Failed;
            }

            await console.Error.WriteLineAsync($"{path}: {TextModelFile.Read(path).Origin}");
            if (services.GetRequiredService<IConcernReader>().Suggest(parsed.GetRequiredValue(text)) is not { } found)
            {
                await console.Out.WriteLineAsync("Nothing is suggested: there is no word in it that the model has seen.");
                return Verb.Failed;
            }

            await console.Out.WriteLineAsync($"{found.Concern} ({found.ConcernPermille} of 1000), {(found.Reason is { } reason ? $"{reason} ({found.ReasonPermille} of 1000)" : "no reason")}");
            return Verb.Done;
        }));
        return attempt;
    }

    /// <summary>Trains and writes; with a fault in the data nothing is written.</summary>
    internal static async Task<int> TrainAsync(DirectoryInfo data, FileInfo to, int seed, VerbConsole console, CancellationToken cancellationToken)
    {
        if (!data.Exists)
        {
            await console.Error.WriteLineAsync($"There is no folder {data.FullName}.");
            return Verb.Usage;
        }

        if (to.Directory is not { Exists: true })
        {
            await console.Error.WriteLineAsync($"There is no folder for {to.FullName}.");
            return Verb.Usage;
        }

        var training = TrainModel.Run(data.FullName, seed);
        if (training.Model is not { } model)
        {
            await console.Error.WriteLineAsync(string.Join(Environment.NewLine, training.Faults));
            return Verb.Failed;
        }

        var bytes = TextModelFile.Write(model);
        var beside = $"{to.FullName}.part";
        await File.WriteAllBytesAsync(beside, bytes, cancellationToken);
        File.Move(beside, to.FullName, overwrite: true);
        await console.Out.WriteLineAsync(string.Join(Environment.NewLine, training.Lines));
        await console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{to.FullName}: {bytes.Length:N0} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(bytes))}"));
        return Verb.Done;
    }
}
