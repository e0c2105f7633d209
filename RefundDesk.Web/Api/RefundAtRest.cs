using Microsoft.Extensions.Options;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Features.Case;
using RefundDesk.Web.Features.Intake;
using RefundDesk.Web.Features.Intake.Pushing;

namespace RefundDesk.Web.Api;

/// <summary>What became of a request, for a caller who prefers to wait for it.</summary>
internal sealed class RefundAtRest(RefundQuery refunds, CallingClient caller, IOptions<ApiOptions> options, TimeProvider time)
{
    /// <summary>Waits until automation is done with the refund, as long as is preferred and granted.</summary>
    /// <param name="submitted">What was taken.</param>
    /// <param name="prefer">The caller's preference; null where none is said.</param>
    /// <param name="response">Told what was granted.</param>
    /// <param name="cancellationToken">Gives up with an exception; what was taken stays.</param>
    /// <returns>The refund; null where it moves on, waits for its order, is not for the caller to see, or no wait is preferred.</returns>
    public async Task<RefundBody?> FindAsync(SubmittedRequest submitted, string? prefer, HttpResponse response, CancellationToken cancellationToken)
    {
        if (PreferredWait.Read(prefer, options.Value.MostWaitSeconds) is not { } wait || !await caller.MayAsync(Permission.ViewCases, cancellationToken))
        {
            return null;
        }

        PreferredWait.Confirm(response, wait);
        var until = time.GetUtcNow() + wait;
        try
        {
            if (await submitted.Rest.WaitAsync(wait, time, cancellationToken) is { } refund)
            {
                // It has just been asked for here, and files come afterwards.
                return RefundBody.Of(refund, []);
            }
        }
        catch (TimeoutException)
        {
            return null;
        }

        await refunds.WaitForRestAsync(submitted.Number, until - time.GetUtcNow(), cancellationToken);
        var found = await refunds.FindAsync(submitted.Number, cancellationToken);
        return found.Succeeded && !RefundCase.IsMoving(found.Value.Status) ? RefundBody.Of(found.Value, await refunds.FilesAsync(found.Value, cancellationToken)) : null;
    }
}
