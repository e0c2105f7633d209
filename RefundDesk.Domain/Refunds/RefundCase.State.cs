using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Domain.Refunds.Telling;

namespace RefundDesk.Domain.Refunds;

/// <summary>What a case holds.</summary>
public sealed partial class RefundCase
{
    private readonly List<RefundLine> _lines = [];
    private readonly List<Payout> _payouts = [];
    private readonly List<CaseEvent> _pendingEvents = [];
    private readonly List<Journal> _pendingJournals = [];
    private readonly List<RefundNotice> _pendingNotices = [];
    private readonly List<(Decision Decision, DateTimeOffset At)> _pendingDecisions = [];

    private RefundCase()
    {
        OrderNumber = CustomerReference = CustomerName = Category = WhyHere = Language = null!;
        Currency = null!;
    }

    private RefundCase(Order order, RefundRequest request, RefundNumber number, Actor by, DateTimeOffset answerBy, DateTimeOffset at)
    {
        Id = RefundCaseId.New(at);
        ClientId = order.ClientId;
        Number = number;
        OrderId = order.Id;
        OrderNumber = order.OrderNumber;
        CustomerReference = order.CustomerReference;
        CustomerName = order.CustomerName;
        CustomerEmail = order.CustomerEmail;
        Language = CustomerLanguage.Of(request.Language, order.Country);
        Currency = order.Currency;
        Channel = request.Channel;
        HasMail = request.Channel == RequestChannel.Mail;
        RequestKey = request.RequestKey;
        Reason = request.Lines[0].Reason;
        CustomerNote = NoteAsStored(request.CustomerNote);
        Status = RefundStatus.Received;
        AskedAt = request.AskedAt;
        ReceivedAt = at;
        AnswerBy = answerBy;
        DueAt = at;
        CreatedById = by.Id;
        Category = string.Empty;
        WhyHere = string.Empty;
        Version = 1;
    }

    /// <summary>The key.</summary>
    public RefundCaseId Id { get; private init; }

    /// <summary>The retailer.</summary>
    public ClientId ClientId { get; private init; }

    /// <summary>What people call it.</summary>
    public RefundNumber Number { get; private init; }

    /// <summary>The purchase.</summary>
    public OrderId OrderId { get; private init; }

    /// <summary>The retailer's number of the purchase.</summary>
    public string OrderNumber { get; private init; }

    /// <summary>The retailer's key of the customer.</summary>
    public string CustomerReference { get; private init; }

    /// <summary>The language the customer is written to in, two letters of <see cref="CustomerLanguage.All"/>.</summary>
    public string Language { get; private init; }

    /// <summary>The customer's name.</summary>
    public string CustomerName { get; private init; }

    /// <summary>Where messages go; null where unknown: then nothing is sent and the history says so.</summary>
    public string? CustomerEmail { get; private init; }

    /// <summary>The currency of every amount of the case.</summary>
    public Currency Currency { get; private init; }

    /// <summary>Over which door it came.</summary>
    public RequestChannel Channel { get; private init; }

    /// <summary>The sender's own key; unique for the client where given.</summary>
    public string? RequestKey { get; private init; }

    /// <summary>Why, of the first line.</summary>
    public RefundReason Reason { get; private init; }

    /// <summary>Category of the line that cost most.</summary>
    public string Category { get; private set; }

    /// <summary>The customer's words.</summary>
    public string? CustomerNote { get; private init; }

    /// <summary>Where it is in its life.</summary>
    public RefundStatus Status { get; private set; }

    /// <summary>
    /// The status again while a person can move the case on; null while automation has it and once it has ended. Queues are read by
    /// it: what never waits for a person never costs their indexes anything.
    /// </summary>
    public RefundStatus? Queue { get; private set; }

    /// <summary>Why it is where it is, one line for the queue.</summary>
    public string WhyHere { get; private set; }

    /// <summary>0 to 100; null until assessed.</summary>
    public int? RiskScore { get; private set; }

    /// <summary>The policy version that was applied; null until then.</summary>
    public int? PolicyVersion { get; private set; }

    /// <summary>What the lines were charged, minor units.</summary>
    public long RequestedMinor { get; private set; }

    /// <summary>What goes back if it is approved, minor units.</summary>
    public long ProposedMinor { get; private set; }

    /// <summary>What was approved, minor units; zero until then.</summary>
    public long ApprovedMinor { get; private set; }

    /// <summary>When the customer asked, UTC.</summary>
    public DateTimeOffset AskedAt { get; private init; }

