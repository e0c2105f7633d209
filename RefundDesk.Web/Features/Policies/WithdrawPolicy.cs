using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Features.Policies;

/// <summary>Gives a version up that has held for nobody yet.</summary>
public sealed class WithdrawPolicy(PolicyStepRunner steps)
{
    /// <summary>Does it, with the reason.</summary>
    /// <returns>Done; or <c>policy.in-force</c>, <c>policy.*</c>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome> HandleAsync(string clientKey, int version, long seenRevision, string reason, CancellationToken cancellationToken) =>
        steps.TakeAsync(clientKey, version, seenRevision, (draft, scene) => draft.Withdraw(reason, scene.At), cancellationToken);
}
