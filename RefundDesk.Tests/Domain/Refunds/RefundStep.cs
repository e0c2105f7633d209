using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Approving;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Domain.Risk;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds;

/// <summary>Every public verb of a refund with the trigger it fires, to try them all in every status.</summary>
internal sealed record RefundStep(string Name, RefundTrigger Trigger, Func<RefundScene, Outcome> Take)
{
    public static IReadOnlyList<RefundStep> All { get; } =
    [
        new("ask", RefundTrigger.Ask, scene => scene.Refund.Ask(AgentAnn, "Which one?", scene.At.AddDays(14), scene.Tick())),
        new("take the answer", RefundTrigger.Answer, scene => scene.Refund.TakeAnswer(CustomerKim, "The blue one.", scene.Tick())),
        new("ask the goods back", RefundTrigger.AskGoodsBack, scene => scene.Refund.AskGoodsBack(AgentAnn, scene.At.AddDays(28), scene.Tick())),
        new("take the inspection", RefundTrigger.Inspect, scene => scene.Refund.TakeInspection(AgentAnn, new Dictionary<int, GoodsFound> { [1] = new(1, GoodsCondition.Used) }, scene.Order, scene.Tick())),
        new("let it expire", RefundTrigger.Expire, scene => scene.Refund.Expire(scene.Order, scene.At.AddDays(60))),
        new("decide for review", RefundTrigger.SendToReview, scene => Decide(scene, APolicy() with { AutomaticApprovalMinor = 0 })),
        new("decide for approval", RefundTrigger.Approve, scene => Decide(scene, APolicy() with { AutomaticApprovalMinor = long.MaxValue })),
        new("decide for the goods", RefundTrigger.AskGoodsBack, scene => Decide(scene, APolicy() with { ReturnRequiredFromMinor = 1 })),
        new("decide for refusal", RefundTrigger.Reject, scene => Decide(scene, APolicy() with { AcceptedConditions = [] })),
        new("take the failure to review", RefundTrigger.SendToReview, scene => scene.Refund.TakeFailureToReview(AgentAnn, "The card is closed.", scene.Tick())),
        new("send to approval", RefundTrigger.SendToApproval, scene => scene.Refund.Approve(AgentBen, new Authority(false, Money.Zero(scene.Refund.Currency), null), scene.Order, TenderRule.GiftCardLast, scene.Tick())),
        new("send back", RefundTrigger.SendBack, scene => scene.Refund.SendBack(SupervisorSue, "Ask for a photograph.", scene.Tick())),
        new("approve", RefundTrigger.Approve, scene => scene.Refund.Approve(SupervisorSue, RefundScene.WithoutLimit, scene.Order, TenderRule.GiftCardLast, scene.Tick())),
        new("change the amount", RefundTrigger.ChangeAmount, scene => scene.Refund.ChangeAmount(AgentBen, new Dictionary<int, LineChange> { [1] = new(true, 1_00) }, "A scratch.", scene.Order, scene.Tick())),
        new("reject", RefundTrigger.Reject, scene => scene.Refund.Reject(AgentAnn, "Used for a year.", scene.Order, scene.Tick())),
        new("appeal", RefundTrigger.Appeal, scene => scene.Refund.Appeal(CustomerKim, "Used for a day.", scene.Order, scene.Tick())),
        new("cancel", RefundTrigger.Cancel, scene => scene.Refund.Cancel(CustomerKim, null, scene.Order, scene.Tick())),
        new("start paying", RefundTrigger.StartPaying, scene => scene.Refund.StartPaying(scene.Tick())),
        new("pay anew", RefundTrigger.RetryPayout, scene => scene.Refund.RetryPayout(AgentAnn, scene.Order, TenderRule.GiftCardLast, scene.Tick())),
    ];

    /// <summary>Where a verb is narrower than its trigger, or another guard speaks first: what it says then.</summary>
    public string? RefusalIn(RefundStatus status) => (Name, status) switch
    {
        ("approve", RefundStatus.Received) => "refund.not-assessed",
        ("send to approval", RefundStatus.Received) => "refund.not-assessed",
        ("send to approval", RefundStatus.AwaitingApproval) => "refund.needs-supervisor",
        ("take the failure to review", not RefundStatus.PayoutFailed) => "refund.not-allowed",
        _ when Name.StartsWith("decide", StringComparison.Ordinal) && status != RefundStatus.Received => "refund.not-allowed",
        _ => RefundCase.TriggersFrom(status).Contains(Trigger) ? null : "refund.not-allowed",
    };

    public override string ToString() => Name;

    private static Outcome Decide(RefundScene scene, ReturnPolicy policy)
    {
        var facts = scene.Refund.FactsFor(scene.Order, "Europe/Berlin");
        return scene.Refund.Decide(Decider.Decide(PoliciesInForce.Only(policy), "EUR", facts, scene.RiskFacts(), new RiskRules()), scene.Order, policy, scene.Tick());
    }
}
