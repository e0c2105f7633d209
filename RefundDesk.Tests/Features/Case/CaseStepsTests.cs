using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Case;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Case;

/// <summary>What holds for every step a person takes.</summary>
public sealed class CaseStepsTests
{
    private const string Reason = "The article was used for a year.";

    private static readonly Dictionary<string, Step> Steps = new()
    {
        ["approve"] = new(RefundStatus.InReview, RefundStatus.Approved, CaseDesk.Agent, (desk, by, number, version) => desk.StepAsync<ApproveRefund>(by, step => step.HandleAsync(number, version, CaseDesk.Cancelled))),
        ["reject"] = new(RefundStatus.InReview, RefundStatus.Rejected, CaseDesk.Agent, (desk, by, number, version) => desk.StepAsync<RejectRefund>(by, step => step.HandleAsync(number, version, Reason, RefusalGround.Policy, CaseDesk.Cancelled))),
        ["ask"] = new(RefundStatus.InReview, RefundStatus.NeedsInformation, CaseDesk.Agent, (desk, by, number, version) => desk.StepAsync<AskCustomer>(by, step => step.HandleAsync(number, version, "Which one is broken?", 7, CaseDesk.Cancelled))),
        ["send back"] = new(RefundStatus.AwaitingApproval, RefundStatus.InReview, CaseDesk.Supervisor, (desk, by, number, version) => desk.StepAsync<SendBack>(by, step => step.HandleAsync(number, version, Reason, CaseDesk.Cancelled))),
        ["cancel"] = new(RefundStatus.InReview, RefundStatus.Cancelled, CaseDesk.Agent, (desk, by, number, version) => desk.StepAsync<CancelRefund>(by, step => step.HandleAsync(number, version, null, CaseDesk.Cancelled))),
        ["inspect"] = new(RefundStatus.AwaitingReturn, RefundStatus.Received, CaseDesk.Agent, (desk, by, number, version) => desk.StepAsync<RecordInspection>(by, step => step.HandleAsync(number, version, new Dictionary<int, GoodsFound> { [1] = new(1, GoodsCondition.Used) }, CaseDesk.Cancelled))),
        ["answer"] = new(RefundStatus.NeedsInformation, RefundStatus.Received, CaseDesk.Agent, (desk, by, number, version) => desk.StepAsync<RecordAnswer>(by, step => step.HandleAsync(number, version, "The blue one.", CaseDesk.Cancelled))),
        ["retry"] = new(RefundStatus.PayoutFailed, RefundStatus.Paying, CaseDesk.Agent, (desk, by, number, version) => desk.StepAsync<RetryPayout>(by, step => step.HandleAsync(number, version, CaseDesk.Cancelled))),
        ["take to review"] = new(RefundStatus.PayoutFailed, RefundStatus.InReview, CaseDesk.Agent, (desk, by, number, version) => desk.StepAsync<TakeFailureToReview>(by, step => step.HandleAsync(number, version, Reason, CaseDesk.Cancelled))),
        ["appeal"] = new(RefundStatus.Rejected, RefundStatus.InReview, CaseDesk.Agent, (desk, by, number, version) => desk.StepAsync<AppealRefund>(by, step => step.HandleAsync(number, version, Reason, CaseDesk.Cancelled))),
    };

    public static TheoryData<string> Names => [.. Steps.Keys];

