using RefundDesk.Domain.Common;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Policies;

/// <summary>Drafts a version from a text.</summary>
public sealed class DraftPolicy(PolicyStepRunner steps)
{
    /// <summary>Drafts it; it holds for nobody until it was reviewed and activated.</summary>
    /// <returns>Its number; or <c>policy.unreadable</c>, <c>policy.comment-missing</c>, <c>policy.stale</c>, <c>policy.unknown-client</c>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome<int>> HandleAsync(string clientKey, string text, string comment, CancellationToken cancellationToken) =>
        steps.AddAsync(clientKey, scene => PolicyVersion.Draft(scene.Client.Id, scene.NextNumber, text, comment, scene.By, scene.At), cancellationToken);

    /// <summary>Drafts a version that begins as the one in force, to be written on.</summary>
    /// <returns>Its number, or as above.</returns>
    public Task<Outcome<int>> FromInForceAsync(string clientKey, string comment, CancellationToken cancellationToken) =>
        steps.AddAsync(
            clientKey,
            scene => PolicyVersion.InForce(scene.Versions, scene.At) is { } current
                ? PolicyVersion.Draft(scene.Client.Id, scene.NextNumber, current.Content, comment, scene.By, scene.At)
                : PolicyRefusals.NotFound,
            cancellationToken);
}
