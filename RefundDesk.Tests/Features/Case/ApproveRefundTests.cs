using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Case;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Case;

public sealed class ApproveRefundTests
{
    [Theory, DatabaseMatrix]
    public async Task An_agent_approves_within_the_limit_and_automation_is_woken(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var scene = await desk.AddAsync(Eur(80_00), ARefund().InReview());

        Done(await desk.StepAsync<ApproveRefund>(CaseDesk.Agent, approve => approve.HandleAsync(scene.Refund.Number, scene.Refund.Version, CaseDesk.Cancelled)));

        var (refund, order) = await desk.Database.ReadAsync(scene.Refund.Number);
        Assert.Equal(RefundStatus.Approved, refund.Status);
        Assert.Equal(AgentAnn.Id, refund.ApprovedById);
        Assert.Equal(desk.Database.Time.GetUtcNow(), refund.DueAt);
        Assert.Equal(80_00, order.Tenders[0].ReservedMinor);
        await using var db = await desk.Database.OpenAsync();
        Assert.Equal("Approved: 80.00 EUR", (await db.CaseEvents.OrderByDescending(row => row.Id).FirstAsync(CaseDesk.Cancelled)).Text);
    }

    [Fact]
    public async Task An_approval_raises_the_signal_after_it_was_stored()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(Eur(80_00), ARefund().InReview());
        using var listener = desk.Database.Database.Signal.Listen();
        await using var db = await desk.Database.OpenAsync();
        var (refund, order) = (await db.LoadCaseAsync(scene.Refund.Number, CaseDesk.Cancelled))!.Value;

        Done(refund.Approve(AgentAnn, RefundScene.WithoutLimit, order, scene.Policy.TenderRule, Now));
        Assert.False(await listener.WaitAsync(TimeSpan.Zero, desk.Database.Time, CaseDesk.Cancelled));
        await db.SaveChangesAsync(CaseDesk.Cancelled);

        Assert.True(await listener.WaitAsync(TimeSpan.FromMinutes(1), desk.Database.Time, CaseDesk.Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task Above_the_agents_limit_it_goes_to_a_supervisor_who_approves_it(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var scene = await desk.AddAsync(Eur(300_00), ARefund().InReview());

        Done(await desk.StepAsync<ApproveRefund>(CaseDesk.Agent, approve => approve.HandleAsync(scene.Refund.Number, scene.Refund.Version, CaseDesk.Cancelled)));
        var sent = await desk.ReadAsync(scene);
        var byAgent = Refused(await desk.StepAsync<ApproveRefund>(CaseDesk.AnotherAgent, approve => approve.HandleAsync(sent.Number, sent.Version, CaseDesk.Cancelled)));
        Done(await desk.StepAsync<ApproveRefund>(CaseDesk.Supervisor, approve => approve.HandleAsync(sent.Number, sent.Version, CaseDesk.Cancelled)));

        Assert.Equal(RefundStatus.AwaitingApproval, sent.Status);
        Assert.Equal("refund.needs-supervisor", byAgent.Code);
        Assert.Equal(RefundStatus.Approved, (await desk.ReadAsync(scene)).Status);
    }

    [Fact]
    public async Task From_the_four_eyes_amount_on_a_supervisor_does_not_decide_alone()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(Eur(1_000_00), ARefund().InReview());

        Done(await desk.StepAsync<ApproveRefund>(CaseDesk.Supervisor, approve => approve.HandleAsync(scene.Refund.Number, scene.Refund.Version, CaseDesk.Cancelled)));
        var sent = await desk.ReadAsync(scene);
        var refused = Refused(await desk.StepAsync<ApproveRefund>(CaseDesk.Supervisor, approve => approve.HandleAsync(sent.Number, sent.Version, CaseDesk.Cancelled)));

        Assert.Equal(RefundStatus.AwaitingApproval, sent.Status);
        Assert.Equal("refund.four-eyes", refused.Code);
    }

    [Theory, DatabaseMatrix]
    public async Task Of_two_approvals_at_once_one_wins_and_the_other_is_told_to_look_again(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var scene = await desk.AddAsync(Eur(80_00), ARefund().InReview());
        var people = new[] { CaseDesk.Agent, CaseDesk.AnotherAgent, CaseDesk.Supervisor };

        var outcomes = await Task.WhenAll(people.Select(person =>
            Task.Run(() => desk.StepAsync<ApproveRefund>(person, approve => approve.HandleAsync(scene.Refund.Number, scene.Refund.Version, CaseDesk.Cancelled)))));

        Assert.Single(outcomes, outcome => outcome.Succeeded);
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal("refund.stale", outcome.Refusal!.Code));
        var (refund, order) = await desk.Database.ReadAsync(scene.Refund.Number);
        Assert.Single(refund.Payouts);
        Assert.Equal(80_00, order.Tenders[0].ReservedMinor);
    }

    [Theory, DatabaseMatrix]
    public async Task Both_nodes_may_load_the_case_before_one_saves_it(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var scene = await desk.AddAsync(Eur(80_00), ARefund().InReview());
        await using var one = await desk.Database.OpenAsync();
        await using var other = await desk.Database.AnotherNode().Database.OpenAsync(ClientScope.Everything, CaseDesk.Cancelled);
        var (here, hereOrder) = (await one.LoadCaseAsync(scene.Refund.Number, CaseDesk.Cancelled))!.Value;
        var (there, thereOrder) = (await other.LoadCaseAsync(scene.Refund.Number, CaseDesk.Cancelled))!.Value;

        var first = await DeskDatabase.SaveAsync(one, here.Approve(AgentAnn, RefundScene.WithoutLimit, hereOrder, scene.Policy.TenderRule, Now), CaseDesk.Cancelled);
        var second = await DeskDatabase.SaveAsync(other, there.Reject(AgentBen, "The article was used.", thereOrder, Now), CaseDesk.Cancelled);

        Done(first);
        Assert.Equal("refund.stale", Refused(second).Code);
    }
}
