using RefundDesk.Domain.Customers;
using RefundDesk.Domain.People;

namespace RefundDesk.Domain.Refunds;

/// <summary>What a case does when something is noted of its customer.</summary>
public sealed partial class RefundCase
{
    /// <summary>
    /// Something was noted of the customer, or it was taken back. A case that waits for an answer or goods of someone who has died comes to a
    /// person at once: nobody will answer. What is decided stays decided.
    /// </summary>
    /// <param name="standing">What is so now.</param>
    /// <param name="by">Who noted it.</param>
    /// <param name="at">Now, UTC.</param>
    public void KnowStanding(CustomerStanding standing, Actor by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (Standing == standing)
        {
            return;
        }

        Standing = standing;
        Version++;
        if (IsEnd(Status))
        {
            return;
        }

        Note(by, at, $"Of the customer: {standing.Words()}", null);
        if (standing.Has(CustomerStanding.Deceased) && Status is RefundStatus.NeedsInformation or RefundStatus.AwaitingReturn)
        {
            SendToReview("The customer has died: nobody will answer or send anything", at);
        }
    }
}
