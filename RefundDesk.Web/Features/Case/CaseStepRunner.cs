using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>What a person typed for a step.</summary>
/// <param name="Text">A reason, a question or an answer.</param>
/// <param name="Days">Days to answer.</param>
/// <param name="Found">What came back, by line number.</param>
/// <param name="Ground">On what ground it is refused, or less is given.</param>
/// <param name="Lines">What goes back, by line number.</param>
public sealed record CaseInput(
    string Text = "",
    int? Days = null,
    IReadOnlyDictionary<int, GoodsFound>? Found = null,
    RefusalGround Ground = RefusalGround.Policy,
    IReadOnlyDictionary<int, LineChange>? Lines = null);

/// <summary>Leads from a button to its use case.</summary>
public sealed class CaseStepRunner(IServiceProvider useCases)
{
    private static readonly Dictionary<int, GoodsFound> AsAnnounced = [];
    private static readonly Dictionary<int, LineChange> AsItIs = [];

    /// <summary>Takes the step.</summary>
    public Task<Outcome> RunAsync(CaseStep step, RefundNumber number, long seenVersion, CaseInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return step switch
        {
            CaseStep.Approve => Use<ApproveRefund>().HandleAsync(number, seenVersion, cancellationToken),
            CaseStep.ChangeAmount => Use<ChangeAmount>().HandleAsync(number, seenVersion, input.Lines ?? AsItIs, input.Text, input.Ground, cancellationToken),
            CaseStep.Ask => Use<AskCustomer>().HandleAsync(number, seenVersion, input.Text, input.Days, cancellationToken),
            CaseStep.AskGoodsBack => Use<AskGoodsBack>().HandleAsync(number, seenVersion, cancellationToken),
            CaseStep.Reject => Use<RejectRefund>().HandleAsync(number, seenVersion, input.Text, input.Ground, cancellationToken),
            CaseStep.SendBack => Use<SendBack>().HandleAsync(number, seenVersion, input.Text, cancellationToken),
            CaseStep.RecordAnswer => Use<RecordAnswer>().HandleAsync(number, seenVersion, input.Text, cancellationToken),
            CaseStep.RecordInspection => Use<RecordInspection>().HandleAsync(number, seenVersion, input.Found ?? AsAnnounced, cancellationToken),
            CaseStep.RetryPayout => Use<RetryPayout>().HandleAsync(number, seenVersion, cancellationToken),
            CaseStep.TakeToReview => Use<TakeFailureToReview>().HandleAsync(number, seenVersion, input.Text, cancellationToken),
            CaseStep.Appeal => Use<AppealRefund>().HandleAsync(number, seenVersion, input.Text, cancellationToken),
            CaseStep.Withdraw => Use<CancelRefund>().HandleAsync(number, seenVersion, input.Text, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "A step without a use case."),
        };
    }

    private T Use<T>()
        where T : notnull => useCases.GetRequiredService<T>();
}