    /// <summary>When the desk got it, UTC.</summary>
    public DateTimeOffset ReceivedAt { get; private init; }

    /// <summary>When the customer last answered a question, UTC; null until then.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>The right that stands against refusing it, the first of its lines'; null where refusing is the retailer's choice.</summary>
    public string? LegalClaim => _lines.Find(line => line.LegalClaim is not null)?.LegalClaim;

    /// <summary>What is noted of the customer, as far as this case knows: who has died is not written to.</summary>
    public CustomerStanding Standing { get; private set; }

    /// <summary>What it keeps back, gives back or is let off because of terms of the purchase; null where there is nothing. The order counts it as long as the case stands.</summary>
    public SettledTerms? Settled { get; private set; }

    /// <summary>When the goods were inspected, UTC.</summary>
    public DateTimeOffset? GoodsInspectedAt { get; private set; }

    /// <summary>When it was approved or refused, UTC.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Whether no person decided.</summary>
    public bool DecidedByAutomation { get; private set; }

    /// <summary>When the last payout succeeded, UTC.</summary>
    public DateTimeOffset? PaidAt { get; private set; }

    /// <summary>From receipt to the last payout, whole seconds; reports order by it. Null until paid.</summary>
    public long? SecondsToPaid { get; private set; }

    /// <summary>The person who put it in; null for customers and systems.</summary>
    public UserId? CreatedById { get; private init; }

    /// <summary>The person who reviewed it and sent it to approval.</summary>
    public UserId? ReviewedById { get; private set; }

    /// <summary>The person who approved it; null for automation.</summary>
    public UserId? ApprovedById { get; private set; }

    /// <summary>Whose deputy that person was.</summary>
    public UserId? ApprovedForId { get; private set; }

    /// <summary>The person who gave the first of two approvals; null where none was given, or it no longer holds.</summary>
    public UserId? FirstApprovedById { get; private set; }

    /// <summary>Whose deputy that person was.</summary>
    public UserId? FirstApprovedForId { get; private set; }

    /// <summary>When the first of two approvals was given, UTC.</summary>
    public DateTimeOffset? FirstApprovedAt { get; private set; }

    /// <summary>The people who changed it or reviewed it before, their keys with spaces between; null where nobody did.</summary>
    public string? ChangedByIds { get; private set; }

    /// <summary>The people who recorded an answer or an inspection, their keys with spaces between; null where nobody did.</summary>
    public string? EvidenceByIds { get; private set; }

    /// <summary>When automation looks at it next, UTC; null while only people can move it.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>How often automation failed on it in a row.</summary>
    public int Attempts { get; private set; }

    /// <summary>The node that works on it now.</summary>
    public string? LeaseOwner { get; private set; }

    /// <summary>Until when that node may, UTC.</summary>
    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>Counts changes; a stale write is refused.</summary>
    public long Version { get; private set; }

    /// <summary>What is asked for.</summary>
    public IReadOnlyList<RefundLine> Lines => _lines;

    /// <summary>Money on its way or arrived, oldest first.</summary>
    public IReadOnlyList<Payout> Payouts => _payouts;

    /// <summary>What the lines were charged.</summary>
    public Money Requested => Money.Of(RequestedMinor, Currency);

    /// <summary>What goes back if it is approved.</summary>
    public Money Proposed => Money.Of(ProposedMinor, Currency);

    /// <summary>What was approved.</summary>
    public Money Approved => Money.Of(ApprovedMinor, Currency);

    /// <summary>History written since the case was loaded.</summary>
    public IReadOnlyList<CaseEvent> PendingEvents => _pendingEvents;

    /// <summary>Journals written since the case was loaded.</summary>
    public IReadOnlyList<Journal> PendingJournals => _pendingJournals;

    /// <summary>Messages written since the case was loaded.</summary>
    public IReadOnlyList<RefundNotice> PendingNotices => _pendingNotices;

    /// <summary>Decisions taken since the case was loaded.</summary>
    public IReadOnlyList<(Decision Decision, DateTimeOffset At)> PendingDecisions => _pendingDecisions;

    private bool WasApproved => ApprovedMinor > 0;

    private ReturnedGoods Returned => new(
        Sum(line => line.ChargedMinor), Sum(line => line.TaxMinor), Sum(line => line.FeeMinor), Sum(line => line.TaxInFeeMinor));

