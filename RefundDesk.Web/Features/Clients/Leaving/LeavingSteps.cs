using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Clients.Leaving;

/// <summary>What every step of a client's leaving has in common: administrators alone, one save with the line that says who took it.</summary>
internal static class LeavingSteps
{
    /// <summary>What the lines in <c>Audit</c> are about.</summary>
    public const string Field = "Leaving";

    public static Refusal Unknown(string key) => new("client.unknown", $"There is no client '{key}'.");

    /// <summary>Takes a step.</summary>
    /// <param name="database">The database.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="key">Which client.</param>
    /// <param name="step">The verb of the client, and what is written down of it.</param>
    /// <param name="time">Now.</param>
    /// <param name="cancellationToken">Ends it before the save.</param>
    public static async Task<Outcome> TakeAsync(
        DeskDatabase database, ICurrentUser user, string key, Func<LeavingHand, CancellationToken, Task<(Outcome Taken, string Words)>> step, TimeProvider time, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var outcome = await db.InTransactionAsync(
            async stop =>
            {
                var client = await db.Clients.SingleOrDefaultAsync(client => client.Key == key, stop);
                if (client is null)
                {
                    return Unknown(key);
                }

                var (now, before) = (time.GetUtcNow(), StateOf(client));
                var (taken, words) = await step(new LeavingHand(db, client, principal.Actor, now), stop);
                if (taken.Succeeded)
                {
                    db.Audit.Add(AuditRow.Of(client, principal.Actor, now, Field, before, words));
                }

                return await DeskDatabase.SaveAsync(db, taken, stop);
            },
            cancellationToken);
        return outcome.Refusal == RefundRefusals.Stale ? ChangeClient.Stale : outcome;
    }

    /// <summary>Cases that have not ended, and payouts of which it is not known how they ended.</summary>
    public static async Task<(int Cases, int Payouts)> OpenAsync(RefundDeskDbContext db, ClientId client, CancellationToken cancellationToken) => (
        await db.RefundCases.CountAsync(
            refund => refund.ClientId == client && refund.Status != RefundStatus.Paid && refund.Status != RefundStatus.Rejected && refund.Status != RefundStatus.Cancelled, cancellationToken),
        await db.Payouts.CountAsync(
            payout => payout.ClientId == client && payout.Status != Domain.Refunds.Paying.PayoutStatus.Succeeded && payout.Status != Domain.Refunds.Paying.PayoutStatus.Failed, cancellationToken));

    private static string StateOf(Client client) => client.ErasureConfirmedAt is not null ? "Being erased" : client.State.ToString();
}

/// <summary>A client about to take a step.</summary>
internal sealed record LeavingHand(RefundDeskDbContext Db, Client Client, Actor By, DateTimeOffset At);
