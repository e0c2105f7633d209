using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>Writes down what the customer answered on the phone or by letter; the case is decided anew.</summary>
public sealed class RecordAnswer(CaseSteps steps)
{
    /// <summary>Records the answer.</summary>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>refund.not-found</c>, <c>refund.stale</c>, <c>refund.answer-missing</c>, <c>refund.not-allowed</c>.</returns>
    public Task<Outcome> HandleAsync(RefundNumber number, long seenVersion, string answer, CancellationToken cancellationToken) =>
        steps.TakeAsync(
            number,
            seenVersion,
            Permission.RecordFacts,
            async hand => string.IsNullOrWhiteSpace(answer)
                ? new Refusal("refund.answer-missing", "Write down what the customer answered.")
                : hand.Refund.TakeAnswer(hand.By, answer.Trim(), hand.At, (await hand.ClientAsync(cancellationToken)).Calendar),
            cancellationToken);
}
