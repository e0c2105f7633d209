using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds;

/// <summary>Received is not announced: fewer, more, another article, an empty parcel, another serial number.</summary>
public sealed class RefundCaseInspectingTests
{
    [Fact]
    public void Of_three_announced_two_came_and_two_are_given_back_which_is_89_99_less()
    {
        var scene = Announced(3, 269_97);

        Inspect(scene, new GoodsFound(2, GoodsCondition.Unopened));
        scene.Decide();

        Assert.Equal((RefundStatus.Approved, 179_98L, 179_98L), (scene.Refund.Status, scene.Refund.ApprovedMinor, scene.Refund.RequestedMinor));
        Assert.Equal((2, 3, 2, 1), (scene.Refund.Lines[0].Quantity, scene.Refund.Lines[0].AskedQuantity, scene.Order.Line(1).ReservedQuantity, scene.Order.Line(1).OpenQuantity));
        var received = Assert.Single(scene.Refund.PendingDecisions[^1].Decision.Evaluation.Findings, finding => finding.Rule == "received");
        Assert.Equal((FindingResult.Passed, "announced=3, received=2"), (received.Result, received.Used));
        Assert.Equal("Article 1: 2 of 3 unopened", Assert.Single(scene.Refund.PendingEvents, one => one.Trigger == RefundTrigger.Inspect).Why);
    }

    [Fact]
    public void The_unit_that_came_later_is_asked_for_anew_and_all_three_come_to_what_they_were_charged()
    {
        var order = AnOrder().WithLine(10_00, quantity: 3).Build();
        var first = ARefund().Of(order).Asking(1, 3).AwaitingReturn().Build();
        Inspect(first, new GoodsFound(2, GoodsCondition.Unopened));
        first.Decide();

        var second = ARefund().Of(order).Asking(1).Decided().Build();

        Assert.Equal((6_67L, 3_33L), (first.Refund.ApprovedMinor, second.Refund.ApprovedMinor));
    }

    [Fact]
    public void Of_three_announced_none_came_and_nothing_is_given_back_in_Germany_too()
    {
        var scene = Announced(3, 269_97, "DE");

        Inspect(scene, new GoodsFound(0, GoodsCondition.Unopened, FoundInstead.EmptyBox));
        scene.Decide();

        Assert.Equal((RefundStatus.Rejected, 0L, 3, null), (scene.Refund.Status, scene.Refund.RequestedMinor, scene.Order.Line(1).OpenQuantity, scene.Refund.LegalClaim));
        scene.Appeal();
        Assert.Equal((RefundStatus.InReview, 0), (scene.Refund.Status, scene.Order.Line(1).ReservedQuantity));
    }

    [Fact]
    public void Four_came_of_three_announced_and_the_fourth_is_a_request_of_its_own()
    {
        var scene = Announced(3, 269_97);
        var before = RefundSnapshot.Of(scene);

        var refusal = Refused(scene.Refund.TakeInspection(AgentAnn, new Dictionary<int, GoodsFound> { [1] = new(4, GoodsCondition.Unopened) }, scene.Order, Now));

        Assert.Equal("refund.more-received", refusal.Code);
        Assert.Equal(before, RefundSnapshot.Of(scene));
    }

    [Theory]
    [InlineData(FoundInstead.OtherArticle, "another article came")]
    [InlineData(FoundInstead.OtherSerialNumber, "it has another serial number")]
    [InlineData(FoundInstead.EmptyBox, "the parcel was empty")]
    public void Something_else_in_place_of_the_article_is_for_a_person(FoundInstead instead, string words)
    {
        var scene = Announced(1, 89_99);

        Inspect(scene, new GoodsFound(1, GoodsCondition.Opened, instead));
        scene.Decide();

        Assert.Equal((RefundStatus.InReview, $"Article 1: {words}: a person decides"), (scene.Refund.Status, scene.Refund.WhyHere));
    }

    [Fact]
    public void An_article_announced_unopened_that_came_damaged_is_measured_as_it_came()
    {
        var scene = Announced(1, 100_00);
        scene.Policy = scene.Policy with { Reductions = [new Reduction(GoodsCondition.Damaged, ReductionStage.Received, 4_000)], AcceptedConditions = [.. Enum.GetValues<GoodsCondition>()] };

        Inspect(scene, new GoodsFound(1, GoodsCondition.Damaged));
        scene.Decide();

        Assert.Equal(60_00L, scene.Refund.ApprovedMinor);
    }

    [Fact]
    public void Who_inspected_may_review_and_is_not_the_one_who_approves_after_a_reviewer()
    {
        var scene = ARefund().Of(AnOrder().WithLine(250_00)).AwaitingReturn().Build();
        scene.Policy = scene.Policy with { AutomaticApprovalMinor = 0 };
        Done(scene.Refund.TakeInspection(SupervisorSue, new Dictionary<int, GoodsFound>(), scene.Order, scene.Tick()));
        scene.Decide().Review(AgentBen);

        Assert.Equal("refund.four-eyes", Refused(scene.Refund.Approve(SupervisorSue, RefundScene.WithoutLimit, scene.Order, TenderRule.GiftCardLast, scene.Tick())).Code);
        scene.Approve(SupervisorTom);
        Assert.Equal(RefundStatus.Approved, scene.Refund.Status);
    }

    private static RefundScene Announced(int units, long minor, string country = "US") =>
        ARefund().Of(AnOrder().WithLine(minor, quantity: units).With(draft => draft with { Country = country })).Asking(1, units).AwaitingReturn()
            .Step(scene => scene.Policy = scene.Policy with { AutomaticApprovalMinor = 1_000_00 }).Build();

    private static void Inspect(RefundScene scene, GoodsFound found) =>
        Done(scene.Refund.TakeInspection(AgentAnn, new Dictionary<int, GoodsFound> { [1] = found }, scene.Order, scene.Tick()));
}
