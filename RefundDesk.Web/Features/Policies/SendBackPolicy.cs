using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Features.Policies;

/// <summary>Gives a version back to who wrote it.</summary>
public sealed class SendBackPolicy(PolicyStepRunner steps)
{
    /// <summary>Does it, with the reason.</summary>
    /// <returns>Done; or <c>policy.*</c>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome> HandleAsync(string clientKey, int version, long seenRevision, string reason, CancellationToken cancellationToken) =>
        steps.TakeAsync(clientKey, version, seenRevision, (draft, _) => draft.SendBack(reason), cancellationToken);
}
