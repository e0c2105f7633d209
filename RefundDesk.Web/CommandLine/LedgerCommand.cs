using System.CommandLine;
using System.Globalization;
using RefundDesk.Web.Features.Ledger;

namespace RefundDesk.Web.CommandLine;

/// <summary><c>ledger check</c>.</summary>
internal static class LedgerCommand
{
    public static Command Build()
    {
        var check = new Command("check", "Recompute every balance from entries alone; exit code 1 and the first differences where one fails.");
        check.SetAction((_, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            var found = await services.GetRequiredService<LedgerCheck>().HandleAsync(cancellationToken);
            if (!found.Succeeded)
            {
                return await Verb.RefuseAsync(console, found.Refusal);
            }

            foreach (var difference in found.Value.Differences)
            {
                await console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{difference.Rule}: {difference.Subject}: {difference.Expected} expected, {difference.Found} found"));
            }

            await console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{found.Value.Postings:N0} postings, {found.Value.Cases:N0} cases: {(found.Value.Differences.Count == 0 ? "the books are right" : "the books are wrong")}."));
            return found.Value.Differences.Count == 0 ? Verb.Done : Verb.Failed;
        }));
        return new Command("ledger", "The books.") { check };
    }
}
