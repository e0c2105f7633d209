using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds.Attaching;

namespace RefundDesk.Domain.Refunds;

/// <summary>Files that come with a request or after it.</summary>
public sealed partial class RefundCase
{
    /// <summary>
    /// Files came. They are evidence like an answer: whoever adds them does not give an approval alone, a first approval no longer holds, and what was
    /// looked at before they came is looked at again.
    /// </summary>
    /// <param name="by">Who brought them.</param>
    /// <param name="files">What came, at least one.</param>
    /// <param name="at">Now, UTC.</param>
    /// <returns>Ok; or <c>attachment.none</c>, <c>attachment.ended</c>, <c>refund.own-purchase</c>.</returns>
    public Outcome TakeAttachments(Actor by, IReadOnlyList<Attachment> files, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(files);
        if (files.Count == 0)
        {
            return AttachmentRefusals.None;
        }

        if (IsOwnPurchaseOf(by))
        {
            return RefundRefusals.OwnPurchase;
        }

        if (Status is RefundStatus.Paid or RefundStatus.Cancelled)
        {
            return AttachmentRefusals.Ended;
        }

        Note(by, at, $"Added {Count(files.Count, "file")}", string.Join(", ", files.Select(file => file.Name)));
        if (Status is not (RefundStatus.Approved or RefundStatus.Paying))
        {
            // Money that is on its way is not disturbed: the row of the case stays as automation holds it.
            TakeEvidence(by);
            Version++;
        }

        return Outcome.Ok;
    }
}
