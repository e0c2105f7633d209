using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Case;

/// <summary>What every step a person takes has in common: permission, the rows in reach, the version the person saw, one save.</summary>
public sealed class CaseSteps(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>In place of a version: nobody had to look at the case first, because nothing is decided.</summary>
    public const long AsItIs = -1;

    private const int Attempts = 3;

    /// <summary>Takes a step.</summary>
    /// <param name="number">The case.</param>
    /// <param name="seenVersion">The version the person looked at.</param>
    /// <param name="permission">What the person must be allowed to do.</param>
    /// <param name="step">The aggregate's verb; nothing else is saved.</param>
    /// <param name="cancellationToken">Ends it before the save.</param>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>refund.not-found</c>, <c>refund.stale</c>, <c>refund.own-purchase</c>, or what the verb refuses.</returns>
    internal async Task<Outcome> TakeAsync(
        RefundNumber number, long seenVersion, Permission permission, Func<CaseAtHand, ValueTask<Outcome>> step, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(permission))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var saved = await StepAsync(db, principal, number, seenVersion, step, cancellationToken);
        return await ToldRightAsync(db, saved, number, seenVersion, cancellationToken);
    }

    /// <summary>
    /// The same in one transaction from the reading of the case on, for verbs that are measured by what else was approved: what is read then holds
    /// until the save. Where the database undid it for another one, it is done again whole.
    /// </summary>
    internal async Task<Outcome> TakeTogetherAsync(
        RefundNumber number, long seenVersion, Permission permission, Func<CaseAtHand, ValueTask<Outcome>> step, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(permission))
        {
            return RefundRefusals.Forbidden;
        }

        for (var attempt = 1; ; attempt++)
        {
            await using var db = await database.OpenAsync(principal, cancellationToken);
            try
            {
                var saved = await db.InTransactionAsync(cancelled => StepAsync(db, principal, number, seenVersion, step, cancelled), cancellationToken);
                return await ToldRightAsync(db, saved, number, seenVersion, cancellationToken);
            }
            catch (Exception fault) when (attempt < Attempts && (fault as DbException ?? fault.InnerException) is DbException inner && database.Dialect.IsDeadlock(inner))
            {
                // Goes round: the database undid it whole.
            }
        }
    }

    /// <summary>The same, for verbs that need nothing more from the database.</summary>
    internal Task<Outcome> TakeAsync(
        RefundNumber number, long seenVersion, Permission permission, Func<CaseAtHand, Outcome> step, CancellationToken cancellationToken) =>
        TakeAsync(number, seenVersion, permission, hand => ValueTask.FromResult(step(hand)), cancellationToken);

    private async Task<Outcome> StepAsync(
        RefundDeskDbContext db, DeskPrincipal principal, RefundNumber number, long seenVersion, Func<CaseAtHand, ValueTask<Outcome>> step, CancellationToken cancellationToken)
    {
        if (await db.LoadCaseAsync(number, cancellationToken) is not var (refund, order))
        {
            return RefundRefusals.NotFound;
        }

        if (seenVersion != AsItIs && refund.Version != seenVersion)
        {
            return RefundRefusals.Stale;
        }

        var known = await db.KnownAsync(principal, cancellationToken);
        var taken = refund.IsOwnPurchaseOf(known.Actor) ? RefundRefusals.OwnPurchase : await step(new CaseAtHand(db, known, refund, order, time.GetUtcNow()));
        return await DeskDatabase.SaveAsync(db, taken, cancellationToken);
    }

    /// <summary>
    /// Whoever was faster may have changed the order between the two reads, or have used up a ceiling first: the person has to hear that the case
    /// changed, not what it changed into.
    /// </summary>
    private static async Task<Outcome> ToldRightAsync(RefundDeskDbContext db, Outcome saved, RefundNumber number, long seenVersion, CancellationToken cancellationToken) =>
        saved.Succeeded || seenVersion == AsItIs || saved.Refusal.Code == RefundRefusals.NotFound.Code || await IsAsSeenAsync(db, number, seenVersion, cancellationToken) ? saved : RefundRefusals.Stale;

    private static async Task<bool> IsAsSeenAsync(RefundDeskDbContext db, RefundNumber number, long seenVersion, CancellationToken cancellationToken) =>
        await db.RefundCases.AsNoTracking().Where(refund => refund.Number == number).Select(refund => refund.Version).SingleAsync(cancellationToken) == seenVersion;
}

/// <summary>A case as a person holds it: loaded, in reach, as it was seen.</summary>
internal sealed record CaseAtHand(RefundDeskDbContext Db, DeskPrincipal Principal, RefundCase Refund, Order Order, DateTimeOffset At)
{
    /// <summary>Who takes the step.</summary>
    public Actor By => Principal.Actor;

    /// <summary>What was promised at the purchase, and what the desk goes by now.</summary>
    public Task<PoliciesInForce> PoliciesAsync(CancellationToken cancellationToken) => Db.LoadPoliciesAsync(Refund.ClientId, Order.PlacedAt, At, cancellationToken);

    /// <summary>The retailer.</summary>
    public Task<Client> ClientAsync(CancellationToken cancellationToken) => Db.Clients.AsNoTracking().SingleAsync(client => client.Id == Refund.ClientId, cancellationToken);

    /// <summary>What the person may decide, see <see cref="Case.Authorities"/>.</summary>
    public Task<Authorities> AuthoritiesAsync(CancellationToken cancellationToken) => Authorities.LoadAsync(Db, Principal, Refund, Order, At, cancellationToken);

    /// <summary>Refusing or sending back what waits for a second person is that second person's step, or a deputy's.</summary>
    public async ValueTask<Outcome> MayDecideWaitingAsync(CancellationToken cancellationToken) =>
        Refund.Status != RefundStatus.AwaitingApproval || Principal.May(Permission.ApproveRefunds) || (await AuthoritiesAsync(cancellationToken)).MayDecideWaiting
            ? Outcome.Ok
            : RefundRefusals.NeedsSupervisor;
}
