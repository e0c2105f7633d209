using System.Globalization;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Approving;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Domain.Risk;

namespace RefundDesk.Web.Features.Case;

/// <summary>A case as one person sees it: everything needed to decide, and what this person may do.</summary>
public sealed record CaseView
{
    /// <summary>The key.</summary>
    public required RefundCaseId Id { get; init; }

    /// <summary>What people call it.</summary>
    public required RefundNumber Number { get; init; }

    /// <summary>What the person looked at; goes with every step.</summary>
    public required long Version { get; init; }

    /// <summary>Where it is.</summary>
    public required RefundStatus Status { get; init; }

    /// <summary>The retailer.</summary>
    public required string ClientName { get; init; }

    /// <summary>The retailer's key.</summary>
    public required string ClientKey { get; init; }

    /// <summary>True where the person who looks may put in another request for this order.</summary>
    public bool MayRequest { get; init; }

    /// <summary>Over which door it came.</summary>
    public required RequestChannel Channel { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The promise to the client, UTC.</summary>
    public required DateTimeOffset AnswerBy { get; init; }

    /// <summary>True where the person who looks is the customer: then nothing can be done with it.</summary>
    public bool IsOwnPurchase { get; init; }

    /// <summary>True where that stands still because the customer is asked.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The law's clock; null where none runs for this case.</summary>
    public LawClock? Law { get; init; }

    /// <summary>The customer's deadline, UTC; null where none runs.</summary>
    public DateTimeOffset? CustomerDeadline { get; init; }

    /// <summary>Why it is where it is.</summary>
    public required string Why { get; init; }

    /// <summary>Why money is wanted back.</summary>
    public required RefundReason Reason { get; init; }

    /// <summary>Whether something of it came by mail: then people alone decide.</summary>
    public bool HasMail { get; init; }

    /// <summary>The reason a text model took out of the customer's mail; null where none did.</summary>
    public SuggestedReason? Suggested { get; init; }

    /// <summary>The customer's words.</summary>
    public string? CustomerNote { get; init; }

    /// <summary>0 to 100; null until assessed.</summary>
    public int? Risk { get; init; }

    /// <summary>What is asked for.</summary>
    public required Money Requested { get; init; }

    /// <summary>What goes back: approved, or what would be.</summary>
    public required Money Amount { get; init; }

    /// <summary>The purchase.</summary>
    public required OrderView Order { get; init; }

    /// <summary>Where the money goes.</summary>
    public required IReadOnlyList<TenderView> Tenders { get; init; }

    /// <summary>What the policy found; null until decided.</summary>
    public PolicyEvaluation? Policy { get; init; }

    /// <summary>What the risk check found; null until decided.</summary>
    public RiskAssessment? Assessment { get; init; }

    /// <summary>What an approval by this person would come to; null where there is nothing to approve.</summary>
    public ApprovalPreview? Approval { get; init; }

    /// <summary>Who agreed so far, first one first; none where nobody did or it no longer holds.</summary>
    public IReadOnlyList<AgreedView> Agreed { get; init; } = [];

    /// <summary>Requests of the same order, customer or card, close to this one.</summary>
    public required NearbyCases Nearby { get; init; }

    /// <summary>What happened, newest first.</summary>
    public required IReadOnlyList<EventView> History { get; init; }

    /// <summary>Who wants the money.</summary>
    public required CustomerView Customer { get; init; }

    /// <summary>What this person may do, the likely one first.</summary>
    public required IReadOnlyList<CaseAction> Actions { get; init; }
}

/// <summary>What a text model takes a mail for: a suggestion, no finding.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Permille">How sure, thousandths.</param>
public sealed record SuggestedReason(RefundReason Reason, int Permille)
{
    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"suggested by text model, {(Permille + 5) / 10} %");
}

/// <summary>Until when the law wants the money back.</summary>
/// <param name="By">UTC.</param>
/// <param name="IsWithheld">Whether it stands still because the goods are not back.</param>
/// <param name="Days">How many days the law gives.</param>
/// <param name="Source">The law.</param>
public sealed record LawClock(DateTimeOffset By, bool IsWithheld, int Days, string Source);

/// <summary>The purchase of a case.</summary>
public sealed record OrderView(string Number, DateTimeOffset PlacedAt, DateTimeOffset? DeliveredAt, Money Charged, Money Refunding, IReadOnlyList<LineView> Lines);

/// <summary>A line of the purchase, with what of it is wanted back.</summary>
/// <param name="LineNumber">The order's line.</param>
/// <param name="Description">What the customer calls it.</param>
/// <param name="Kind">Goods, shipping or extra.</param>
/// <param name="Bought">Units.</param>
/// <param name="Charged">What they were charged.</param>
/// <param name="Back">Units wanted back; zero where the line is not asked for.</param>
/// <param name="Refund">What goes back for it; null where the line is not asked for.</param>
/// <param name="Fee">What is kept back.</param>
/// <param name="Reason">Why.</param>
/// <param name="Condition">As announced or inspected.</param>
public sealed record LineView(int LineNumber, string Description, OrderLineKind Kind, int Bought, Money Charged, int Back, Money? Refund, Money? Fee, RefundReason? Reason, GoodsCondition? Condition)
{
    /// <summary>True where the customer asked for it.</summary>
    public bool IsAsked => Reason is not null;

