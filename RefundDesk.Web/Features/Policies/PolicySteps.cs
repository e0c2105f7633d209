using RefundDesk.Domain.Common;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Policies;

/// <summary>What a dialog gathered for a step.</summary>
/// <param name="Text">The reason, or what the version changes.</param>
/// <param name="From">The first day it holds; null at once.</param>
public sealed record PolicyStepInput(string Text, DateOnly? From);

/// <summary>The steps of a version by their name, for pages that offer several.</summary>
public sealed class PolicySteps(ReviewPolicy review, SendBackPolicy sendBack, ActivatePolicy activate, WithdrawPolicy withdraw, RollBackPolicy rollBack)
{
    /// <summary>Takes a step.</summary>
    /// <returns>The number of the version to look at next; or the refusal.</returns>
    public async Task<Outcome<int>> TakeAsync(string clientKey, PolicyVersionRow row, PolicyStep step, PolicyStepInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(input);
        if (step == PolicyStep.RollBack)
        {
            return await rollBack.HandleAsync(clientKey, row.Version, input.Text, cancellationToken);
        }

        var taken = step switch
        {
            PolicyStep.Review => await review.HandleAsync(clientKey, row.Version, row.Revision, cancellationToken),
            PolicyStep.SendBack => await sendBack.HandleAsync(clientKey, row.Version, row.Revision, input.Text, cancellationToken),
            PolicyStep.Activate => await activate.HandleAsync(clientKey, row.Version, row.Revision, input.From, cancellationToken),
            PolicyStep.Withdraw => await withdraw.HandleAsync(clientKey, row.Version, row.Revision, input.Text, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Edited on its own page."),
        };
        return taken.Refusal is { } refusal ? refusal : row.Version;
    }
}