    public static TheoryData<string, DatabaseProvider> NamesByProvider
    {
        get
        {
            var rows = new TheoryData<string, DatabaseProvider>();
            foreach (var provider in Enum.GetValues<DatabaseProvider>())
            {
                rows.AddRange(Steps.Keys.Select(name => new TheoryDataRow<string, DatabaseProvider>(name, provider) { Skip = TestServers.WhySkipped(provider) }));
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(NamesByProvider))]
    public async Task A_step_moves_the_case_and_is_stored(string name, DatabaseProvider provider)
    {
        var step = Steps[name];
        await using var desk = await CaseDesk.CreateAsync(provider);
        var scene = await desk.AddAsync(Eur(80_00), ARefund().In(step.From));

        Done(await step.TakeAsync(desk, step.By, scene.Refund.Number, scene.Refund.Version));

        var refund = await desk.ReadAsync(scene);
        Assert.Equal(step.To, refund.Status);
        Assert.Equal(RefundCase.IsQueue(step.To) ? step.To : null, refund.Queue);
        Assert.True(refund.Version > scene.Refund.Version);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_step_on_a_case_that_changed_since_is_refused_and_changes_nothing(string name)
    {
        var step = Steps[name];
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(Eur(80_00), ARefund().In(step.From));

        var refused = Refused(await step.TakeAsync(desk, step.By, scene.Refund.Number, scene.Refund.Version - 1));

        Assert.Equal("refund.stale", refused.Code);
        Assert.Equal(scene.Refund.Version, (await desk.ReadAsync(scene)).Version);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_step_without_the_permission_is_refused(string name)
    {
        var step = Steps[name];
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(Eur(80_00), ARefund().In(step.From));
        var viewer = DeskPrincipal.Person(AgentBen.Id!.Value, "Vera Viewer", Role.ClientViewer, desk.Client.Id);

        foreach (var person in new[] { CaseDesk.Administrator, viewer, DeskPrincipal.Nobody })
        {
            Assert.Equal("refund.forbidden", Refused(await step.TakeAsync(desk, person, scene.Refund.Number, scene.Refund.Version)).Code);
        }

        Assert.Equal(step.From, (await desk.ReadAsync(scene)).Status);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_step_on_another_clients_case_finds_no_case(string name)
    {
        var step = Steps[name];
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(Eur(80_00), ARefund().In(step.From));
        var other = await desk.Database.AddClientAsync();

        var refused = Refused(await step.TakeAsync(desk, step.By with { ClientId = other.Id }, scene.Refund.Number, scene.Refund.Version));

        Assert.Equal("refund.not-found", refused.Code);
        Assert.Equal(step.From, (await desk.ReadAsync(scene)).Status);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_step_the_life_does_not_know_is_refused(string name)
    {
        var step = Steps[name];
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(Eur(80_00), ARefund().Cancelled());

        var refused = Refused(await step.TakeAsync(desk, step.By, scene.Refund.Number, scene.Refund.Version));

        Assert.Equal("refund.not-allowed", refused.Code);
    }

    [Fact]
    public async Task What_waits_for_approval_is_refused_by_a_supervisor_and_not_by_an_agent()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(Eur(300_00), ARefund().AwaitingApproval());

        var byAgent = Refused(await Steps["reject"].TakeAsync(desk, CaseDesk.Agent, scene.Refund.Number, scene.Refund.Version));
        Done(await Steps["reject"].TakeAsync(desk, CaseDesk.Supervisor, scene.Refund.Number, scene.Refund.Version));

        Assert.Equal("refund.needs-supervisor", byAgent.Code);
        Assert.Equal(RefundStatus.Rejected, (await desk.ReadAsync(scene)).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(91)]
    public async Task A_deadline_outside_1_to_90_days_is_refused(int days)
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(Eur(80_00), ARefund().InReview());

        var refused = Refused(await desk.StepAsync<AskCustomer>(CaseDesk.Agent, ask => ask.HandleAsync(scene.Refund.Number, scene.Refund.Version, "Which one?", days, CaseDesk.Cancelled)));

        Assert.Equal("refund.deadline", refused.Code);
    }

    [Fact]
    public async Task A_question_without_a_deadline_takes_the_policys()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(Eur(80_00), ARefund().InReview());

        Done(await desk.StepAsync<AskCustomer>(CaseDesk.Agent, ask => ask.HandleAsync(scene.Refund.Number, scene.Refund.Version, "Which one?", null, CaseDesk.Cancelled)));

        Assert.Equal(desk.Database.Time.GetUtcNow().AddDays(14), (await desk.ReadAsync(scene)).DueAt);
    }

    [Fact]
    public async Task An_empty_answer_is_refused()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(Eur(80_00), ARefund().NeedingInformation());

        var refused = Refused(await desk.StepAsync<RecordAnswer>(CaseDesk.Agent, answer => answer.HandleAsync(scene.Refund.Number, scene.Refund.Version, " ", CaseDesk.Cancelled)));

        Assert.Equal("refund.answer-missing", refused.Code);
    }

    private sealed record Step(RefundStatus From, RefundStatus To, DeskPrincipal By, Func<CaseDesk, DeskPrincipal, RefundNumber, long, Task<Outcome>> TakeAsync);
}
