using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Features.Policies;

/// <summary>Agrees to a draft as it stands.</summary>
public sealed class ReviewPolicy(PolicyStepRunner steps)
{
    /// <summary>Does it, for anybody but who wrote it.</summary>
    /// <returns>Done; or <c>policy.own-review</c>, <c>policy.faulty</c>, <c>policy.*</c>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome> HandleAsync(string clientKey, int version, long seenRevision, CancellationToken cancellationToken) =>
        steps.TakeAsync(clientKey, version, seenRevision, (draft, scene) => draft.Review(scene.By, scene.At), cancellationToken);
}
