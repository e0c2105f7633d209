using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Case;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Case;

/// <summary>How much is asked for, as the limits see it.</summary>
internal enum Band
{
    /// <summary>Within the agent's limit.</summary>
    Within,

    /// <summary>Above the agent's limit.</summary>
    AboveAgent,

    /// <summary>From the amount on at which two people must agree.</summary>
    FourEyes,

    /// <summary>From the amount on at which two supervisors must approve.</summary>
    TwoApprovals,
}

/// <summary>What the person had to do with the case before.</summary>
internal enum Part
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Put it in.</summary>
    Created,

    /// <summary>Changed its amount.</summary>
    Changed,

    /// <summary>Reviewed it and sent it to approval.</summary>
    Reviewed,

    /// <summary>Is the customer.</summary>
    Own,

    /// <summary>Gave the first of two approvals.</summary>
    ApprovedFirst,

    /// <summary>Nothing; somebody else gave the first of two approvals.</summary>
    AnotherApprovedFirst,
}

/// <summary>One combination: who, with what part in it, does what with which case.</summary>
internal sealed record AuthorityCase(Role Role, CaseStep Step, RefundStatus Status, Band Band, Part Part)
{
    public override string ToString() => $"{Role} · {Step} · {Status} · {Band} · {Part}";
}

/// <summary>
/// Who may do what, as a table: 250 EUR is the agent's limit, from 1,000 EUR two people agree, from 2,000 EUR two supervisors approve. The matrix
/// over every door is measured by it, and the page in the documents is printed from it.
/// </summary>
internal static class AuthorityTable
{
    public static IReadOnlyList<AuthorityCase> All { get; } =
    [
        .. from role in new[] { Role.Agent, Role.Supervisor, Role.ClientViewer, Role.Administrator }
           from step in new[] { CaseStep.Approve, CaseStep.Reject, CaseStep.SendBack, CaseStep.ChangeAmount }
           from status in new[] { RefundStatus.InReview, RefundStatus.AwaitingApproval }
           from band in Enum.GetValues<Band>()
           from part in PartsIn(status, band)
           select new AuthorityCase(role, step, status, band, part),
    ];

    public static ReturnPolicy Policy(ReturnPolicy policy) => policy with
    {
        AgentApprovalMinor = 250_00,
        FourEyesFromMinor = 1_000_00,
        Authority = new AuthorityRules { SecondApprovalFromMinor = 2_000_00 },
    };

    public static Money AmountOf(Band band) => band switch
    {
        Band.Within => Eur(80_00),
        Band.AboveAgent => Eur(300_00),
        Band.FourEyes => Eur(1_200_00),
        _ => Eur(2_500_00),
    };

    /// <summary>The status the case comes to, or the code of the refusal.</summary>
    public static string Expected(AuthorityCase one) => one switch
    {
        { Role: Role.ClientViewer or Role.Administrator } => "refund.forbidden",
        { Part: Part.Own } => "refund.own-purchase",
        { Step: CaseStep.ChangeAmount } => one.Status.ToString(),
        { Status: RefundStatus.InReview, Step: CaseStep.Reject } => "Rejected",
        { Status: RefundStatus.InReview, Step: CaseStep.SendBack } => "refund.not-allowed",
        { Status: RefundStatus.InReview, Part: not Part.None } => "AwaitingApproval",
        { Status: RefundStatus.InReview, Band: Band.Within } => "Approved",
        { Status: RefundStatus.InReview, Band: Band.AboveAgent, Role: Role.Supervisor } => "Approved",
        { Status: RefundStatus.InReview } => "AwaitingApproval",
        { Role: Role.Agent } => "refund.needs-supervisor",
        { Step: CaseStep.Reject } => "Rejected",
        { Step: CaseStep.SendBack } => "InReview",
        { Part: Part.Created or Part.Changed or Part.Reviewed } => "refund.four-eyes",
        { Part: Part.ApprovedFirst } => "refund.second-approver",
        { Band: Band.TwoApprovals, Part: Part.None } => "AwaitingApproval",
        _ => "Approved",
    };

    /// <summary>A case as it stands before the step; each of a customer of its own, so that none is measured together with another.</summary>
    /// <param name="one">The combination.</param>
    /// <param name="person">Who takes the step.</param>
    /// <param name="email">The person's address; the customer writes it in capitals and with a tag.</param>
    public static (RefundBuilder Refund, OrderBuilder Order) Make(AuthorityCase one, Actor person, string email)
    {
        var customer = $"C-{Next()}";
        var address = one.Part == Part.Own ? email.Replace("@", "+shop@", StringComparison.Ordinal).ToUpperInvariant() : $"{customer}@customer.example";
        var order = AnOrder().WithLine(AmountOf(one.Band).Minor)
            .With(draft => draft with { CustomerReference = customer, CustomerName = customer, CustomerEmail = address, Country = "US" });
        var refund = ARefund().RequestedBy(one.Part == Part.Created ? person : CustomerKim).InReview();
        if (one.Part == Part.Changed)
        {
            refund.Step(scene => Done(scene.Refund.ChangeAmount(person, new Dictionary<int, LineChange> { [1] = new(true, 7) }, "A scratch.", scene.Order, scene.Tick())));
        }

        if (one.Status == RefundStatus.AwaitingApproval)
        {
            refund.Step(scene => scene.Review(one.Part == Part.Reviewed ? person : AgentBen));
        }

        if (one.Part is Part.ApprovedFirst or Part.AnotherApprovedFirst)
        {
            var two = RefundScene.WithoutLimit with { SecondApprovalFrom = Eur(1) };
            refund.Step(scene => Done(scene.Refund.Approve(one.Part == Part.ApprovedFirst ? person : SupervisorTom, two, scene.Order, TenderRule.GiftCardLast, scene.Tick())));
        }

        return (refund, order);
    }

    private static IEnumerable<Part> PartsIn(RefundStatus status, Band band) => status == RefundStatus.InReview
        ? [Part.None, Part.Created, Part.Changed, Part.Own]
        : band == Band.TwoApprovals ? Enum.GetValues<Part>() : [Part.None, Part.Created, Part.Changed, Part.Reviewed, Part.Own];
}