    /// <summary>Called by the store after everything pending was stored.</summary>
    public void ClearPending()
    {
        _pendingEvents.Clear();
        _pendingJournals.Clear();
        _pendingNotices.Clear();
        _pendingDecisions.Clear();
    }

    /// <summary>Called by automation before it stores a case that it goes on with at once: until then no other node takes it.</summary>
    /// <param name="owner">The loop that works on it, at most 80 characters.</param>
    /// <param name="until">Until when it may, UTC.</param>
    public void Lease(string owner, DateTimeOffset until)
    {
        LeaseOwner = owner;
        LeaseUntil = until;
    }

    /// <summary>Called by automation after a batch: the lease is given back.</summary>
    public void EndLease()
    {
        LeaseOwner = null;
        LeaseUntil = null;
        Attempts = 0;
    }

    /// <summary>A customer's words as a case keeps them: cut at 2,000 characters.</summary>
    public static string? NoteAsStored(string? note) => note is null ? null : Cut(note, 2_000);

    /// <summary>Called by automation where a case is due although its status leaves automation nothing to do.</summary>
    public void Rest() => DueAt = null;

    private bool Knows(RefundTrigger trigger) => Lifecycle.ContainsKey((Status, trigger));

    private Outcome Fire(RefundTrigger trigger, Actor by, DateTimeOffset at, string text, string? why = null)
    {
        if (IsOwnPurchaseOf(by))
        {
            return RefundRefusals.OwnPurchase;
        }

        if (!Lifecycle.TryGetValue((Status, trigger), out var next))
        {
            return RefundRefusals.NotAllowed(Status, trigger);
        }

        var before = Status;
        _pendingEvents.Add(new CaseEvent(trigger, before, next, Named(by), at, Cut(text, 400), why is null ? null : Cut(why, 2_000)));
        Status = next;
        Queue = IsQueue(next) ? next : null;
        TurnClocks(before, at);
        if (next is RefundStatus.InReview or RefundStatus.AwaitingApproval)
        {
            DueAt = null;
        }

        if (next == RefundStatus.InReview)
        {
            ForgetFirst();
        }

        Version++;
        return Outcome.Ok;
    }

    private void Note(Actor by, DateTimeOffset at, string text, string? why)
    {
        _pendingEvents.Add(new CaseEvent(null, Status, Status, Named(by), at, Cut(text, 400), why is null ? null : Cut(why, 2_000)));
    }

    private void Tell(NoticeKind kind, string detail, DateTimeOffset at, IReadOnlyList<string>? rules = null, params NoticeMoney[] money)
    {
        if (Standing.Has(CustomerStanding.Deceased))
        {
            Note(Actor.Automation, at, $"Told nobody, the customer has died: {kind.Words()}", null);
            return;
        }

        if (CustomerEmail is not { } to)
        {
            Note(Actor.Automation, at, $"Could not tell the customer, no e-mail address is known: {kind.Words()}", null);
            return;
        }

        var amount = kind is NoticeKind.Paid ? Approved.ToString() : string.Empty;
        _pendingNotices.Add(new RefundNotice(kind, to, CustomerName, Number.ToString(), OrderNumber, amount, detail) { Language = Language, Rules = rules, Money = money.Length == 0 ? null : money });
    }

    private void Settle(Order order, SettledTerms? now)
    {
        order.Settle(Settled, now);
        Settled = now;
    }

    /// <summary>Where a person keeps less back than the terms ask, the difference is waived.</summary>
    private SettledTerms? AsApproved() =>
        Settled is { WithheldMinor: > 0 } settled && _lines.Where(line => line.IsIncluded).Sum(line => line.FeeMinor) is var kept && kept < settled.WithheldMinor
            ? settled.Waive(settled.WithheldMinor - Math.Max(0, kept))
            : Settled;

    private static void ReleaseLines(Order order, IEnumerable<RefundLine> lines)
    {
        foreach (var line in lines)
        {
            order.ReleaseLine(line.LineNumber, line.Quantity, line.Units(order.Currency));
        }
    }

    private Money Sum(Func<RefundLine, long> minor) => Money.Of(_lines.Where(line => line.IsIncluded).Sum(minor), Currency);

    /// <summary>A name as the history can store it, whichever door it came in by.</summary>
    private static Actor Named(Actor by) => Cut(by.Name, 120) is var name && name == by.Name && by.Self is null ? by : by with { Name = name, Self = null };

    private static string Cut(string text, int longest) => StoredText.Cut(text, longest);

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
