using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>Asks the customer something; without an answer in time the case is refused.</summary>
public sealed class AskCustomer(CaseSteps steps)
{
    private const int LongestDeadlineDays = 90;

    /// <summary>Asks.</summary>
    /// <param name="number">The case.</param>
    /// <param name="seenVersion">The version the person looked at.</param>
    /// <param name="question">What the customer reads.</param>
    /// <param name="deadlineDays">Days to answer, 1 to 90; null takes the policy's.</param>
    /// <param name="cancellationToken">Ends it before the save.</param>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>refund.not-found</c>, <c>refund.stale</c>, <c>refund.reason-missing</c>, <c>refund.deadline</c>, <c>refund.not-allowed</c>.</returns>
    public Task<Outcome> HandleAsync(RefundNumber number, long seenVersion, string question, int? deadlineDays, CancellationToken cancellationToken) =>
        steps.TakeAsync(
            number,
            seenVersion,
            Permission.ReviewCases,
            async hand =>
            {
                var days = deadlineDays ?? (await hand.PoliciesAsync(cancellationToken)).Current.InformationDeadlineDays;
                return days is < 1 or > LongestDeadlineDays
                    ? new Refusal("refund.deadline", $"Give the customer 1 to {LongestDeadlineDays} days to answer.")
                    : hand.Refund.Ask(hand.By, question, hand.At.AddDays(days), hand.At);
            },
            cancellationToken);
}
