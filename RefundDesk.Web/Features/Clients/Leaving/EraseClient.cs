using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Clients.Leaving;

/// <summary>The first of two administrators asks that everything of a client be erased.</summary>
public sealed class AskClientErasure(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Asks.</summary>
    /// <returns>Done; or <c>client.*</c> as in <see cref="Client.AskErasure"/>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome> HandleAsync(string key, CancellationToken cancellationToken) =>
        LeavingSteps.TakeAsync(database, user, key, (hand, _) => Task.FromResult((hand.Client.AskErasure(hand.By, hand.At), "Left: erasure asked, to be confirmed by another administrator")), time, cancellationToken);
}

/// <summary>The second administrator confirms; from then on there is no way back. Automation erases, or whoever waits for it at the command line.</summary>
public sealed class ConfirmClientErasure(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Confirms.</summary>
    /// <param name="key">Which client.</param>
    /// <param name="typedAgain">The client's key, typed once more: what is destroyed is named.</param>
    /// <param name="cancellationToken">Ends it before the save.</param>
    /// <returns>Done; or <c>client.*</c> as in <see cref="Client.ConfirmErasure"/>, <c>client.not-finished</c>, <c>client.key-differs</c>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome> HandleAsync(string key, string typedAgain, CancellationToken cancellationToken) => LeavingSteps.TakeAsync(
        database,
        user,
        key,
        async (hand, stop) =>
        {
            if (typedAgain != key)
            {
                return (new Refusal("client.key-differs", $"Type the client's key once more to confirm: '{typedAgain}' is not '{key}'."), string.Empty);
            }

            // A gateway may have taken a payout back since the client left.
            var (cases, payouts) = await LeavingSteps.OpenAsync(hand.Db, hand.Client.Id, stop);
            return cases + payouts > 0
                ? (ClientRefusals.NotFinished(cases, payouts), string.Empty)
                : (hand.Client.ConfirmErasure(hand.By, await ClientErasure.CountAsync(hand.Db, hand.Client.Id, stop), hand.At), "Left: erasure confirmed");
        },
        time,
        cancellationToken);
}

/// <summary>Waits until what was confirmed is done; begun again after it was broken off, it goes on where it was.</summary>
public sealed class RunClientErasure(ICurrentUser user, ClientErasure erasure)
{
    /// <summary>Erases.</summary>
    /// <param name="key">Which client.</param>
    /// <param name="progress">Told after every part.</param>
    /// <param name="cancellationToken">Stops between two parts.</param>
    /// <returns>Done; or <c>client.erasure-not-asked</c> where it is not confirmed, <c>client.unknown</c>, <c>refund.forbidden</c>.</returns>
    public async Task<Outcome> HandleAsync(string key, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return Domain.Refunds.RefundRefusals.Forbidden;
        }

        return await erasure.RunAsync(key, progress, cancellationToken);
    }
}
