using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds.Approving;

/// <summary>A person may not take by another amount what a refusal may not take; what the law does not give is theirs to judge.</summary>
public sealed class LawfulAmountTests
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 99_99)]
    [InlineData(true, 100_00)]
    [InlineData(false, 0)]
    public void Less_than_the_law_gives_needs_the_customers_word_or_disproved_facts(bool included, long keptBack)
    {
        var scene = TwoLines("DE");
        var before = RefundSnapshot.Of(scene);
        Dictionary<int, LineChange> change = new() { [1] = new LineChange(included, keptBack) };

        var refusal = Refused(scene.Refund.ChangeAmount(AgentAnn, change, "We do not like it.", scene.Order, Now));

        Assert.Equal("refund.unlawful-amount", refusal.Code);
        Assert.StartsWith("Less than 100.00 EUR may not be given back for it. Article 1: right of withdrawal until 18 Mar 2026", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, RefundSnapshot.Of(scene));
        Done(scene.Refund.ChangeAmount(AgentAnn, change, "The customer keeps it for less.", scene.Order, scene.Tick(), RefusalGround.Agreed));
        Assert.Equal(RefundTrigger.ChangeAmount, scene.Refund.PendingEvents[^1].Trigger);
        Assert.EndsWith(", as agreed with the customer", scene.Refund.PendingEvents[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_the_law_does_not_speak_of_is_changed_as_ever_beside_one_it_does()
    {
        var scene = TwoLines("DE");

        Done(scene.Refund.ChangeAmount(AgentAnn, new Dictionary<int, LineChange> { [2] = new(false) }, "It is worn out.", scene.Order, scene.Tick()));

        Assert.Equal((100_00L, 100_00L), (scene.Refund.ProposedMinor, scene.Refund.Lines[0].DueByLawMinor));
        Assert.Null(scene.Refund.Lines[1].LegalClaim);
    }

    [Fact]
    public void What_was_lowered_by_agreement_may_be_raised_again_without_a_ground()
    {
        var scene = TwoLines("DE");
        Done(scene.Refund.ChangeAmount(AgentAnn, new Dictionary<int, LineChange> { [1] = new(true, 40_00) }, "The customer keeps it for less.", scene.Order, scene.Tick(), RefusalGround.Agreed));

        Done(scene.Refund.ChangeAmount(AgentAnn, new Dictionary<int, LineChange> { [1] = new(true, 30_00) }, "A little more.", scene.Order, scene.Tick()));

        Assert.Equal("refund.unlawful-amount", Refused(scene.Refund.ChangeAmount(AgentAnn, new Dictionary<int, LineChange> { [1] = new(true, 31_00) }, "A little less.", scene.Order, Now)).Code);
    }

    [Fact]
    public void An_agreement_is_no_ground_to_refuse_everything()
    {
        var scene = TwoLines("DE");

        Assert.Equal("refund.unlawful", Refused(scene.Refund.Reject(AgentAnn, "The customer agreed.", scene.Order, Now, RefusalGround.Agreed)).Code);
    }

    [Fact]
    public void The_way_back_and_a_loss_of_value_that_was_found_are_not_due_by_law()
    {
        var policy = APolicy() with { ReturnCostMinor = 4_00, Reductions = [new Reduction(GoodsCondition.Used, ReductionStage.Received, 1_000)] };
        var scene = ARefund().Of(AnOrder().WithLine(100_00).With(draft => draft with { Country = "DE" })).Under(policy with { ReturnRequiredFromMinor = 1, AutomaticApprovalMinor = 0 }).Decided().Build();

        scene.Inspect(GoodsCondition.Used).Decide();

        Assert.Equal((86_00L, 86_00L), (scene.Refund.ProposedMinor, scene.Refund.Lines[0].DueByLawMinor));
    }

    /// <summary>Two articles asked for in Germany: one the customer withdraws from, one out of the right of withdrawal.</summary>
    private static RefundScene TwoLines(string country) => ARefund()
        .Of(AnOrder().WithLine(100_00).WithLine(50_00, category: "engraved").With(draft => draft with { Country = country }))
        .Under(APolicy() with { WithdrawalExemptions = [new WithdrawalExemption("engraved", ExemptionGround.MadeToOrder)] }).InReview().Build();
}
