using RefundDesk.Domain.Customers;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds;

/// <summary>Every status with every step: what the table allows is done, everything else is refused and changes nothing.</summary>
public sealed class RefundCaseLifecycleTests
{
    private static readonly RefundStatus[] Statuses = Enum.GetValues<RefundStatus>();

    public static TheoryData<RefundStatus, string> EveryStatusAndStep()
    {
        var data = new TheoryData<RefundStatus, string>();
        foreach (var status in Statuses)
        {
            foreach (var step in RefundStep.All)
            {
                data.Add(status, step.Name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryStatusAndStep))]
    public void A_step_leads_where_the_table_says_or_is_refused_and_changes_nothing(RefundStatus status, string name)
    {
        var step = RefundStep.All.Single(step => step.Name == name);
        var scene = ARefund().Of(Eur(45_00)).In(status).Build();
        var (before, version) = (RefundSnapshot.Of(scene), scene.Refund.Version);

        var outcome = step.Take(scene);

        if (step.RefusalIn(status) is { } code)
        {
            Assert.Equal(code, Refused(outcome).Code);
            Assert.Equal(before, RefundSnapshot.Of(scene));
            return;
        }

        Done(outcome);
        Assert.Equal(RefundCase.Transitions.Single(row => row.From == status && row.Trigger == step.Trigger).To, scene.Refund.Status);
        Assert.True(scene.Refund.Version > version);
        var moved = scene.Refund.PendingEvents.Last(happened => happened.Trigger is not null);
        Assert.Equal((step.Trigger, status, scene.Refund.Status, scene.Refund.Status), (moved.Trigger!.Value, moved.From, moved.To, scene.Refund.PendingEvents[^1].To));
    }

    [Fact]
    public void A_refusal_names_the_status_and_the_step()
    {
        var (refund, order) = ARefund().Paid().Build();

        Assert.Equal("A refund that is Paid cannot take the step Cancel.", Refused(refund.Cancel(CustomerKim, null, order, Now)).Message);
    }

    [Fact]
    public void Every_row_of_the_table_is_taken_by_some_step_and_no_other_is()
    {
        var taken = new HashSet<(RefundStatus, RefundTrigger, RefundStatus)>();
        foreach (var status in Statuses)
        {
            foreach (var step in RefundStep.All)
            {
                var scene = ARefund().Of(Eur(45_00)).In(status).Build();
                step.Take(scene);
                Note(scene);
            }

            if (status is RefundStatus.NeedsInformation or RefundStatus.AwaitingReturn)
            {
                var scene = ARefund().Of(Eur(45_00)).In(status).Build();
                scene.Refund.KnowStanding(CustomerStanding.Deceased, SupervisorSue, scene.Tick());
                Note(scene);
            }
        }

        Note(ARefund().Paid().Step(scene => scene.Reply(scene.Refund.Payouts[0], GatewayReply.Refused("late", "The card is closed."))).Build());
        Note(ApprovedAndAsked().Step(scene => Done(scene.Refund.Expire(scene.Order, scene.At.AddDays(60)))).Build());

        Note(ARefund().AwaitingApproval().Step(scene => Done(scene.Refund.Approve(SupervisorSue, RefundScene.WithoutLimit with { SecondApprovalFrom = Eur(1) }, scene.Order, TenderRule.GiftCardLast, scene.Tick()))).Build());

        Assert.Equal(RefundCase.Transitions.Order(), taken.Order());

        void Note(RefundScene scene) => taken.UnionWith(
            scene.Refund.PendingEvents.Where(happened => happened.Trigger is not null).Select(happened => (happened.From, happened.Trigger!.Value, happened.To)));
    }

    [Fact]
    public void The_buttons_of_a_status_are_its_rows_of_the_table()
    {
        foreach (var status in Statuses)
        {
            Assert.Equal(RefundCase.Transitions.Where(row => row.From == status).Select(row => row.Trigger), RefundCase.TriggersFrom(status));
            Assert.Equal(status is RefundStatus.Paid or RefundStatus.Rejected or RefundStatus.Cancelled, RefundCase.IsEnd(status));
        }
    }

    [Fact]
    public void From_every_status_but_the_cancelled_one_something_leads_on_and_every_status_is_reached()
    {
        Assert.All(Statuses, status => Assert.Equal(status != RefundStatus.Cancelled, RefundCase.TriggersFrom(status).Any()));
        Assert.Equal(Statuses.Except([RefundStatus.Received]).Order(), RefundCase.Transitions.Select(row => row.To).Distinct().Except([RefundStatus.Received]).Order());
    }

    [Theory]
    [InlineData(RefundStatus.Received, true)]
    [InlineData(RefundStatus.NeedsInformation, true)]
    [InlineData(RefundStatus.AwaitingReturn, true)]
    [InlineData(RefundStatus.InReview, false)]
    [InlineData(RefundStatus.AwaitingApproval, false)]
    [InlineData(RefundStatus.Approved, true)]
    [InlineData(RefundStatus.Paying, true)]
    [InlineData(RefundStatus.PayoutFailed, false)]
    [InlineData(RefundStatus.Paid, false)]
    [InlineData(RefundStatus.Rejected, false)]
    [InlineData(RefundStatus.Cancelled, false)]
    public void Automation_comes_back_to_what_it_can_move_and_to_nothing_else(RefundStatus status, bool isDue) =>
        Assert.Equal(isDue, ARefund().In(status).Build().Refund.DueAt is not null);

    private static RefundBuilder ApprovedAndAsked() => ARefund().WithFailedPayout()
        .Step(scene => Done(scene.Refund.TakeFailureToReview(AgentAnn, "The card is closed.", scene.Tick())))
        .Step(scene => scene.Ask(AgentAnn));
}
