using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Approving;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds.Approving;

/// <summary>Who is the customer works on none of it (blocked), and who has the customer's name not alone. The customer is Kim Customer, kim@customer.example.</summary>
public sealed class OwnPurchaseTests
{
    private static Actor Kim { get; } = Known(AgentBen, "Ben Agent", "kim+work@CUSTOMER.example");

    public static TheoryData<RefundStatus, string> Steps => new()
    {
        { RefundStatus.InReview, "approve" }, { RefundStatus.AwaitingApproval, "approve" }, { RefundStatus.InReview, "reject" }, { RefundStatus.AwaitingApproval, "send back" },
        { RefundStatus.InReview, "change" }, { RefundStatus.Approved, "change" }, { RefundStatus.InReview, "ask" }, { RefundStatus.NeedsInformation, "answer" },
        { RefundStatus.AwaitingReturn, "inspect" }, { RefundStatus.PayoutFailed, "retry" }, { RefundStatus.PayoutFailed, "review" }, { RefundStatus.Rejected, "appeal" }, { RefundStatus.InReview, "withdraw" },
    };

    [Theory, MemberData(nameof(Steps))]
    public void The_customer_takes_no_step_and_nothing_of_the_case_changes(RefundStatus status, string step)
    {
        var scene = ARefund().In(status).Build();
        var before = (scene.Refund.Version, scene.Refund.Status, scene.Refund.PendingEvents.Count);

        Assert.Equal("refund.own-purchase", Refused(Take(scene, Kim, step)).Code);

        Assert.Equal(before, (scene.Refund.Version, scene.Refund.Status, scene.Refund.PendingEvents.Count));
        Done(Take(ARefund().In(status).Build(), Known(SupervisorTom, "Tom Supervisor", "tom@desk.example"), step));
    }

    [Fact]
    public void The_customer_puts_no_request_in_for_a_purchase_of_the_own()
    {
        var order = AnOrder().Build();
        var request = new RefundRequest(RequestChannel.Agent, null, Now, null, [new RequestedLine(1, 1, RefundReason.ChangedMind, GoodsCondition.Opened)]);

        Assert.Equal("refund.own-purchase", Refused(RefundCase.Receive(order, request, ANumber(), Kim, Now, Now)).Code);
        Assert.Equal(0, order.Line(1).ReservedQuantity);
        Done(RefundCase.Receive(order, request, ANumber(), CustomerKim, Now, Now));
    }

    [Theory]
    [InlineData("kim@customer.example", true)]
    [InlineData(" KIM@Customer.Example ", true)]
    [InlineData("kim+a+b@customer.example", true)]
    [InlineData("kim.a@customer.example", false)]
    [InlineData("kim@other.example", false)]
    [InlineData("+kim@customer.example", false)]
    [InlineData("kim", false)]
    public void Letters_case_and_what_follows_a_plus_do_not_tell_mailboxes_apart(string address, bool isCustomer)
    {
        Assert.Equal(isCustomer, new PersonTraits("Ben", ["ben@desk.example", address]).IsCustomer("kim+shop@customer.example"));
        Assert.False(new PersonTraits("Ben", [address]).IsCustomer(null));
    }

    [Fact]
    public void A_deputy_has_no_authority_over_a_purchase_of_the_lenders()
    {
        var lent = RefundScene.WithoutLimit with { For = new Lender(SupervisorSue.Id!.Value, "Sue Supervisor") { Self = new PersonTraits("Sue Supervisor", ["kim@customer.example"]) } };
        var own = new Authority(MayApproveWaiting: false, Eur(250_00), null);
        var (waiting, order) = ARefund().AwaitingApproval(AgentAnn).Build();
        var (open, _) = ARefund().InReview().Build();

        Assert.Equal("refund.own-purchase", Refused(waiting.Approve(AgentBen, lent, order, TenderRule.GiftCardLast, Now)).Code);
        Assert.Equal(ApprovalStep.Approves, Done(ApprovalRules.Check(open, AgentBen, ApprovalRules.Best(open, AgentBen, [own, lent]))));
    }

    [Theory]
    [InlineData("Kim Customer", true)]
    [InlineData(" kim  CUSTOMER", true)]
    [InlineData("Kim Customers", false)]
    public void Who_has_the_customers_name_is_not_blocked_and_does_not_decide_alone(string name, bool wantsSecond)
    {
        var scene = ARefund().InReview().Build();
        var namesake = Known(AgentBen, name, "ben@desk.example");

        Done(scene.Refund.Approve(namesake, RefundScene.WithoutLimit, scene.Order, TenderRule.GiftCardLast, scene.Tick()));

        Assert.Equal(wantsSecond ? RefundStatus.AwaitingApproval : RefundStatus.Approved, scene.Refund.Status);
        Assert.Equal(wantsSecond ? ["You have the customer's name"] : [], ApprovalRules.WhySecond(ARefund().InReview().Build().Refund, namesake, RefundScene.WithoutLimit, amount => amount.ToString()));
    }

    [Fact]
    public void A_deputy_of_the_customers_namesake_does_not_decide_alone_either()
    {
        var lent = RefundScene.WithoutLimit with { For = new Lender(SupervisorSue.Id!.Value, "Kim Customer") { Self = new PersonTraits("Kim Customer", []) } };

        Assert.Equal(["Kim Customer, whose deputy you are, has the customer's name"], ApprovalRules.WhySecond(ARefund().InReview().Build().Refund, AgentBen, lent, amount => amount.ToString()));
    }

    [Fact]
    public void What_is_known_of_a_person_does_not_go_into_the_history()
    {
        var scene = ARefund().InReview().Build();
        Done(scene.Refund.Ask(Known(AgentBen, "Ben Agent", "ben.private@mail.example"), "Which one?", Now.AddDays(7), scene.Tick()));

        Assert.Null(scene.Refund.PendingEvents[^1].By.Self);
    }

    private static Actor Known(Actor actor, string name, string address) => actor with { Self = new PersonTraits(name, [address]) };

    private static Outcome Take(RefundScene scene, Actor by, string step) => step switch
    {
        "approve" => scene.Refund.Approve(by, RefundScene.WithoutLimit, scene.Order, TenderRule.GiftCardLast, scene.Tick()),
        "reject" => scene.Refund.Reject(by, "It was used.", scene.Order, scene.Tick()),
        "send back" => scene.Refund.SendBack(by, "Look again.", scene.Tick()),
        "change" => scene.Refund.ChangeAmount(by, new Dictionary<int, LineChange> { [1] = new(true, 10_00) }, "A scratch.", scene.Order, scene.Tick()),
        "ask" => scene.Refund.Ask(by, "Which one?", Now.AddDays(7), scene.Tick()),
        "answer" => scene.Refund.TakeAnswer(by, "The blue one.", scene.Tick()),
        "inspect" => scene.Refund.TakeInspection(by, new Dictionary<int, GoodsFound>(), scene.Order, scene.Tick()),
        "retry" => scene.Refund.RetryPayout(by, scene.Order, TenderRule.GiftCardLast, scene.Tick()),
        "review" => scene.Refund.TakeFailureToReview(by, "Look again.", scene.Tick()),
        "appeal" => scene.Refund.Appeal(by, "The photos show it.", scene.Order, scene.Tick()),
        _ => scene.Refund.Cancel(by, null, scene.Order, scene.Tick()),
    };
}