    /// <summary>What the units wanted back were charged; null where the line is not asked for.</summary>
    public Money? Asked { get; init; }

    /// <summary>True where an approval gives it back.</summary>
    public bool IsIncluded { get; init; }

    /// <summary>What it is where it is no article, and what it was sold under; empty for most lines.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];

    /// <summary>Units that were announced, where fewer came; null where all did.</summary>
    public int? Announced { get; init; }

    /// <summary>What came in place of the article; null where it is the article.</summary>
    public FoundInstead? Instead { get; init; }

    /// <summary>The right that stands against giving less; null where that is the retailer's choice.</summary>
    public string? LegalClaim { get; init; }
}

/// <summary>A payment of the purchase.</summary>
/// <param name="Label">What people recognise it by.</param>
/// <param name="Gateway">Who moves the money.</param>
/// <param name="Captured">What was paid.</param>
/// <param name="GivenBack">What other refunds speak for.</param>
/// <param name="CanGive">What is left for this one.</param>
/// <param name="ThisRefund">What this one takes of it.</param>
/// <param name="Payouts">What was tried, oldest first.</param>
public sealed record TenderView(string Label, string Gateway, Money Captured, Money GivenBack, Money CanGive, Money ThisRefund, IReadOnlyList<PayoutView> Payouts);

/// <summary>One payout.</summary>
public sealed record PayoutView(Money Amount, PayoutStatus Status, int Attempts, string? Failure, string? GatewayRefundId, DateTimeOffset? FinalAt);

/// <summary>One line of the history.</summary>
/// <param name="At">UTC.</param>
/// <param name="Actor">Who, as people read it.</param>
/// <param name="IsYou">True where it was the person who looks.</param>
/// <param name="Text">What.</param>
/// <param name="Why">The reason given.</param>
public sealed record EventView(DateTimeOffset At, string Actor, bool IsYou, string Text, string? Why);

/// <summary>The customer.</summary>
/// <param name="Name">Name.</param>
/// <param name="MaskedEmail">The address with all but its first letter and domain hidden; null where unknown.</param>
/// <param name="Orders">Orders with this retailer.</param>
/// <param name="Refunds">Refund requests with this retailer, this one included.</param>
/// <param name="Since">The first order, UTC.</param>
public sealed record CustomerView(string Name, string? MaskedEmail, int Orders, int Refunds, DateTimeOffset Since);

/// <summary>What an approval comes to, in sentences; made of the rules that decide it.</summary>
/// <param name="IsPossible">True where this person can approve, or send on, at all.</param>
/// <param name="Pays">True where it would be approved, false where it goes on to a second person.</param>
/// <param name="Sentences">What happens, one after the other.</param>
public sealed record ApprovalPreview(bool IsPossible, bool Pays, IReadOnlyList<string> Sentences)
{
    /// <summary>What is asked before it is done.</summary>
    public string Title { get; init; } = "Approve and pay";
}

/// <summary>Who agreed so far.</summary>
/// <param name="What">Reviewed, first approval, approved.</param>
/// <param name="Who">As people read it.</param>
/// <param name="At">UTC.</param>
public sealed record AgreedView(string What, string Who, DateTimeOffset At);

/// <summary>A step that can be taken with a case.</summary>
public enum CaseStep
{
    /// <summary>See <see cref="ApproveRefund"/>.</summary>
    Approve,

    /// <summary>See <see cref="Case.ChangeAmount"/>.</summary>
    ChangeAmount,

    /// <summary>See <see cref="AskCustomer"/>.</summary>
    Ask,

    /// <summary>See <see cref="Case.AskGoodsBack"/>.</summary>
    AskGoodsBack,

    /// <summary>See <see cref="RejectRefund"/>.</summary>
    Reject,

    /// <summary>See <see cref="Case.SendBack"/>.</summary>
    SendBack,

    /// <summary>See <see cref="Case.RecordAnswer"/>.</summary>
    RecordAnswer,

    /// <summary>See <see cref="Case.RecordInspection"/>.</summary>
    RecordInspection,

    /// <summary>See <see cref="Case.RetryPayout"/>.</summary>
    RetryPayout,

    /// <summary>See <see cref="Case.TakeFailureToReview"/>.</summary>
    TakeToReview,

    /// <summary>See <see cref="AppealRefund"/>.</summary>
    Appeal,

    /// <summary>See <see cref="CancelRefund"/>.</summary>
    Withdraw,
}

/// <summary>A step offered to a person.</summary>
/// <param name="Step">Which.</param>
/// <param name="Label">On the button.</param>
/// <param name="Key">The key that takes it.</param>
/// <param name="WhyNot">Why it cannot be taken now; null where it can.</param>
/// <param name="IsPrimary">The step most cases end with.</param>
public sealed record CaseAction(CaseStep Step, string Label, string Key, Refusal? WhyNot = null, bool IsPrimary = false);
