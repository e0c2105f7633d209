using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Case;
using RefundDesk.Web.Features.Clients;
using RefundDesk.Web.Features.Queue;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Features.Case.CaseDesk;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Case;

/// <summary>Clocks as a person meets them: business hours of a client, an approver who leaves, a view that is older than the last change.</summary>
public sealed class ClocksOfACaseTests
{
    [Theory, DatabaseMatrix]
    public async Task An_answer_moves_the_promise_on_by_the_clients_business_time(DatabaseProvider provider)
    {
        await using var desk = await CreateAsync(provider);
        var scene = await desk.AddAsync(ARefund().RequestedAt(Now.AddDays(-4)).NeedingInformation()); // Friday 6 March, 13:02 in Berlin.
        await ChangeHoursAsync(desk, "Mon-Fri 09:00-17:00", "2026-03-09");

        Done(await desk.StepAsync<RecordAnswer>(Agent, answer => answer.HandleAsync(scene.Refund.Number, scene.Refund.Version, "The blue one.", Cancelled)));

        // Friday from 13:02 to 17:00 and Tuesday from 9:00 to 13:00: 7:58 on from Friday 21:00, when nobody works any more.
        var now = await desk.ReadAsync(scene);
        var calendar = (await desk.Database.OpenAsync()).Clients.Single().Calendar;
        Assert.Equal(calendar.Add(scene.Refund.AnswerBy, calendar.Between(scene.Refund.PausedAt!.Value, desk.Database.Time.GetUtcNow())), now.AnswerBy);
        Assert.Equal((Instant("2026-03-10 15:58"), null), (now.AnswerBy, now.PausedAt));
    }

    [Fact]
    public async Task Business_hours_are_written_down_when_they_change()
    {
        await using var desk = await CreateAsync();

        await ChangeHoursAsync(desk, "Mon-Fri 9:00-17:00", "2026-12-25");
        await ChangeHoursAsync(desk, null, null);

        await using var db = await desk.Database.OpenAsync();
        Assert.Equal(
            [("Business hours", "at all times", "Mon-Fri 09:00-17:00"), ("Closed days", "none", "2026-12-25"), ("Business hours", "Mon-Fri 09:00-17:00", "at all times"), ("Closed days", "2026-12-25", "none")],
            db.Audit.OrderBy(row => row.Id).AsEnumerable().Select(row => (row.Field, row.Before, row.After)));
        Assert.Equal("client.business-hours", (await RefusedHoursAsync(desk, "Mon 17:00-09:00")).Code);
    }

    [Fact]
    public async Task When_the_last_approver_leaves_the_case_stays_in_the_queue_and_is_not_bypassed()
    {
        await using var desk = await CreateAsync();
        await AddSupervisorAsync(desk, lendsTo: AgentBen);
        var scene = await desk.AddAsync(ARefund().AwaitingApproval(AgentAnn));
        var deputy = await desk.AsAsync<CaseQuery, Outcome<CaseView>>(AnotherAgent, cases => cases.FindAsync(scene.Refund.Number, Cancelled));
        Assert.Null(Done(deputy).Actions.Single(action => action.Step == CaseStep.Approve).WhyNot);

        await using (var db = await desk.Database.OpenAsync())
        {
            db.Users.Single(user => user.Role == Role.Supervisor).IsDisabled = true;
            await db.SaveChangesAsync(Cancelled);
        }

        foreach (var agent in new[] { Agent, AnotherAgent })
        {
            Assert.Equal("refund.needs-supervisor", Refused(await desk.StepAsync<ApproveRefund>(agent, approve => approve.HandleAsync(scene.Refund.Number, scene.Refund.Version, Cancelled))).Code);
        }

        var waiting = Done(await desk.AsAsync<QueueQuery, Outcome<QueuePart>>(Agent, queues => queues.PartAsync(new QueueFilter(DeskQueue.Approval), null, 10, Cancelled)));
        Assert.Equal([scene.Refund.Id], waiting.Rows.Select(row => row.Id));
    }

    [Fact]
    public async Task An_approvers_view_that_is_older_than_the_last_change_is_refused()
    {
        await using var desk = await CreateAsync();
        var scene = await desk.AddAsync(ARefund().AwaitingApproval(AgentAnn));
        var seen = scene.Refund.Version;
        Done(await desk.StepAsync<ChangeAmount>(AnotherAgent, change => change.HandleAsync(scene.Refund.Number, seen, new Dictionary<int, LineChange> { [1] = new(true, 5_00) }, "A scratch.", RefusalGround.Policy, Cancelled)));

        Assert.Equal("refund.stale", Refused(await desk.StepAsync<ApproveRefund>(Supervisor, approve => approve.HandleAsync(scene.Refund.Number, seen, Cancelled))).Code);
        Assert.Equal(RefundStatus.AwaitingApproval, (await desk.ReadAsync(scene)).Status);
    }

    private static async Task ChangeHoursAsync(CaseDesk desk, string? hours, string? closed) => Done(await TryHoursAsync(desk, hours, closed));

    private static async Task<Refusal> RefusedHoursAsync(CaseDesk desk, string hours) => Refused(await TryHoursAsync(desk, hours, null));

    private static async Task<Outcome> TryHoursAsync(CaseDesk desk, string? hours, string? closed)
    {
        var client = (await desk.AsAsync<ClientsQuery, ClientToEdit?>(Administrator, clients => clients.FindAsync(desk.Client.Key, Cancelled)))!;
        return await desk.StepAsync<ChangeClient>(Administrator, change => change.HandleAsync(desk.Client.Key, client.Version, client.Details with { BusinessHours = hours, ClosedDays = closed }, Cancelled));
    }

    private static async Task AddSupervisorAsync(CaseDesk desk, Actor lendsTo)
    {
        await using var db = await desk.Database.OpenAsync();
        var now = desk.Database.Time.GetUtcNow();
        db.Add(new DeskUser { Id = SupervisorSue.Id!.Value.Value, DisplayName = SupervisorSue.Name, Role = Role.Supervisor, UserName = "sue", NormalizedUserName = "SUE", Email = "sue@desk.example", NormalizedEmail = "SUE@DESK.EXAMPLE", CreatedAt = now });
        db.Add(Done(Delegation.Lend((SupervisorSue.Id!.Value, Role.Supervisor), (lendsTo.Id!.Value, Role.Agent), now, now.AddDays(3), now)));
        await db.SaveChangesAsync(Cancelled);
    }
}
