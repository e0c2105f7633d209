using System.CommandLine;
using System.Globalization;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Features.Case.Replaying;

namespace RefundDesk.Web.CommandLine;

/// <summary><c>replay --client KEY [--case NUMBER] [--from D --to D]</c>.</summary>
internal static class ReplayCommand
{
    private const long BetweenLines = 10_000;

    public static Command Build()
    {
        var client = new Option<string>("--client") { Description = "The client's key.", Required = true };
        var number = new Option<string?>("--case") { Description = "The decisions of one case only, RD-…." };
        var from = new Option<DateOnly?>("--from") { Description = "First day, 2026-11-01, in the client's time zone." };
        var to = new Option<DateOnly?>("--to") { Description = "Last day, included." };
        var replay = new Command("replay", "Take stored decisions anew from their stored facts and documents; exit code 1 and the first differences where one comes out otherwise.") { client, number, from, to };
        replay.SetAction((parsed, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            RefundNumber? only = null;
            if (parsed.GetValue(number) is { } typed)
            {
                if (!RefundNumber.TryParse(typed, out var read))
                {
                    await console.Error.WriteLineAsync($"'{typed}' is not the number of a case: RD- and eight characters.");
                    return Verb.Usage;
                }

                only = read;
            }

            var order = new ReplayOrder(parsed.GetRequiredValue(client), only, parsed.GetValue(from), parsed.GetValue(to));
            var found = await services.GetRequiredService<ReplayDecisions>().HandleAsync(order, new Lines(console.Error), cancellationToken);
            return found.Succeeded ? await TellAsync(console, found.Value) : await Verb.RefuseAsync(console, found.Refusal);
        }));
        return replay;
    }

    private static async Task<int> TellAsync(VerbConsole console, ReplayFindings found)
    {
        foreach (var (number, replayed) in found.First)
        {
            await console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{number}, decided {replayed.At:yyyy-MM-dd HH:mm:ss} UTC by version {replayed.PolicyVersion}:"));
            foreach (var difference in replayed.Differences)
            {
                await console.Error.WriteLineAsync($"  {difference}");
            }
        }

        await console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{found.Decisions:N0} decisions: {(found.Different == 0 ? "all equal" : $"{found.Different:N0} come out otherwise")}."));
        return found.Different == 0 ? Verb.Done : Verb.Failed;
    }

    /// <summary>A line of progress every ten thousand decisions, written by whoever passes that mark.</summary>
    private sealed class Lines(TextWriter writer) : IProgress<(long Done, long All)>
    {
        private long _told;

        public void Report((long Done, long All) value)
        {
            var mark = value.Done / BetweenLines;
            var told = Interlocked.Read(ref _told);
            if (mark > told && Interlocked.CompareExchange(ref _told, mark, told) == told)
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Done:N0} of {value.All:N0} decisions"));
            }
        }
    }
}
