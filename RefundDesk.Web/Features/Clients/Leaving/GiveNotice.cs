using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Clients.Leaving;

/// <summary>Notice was given: from now on nothing new is taken in of a client, and what is open is finished.</summary>
public sealed class GiveNotice(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Does it, or changes the dates.</summary>
    /// <param name="key">Which client.</param>
    /// <param name="contractEndsOn">The contract's last day, in the client's zone.</param>
    /// <param name="erasableFrom">The first day on which the data may be erased.</param>
    /// <param name="cancellationToken">Ends it before the save.</param>
    /// <returns>Done; or <c>client.*</c>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome> HandleAsync(string key, DateOnly contractEndsOn, DateOnly erasableFrom, CancellationToken cancellationToken) => LeavingSteps.TakeAsync(
        database,
        user,
        key,
        (hand, _) => Task.FromResult((hand.Client.GiveNotice(contractEndsOn, erasableFrom), FormattableString.Invariant($"Leaving: contract until {contractEndsOn:yyyy-MM-dd}, data erasable from {erasableFrom:yyyy-MM-dd}"))),
        time,
        cancellationToken);
}

/// <summary>The client stays after all.</summary>
public sealed class KeepClient(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Takes the notice back.</summary>
    /// <returns>Done; or <c>client.not-leaving</c>, <c>client.unknown</c>, <c>client.stale</c>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome> HandleAsync(string key, CancellationToken cancellationToken) =>
        LeavingSteps.TakeAsync(database, user, key, (hand, _) => Task.FromResult((hand.Client.Stay(), "Active: stays after all")), time, cancellationToken);
}

/// <summary>The client has left: nothing is open any more.</summary>
public sealed class CloseClient(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Does it.</summary>
    /// <returns>Done; or <c>client.not-finished</c> with what is open, <c>client.contract-runs</c>, <c>client.not-leaving</c>, <c>client.unknown</c>, <c>client.stale</c>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome> HandleAsync(string key, CancellationToken cancellationToken) => LeavingSteps.TakeAsync(
        database,
        user,
        key,
        async (hand, stop) =>
        {
            var (cases, payouts) = await LeavingSteps.OpenAsync(hand.Db, hand.Client.Id, stop);
            return (hand.Client.Leave(cases, payouts, hand.At), "Left");
        },
        time,
        cancellationToken);
}
