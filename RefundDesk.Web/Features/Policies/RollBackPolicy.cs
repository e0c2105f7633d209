using RefundDesk.Domain.Common;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Policies;

/// <summary>Drafts a version with the content of an older one.</summary>
public sealed class RollBackPolicy(PolicyStepRunner steps)
{
    /// <summary>Does it; the draft is reviewed like any other.</summary>
    /// <returns>The draft's number; or <c>policy.never-in-force</c>, <c>policy.*</c>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome<int>> HandleAsync(string clientKey, int version, string reason, CancellationToken cancellationToken) =>
        steps.AddAsync(
            clientKey,
            scene => scene.Versions.SingleOrDefault(one => one.Version == version) is { } older ? older.RollBack(scene.NextNumber, reason, scene.By, scene.At) : PolicyRefusals.NotFound,
            cancellationToken);
}
