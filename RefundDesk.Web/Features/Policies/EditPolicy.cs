using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Features.Policies;

/// <summary>Writes a draft, or what was reviewed, anew.</summary>
public sealed class EditPolicy(PolicyStepRunner steps)
{
    /// <summary>Does it; what was reviewed has to be reviewed again.</summary>
    /// <returns>Done; or <c>policy.*</c>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome> HandleAsync(string clientKey, int version, long seenRevision, string text, string comment, CancellationToken cancellationToken) =>
        steps.TakeAsync(clientKey, version, seenRevision, (draft, scene) => draft.Edit(text, comment, scene.By, scene.At), cancellationToken);
}
