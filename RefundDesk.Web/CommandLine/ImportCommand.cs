using System.CommandLine;
using System.Globalization;
using RefundDesk.Domain.Common;
using RefundDesk.Web.Features.Intake;
using RefundDesk.Web.Features.Intake.Importing;

namespace RefundDesk.Web.CommandLine;

/// <summary><c>import orders FILE --client KEY [--map FILE]</c> and <c>import requests FILE --client KEY [--map FILE]</c>.</summary>
internal static class ImportCommand
{
    private delegate Task<Outcome<ImportSummary>> Import(IServiceProvider services, ParseResult parsed, ImportOrder what, IProgress<ImportProgress> progress, CancellationToken cancellationToken);

    public static Command Build()
    {
        var orders = Make(
            "orders",
            "Bring order lines in from CSV (plain or gzipped) or xlsx. A second run changes nothing.",
            new Words("orders", "refund requests"),
            (services, _, what, progress, cancellationToken) => services.GetRequiredService<ImportOrders>().HandleAsync(what, progress, cancellationToken));
        var asOfAsked = new Option<bool>("--as-of-asked") { Description = "Count cases as received when the customer asked instead of now: for a replay of the past." };
        var requests = Make(
            "requests",
            "Bring refund requests in from CSV (plain or gzipped) or xlsx. A second run changes nothing.",
            new Words("cases", "sales"),
            (services, parsed, what, progress, cancellationToken) => services.GetRequiredService<ImportRequests>().HandleAsync(what, parsed.GetValue(asOfAsked), progress, cancellationToken),
            asOfAsked);
        return new Command("import", "Bring data in from files.") { orders, requests };
    }

    private static Command Make(string name, string description, Words words, Import import, params Option[] more)
    {
        var file = new Argument<string>("FILE") { Description = "CSV in UTF-8, plain or gzipped, or xlsx." };
        var client = new Option<string>("--client") { Description = "The retailer's key.", Required = true };
        var map = new Option<string?>("--map") { Description = "A column map (JSON); without one the file must have our own layout, see docs/importing.md." };
        var rejects = new Option<string?>("--rejects") { Description = "Where lines that are not stored are kept; default FILE.rejected.csv, in the current folder where that one cannot be written to." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Look at every line as a run would, and store nothing but the rejects file." };
        var command = new Command(name, description) { file, client, map, rejects, dryRun };
        foreach (var option in more)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            var what = new ImportOrder(parsed.GetRequiredValue(client), parsed.GetRequiredValue(file), parsed.GetValue(map), parsed.GetValue(rejects), parsed.GetValue(dryRun));
            using var progress = new ImportProgressLines(console.Error, !Console.IsErrorRedirected, TimeProvider.System);
            var done = await import(services, parsed, what, progress, cancellationToken);
            progress.Finish();
            if (!done.Succeeded)
            {
                return await Verb.RefuseAsync(console, done.Refusal);
            }

            await WriteAsync(console.Out, done.Value, what.IsDryRun ? words with { Verb = "that would be stored" } : words);
            return Verb.Done;
        }));
        return command;
    }

    private static async Task WriteAsync(TextWriter writer, ImportSummary summary, Words words)
    {
        string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        await writer.WriteLineAsync(Line($"{summary.LinesIn,12:N0} lines in"));
        await writer.WriteLineAsync(Line($"{summary.LinesStored,12:N0} lines {words.Verb} as {summary.Stored:N0} {words.Things}"));
        await writer.WriteLineAsync(Line($"{summary.LinesUnchanged,12:N0} lines stored before, in {summary.Unchanged:N0} {words.Things}"));
        await writer.WriteLineAsync(Line($"{summary.LinesForOtherVerb,12:N0} lines not for this verb ({words.Others})"));
        await writer.WriteLineAsync(Line($"{summary.LinesRejected,12:N0} lines rejected{(summary.RejectsPath is { } path ? $", kept in {path}" : string.Empty)}"));
        foreach (var reason in summary.Rejected)
        {
            await writer.WriteLineAsync(Line($"{reason.Lines,20:N0}  {reason.Reason}: {reason.Text}"));
        }

        if (summary.LinesStoredInPart > 0)
        {
            await writer.WriteLineAsync(Line($"{summary.LinesStoredInPart,12:N0} of the stored lines in part; the remainder is kept in the same file"));
        }

        var seconds = (summary.CheckTook + summary.StoreTook).TotalSeconds;
        await writer.WriteLineAsync(Line($"{summary.LinesIn:N0} = {summary.LinesStored + summary.LinesUnchanged:N0} stored + {summary.LinesForOtherVerb:N0} not for this verb + {summary.LinesRejected:N0} rejected"));
        await writer.WriteLineAsync(Line($"{seconds:0.0} s ({summary.CheckTook.TotalSeconds:0.0} s checking, {summary.StoreTook.TotalSeconds:0.0} s storing), {summary.LinesPerSecond:N0} lines/s"));
    }

    private sealed record Words(string Things, string Others)
    {
        public string Verb { get; init; } = "stored";
    }
}
