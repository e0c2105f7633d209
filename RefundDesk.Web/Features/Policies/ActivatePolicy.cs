using RefundDesk.Domain.Common;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Policies;

/// <summary>Lets a reviewed version hold from a date.</summary>
public sealed class ActivatePolicy(PolicyStepRunner steps)
{
    /// <summary>Does it.</summary>
    /// <param name="clientKey">Whose policy.</param>
    /// <param name="version">Which version.</param>
    /// <param name="seenRevision">The state of it that was looked at.</param>
    /// <param name="from">The first day it holds, in the client's time zone; null at once.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Done; or <c>policy.in-the-past</c>, <c>policy.not-after</c>, <c>policy.faulty</c>, <c>policy.*</c>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome> HandleAsync(string clientKey, int version, long seenRevision, DateOnly? from, CancellationToken cancellationToken) =>
        steps.TakeAsync(
            clientKey,
            version,
            seenRevision,
            (reviewed, scene) => reviewed.Activate(from is { } day ? WindowClock.StartOf(day, scene.Client.TimeZone) : null, scene.Versions, scene.By, scene.At),
            cancellationToken);
}
