using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Automation;
using RefundDesk.Web.Features.Clients;
using RefundDesk.Web.Features.Policies;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Features.Policies.PolicyDesk;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Policies;

public sealed class PolicyLifeTests
{
    [Theory, DatabaseMatrix]
    public async Task A_version_is_written_by_one_reviewed_by_another_and_holds_from_its_day_and_all_of_it_is_written_down(DatabaseProvider provider)
    {
        await using var data = await TestDatabase.CreateAsync(provider);
        var desk = await OpenAsync(data);
        var version = Done(await desk.Sue.GetRequiredService<DraftPolicy>().HandleAsync("northwind", Text(60), Why, Cancelled));
        var revision = (await desk.RowAsync(version)).Revision;

        Assert.Equal(PolicyRefusals.OwnReview, Refused(await desk.Sue.GetRequiredService<ReviewPolicy>().HandleAsync("northwind", version, revision, Cancelled)));
        Done(await desk.Tom.GetRequiredService<ReviewPolicy>().HandleAsync("northwind", version, revision, Cancelled));
        await desk.ActivateAsync(version, new DateOnly(2026, 3, 11));

        // Midnight in Berlin is 23:00 the day before in UTC.
        Assert.Equal(Instant("2026-03-10 23:00"), (await desk.RowAsync(version)).ActiveFrom);
        Assert.Equal((30, 30), await DaysAsync(desk, Now, Now));
        Assert.Equal((30, 60), await DaysAsync(desk, Now, Now.AddDays(1)));
        Assert.Equal((60, 60), await DaysAsync(desk, Now.AddDays(1), Now.AddDays(1)));
        await using var db = await data.OpenAsync();
        var lines = await db.Audit.AsNoTracking().Where(line => line.Field == "Policy version 2").OrderBy(line => line.Id).ToListAsync(Cancelled);
        Assert.Equal(["Sue Supervisor", "Tom Supervisor", "Sue Supervisor"], lines.Select(line => line.ActorName));
        Assert.All(lines, line => Assert.Equal((desk.Client.Id.Value, "northwind"), (line.SubjectId, line.SubjectName)));
        Assert.Null(lines[0].Before);
        Assert.StartsWith("Draft, content ", lines[0].After, StringComparison.Ordinal);
        Assert.StartsWith("Reviewed, content ", lines[1].After, StringComparison.Ordinal);
        Assert.StartsWith("Active from 2026-03-10 23:00 UTC, content ", lines[2].After, StringComparison.Ordinal);
    }

    [Theory, DatabaseMatrix]
    public async Task Drafts_are_rules_for_nobody_and_automation_sees_a_version_once_it_is_active(DatabaseProvider provider)
    {
        await using var data = await TestDatabase.CreateAsync(provider);
        var desk = await OpenAsync(data);
        var scene = await data.AddCaseAsync(desk.Client);
        var loading = new BatchLoading(new KnownPolicies());
        var version = await desk.ReviewedAsync(60);

        Assert.Equal((1, 1), await NumbersAsync(data, loading, scene));
        await desk.ActivateAsync(version, null);

        Assert.Equal((1, 2), await NumbersAsync(data, loading, scene));
        var client = Assert.Single(await PolicyDesk.Of(data).GetRequiredService<ClientsQuery>().ReadAsync(Cancelled));
        Assert.Equal(2, client.PolicyVersion);
    }

    [Theory, DatabaseMatrix]
    public async Task Of_steps_at_once_one_is_taken_and_the_others_are_told(DatabaseProvider provider)
    {
        await using var data = await TestDatabase.CreateAsync(provider);
        var desk = await OpenAsync(data);
        var (one, other) = (await desk.ReviewedAsync(45), await desk.ReviewedAsync(60));
        var revisions = new Dictionary<int, long> { [one] = (await desk.RowAsync(one)).Revision, [other] = (await desk.RowAsync(other)).Revision };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => (i % 2 == 0 ? desk.Sue : desk.Tom).GetRequiredService<ActivatePolicy>().HandleAsync("northwind", i % 4 < 2 ? one : other, revisions[i % 4 < 2 ? one : other], new DateOnly(2026, 4, 1), Cancelled), Cancelled)));

        Assert.Single(answers, answer => answer.Succeeded);
        Assert.All(answers.Where(answer => !answer.Succeeded), answer => Assert.Contains(answer.Refusal!.Code, new[] { "policy.stale", "policy.not-after", "policy.not-allowed" }));
        await using var db = await data.OpenAsync();
        Assert.Equal(2, await db.ActivePolicies().CountAsync(Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task Drafts_at_once_each_get_a_number_or_are_told_to_try_again(DatabaseProvider provider)
    {
        await using var data = await TestDatabase.CreateAsync(provider);
        var desk = await OpenAsync(data);

        var drafted = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => desk.Sue.GetRequiredService<DraftPolicy>().HandleAsync("northwind", Text(30 + i), Why, Cancelled), Cancelled)));

        Assert.All(drafted.Where(draft => !draft.Succeeded), draft => Assert.Equal("policy.stale", draft.Refusal!.Code));
        Assert.Distinct(drafted.Where(draft => draft.Succeeded).Select(draft => draft.Value));
        Assert.Contains(drafted, draft => draft.Succeeded);
    }

    [Theory, DatabaseMatrix]
    public async Task What_was_looked_at_is_what_is_agreed_to(DatabaseProvider provider)
    {
        await using var data = await TestDatabase.CreateAsync(provider);
        var desk = await OpenAsync(data);
        var version = Done(await desk.Sue.GetRequiredService<DraftPolicy>().HandleAsync("northwind", Text(60), Why, Cancelled));
        var seen = (await desk.RowAsync(version)).Revision;

        Done(await desk.Sue.GetRequiredService<EditPolicy>().HandleAsync("northwind", version, seen, Text(6), Why, Cancelled));

        Assert.Equal(PolicyRefusals.Stale, Refused(await desk.Tom.GetRequiredService<ReviewPolicy>().HandleAsync("northwind", version, seen, Cancelled)));
    }

    [Theory, DatabaseMatrix]
    public async Task A_policy_is_sent_back_withdrawn_and_gone_back_to(DatabaseProvider provider)
    {
        await using var data = await TestDatabase.CreateAsync(provider);
        var desk = await OpenAsync(data);
        var version = await desk.ReviewedAsync(60);
        Done(await desk.Tom.GetRequiredService<SendBackPolicy>().HandleAsync("northwind", version, (await desk.RowAsync(version)).Revision, "Say why", Cancelled));
        Assert.Equal((PolicyState.Draft, "Say why"), ((await desk.RowAsync(version)).State, (await desk.RowAsync(version)).Reason));
        Done(await desk.Sue.GetRequiredService<WithdrawPolicy>().HandleAsync("northwind", version, (await desk.RowAsync(version)).Revision, "Not worth it", Cancelled));

        var next = await desk.ReviewedAsync(90);
        await desk.ActivateAsync(next, null);
        data.Time.Advance(TimeSpan.FromHours(1));
        var back = Done(await desk.Tom.GetRequiredService<RollBackPolicy>().HandleAsync("northwind", 1, "Too costly", Cancelled));

        var view = Done(await desk.Sue.GetRequiredService<PoliciesQuery>().FindAsync("northwind", back, Cancelled));
        Assert.Equal(("Back to version 1: Too costly", 30, PolicyState.Draft), (view.Row.Comment, view.Document.Windows[0].Days, view.Row.State));
        Assert.Contains(PolicyStep.Review, view.Row.Steps);
        Assert.Equal(["Draft", "In force", "Withdrawn", "Was in force"], view.Shelf.Versions.Select(row => PolicyText.Of(row).Word));
    }

    [Theory]
    [InlineData(Role.Agent, false)]
    [InlineData(Role.Supervisor, true)]
    [InlineData(Role.Administrator, true)]
    [InlineData(Role.ClientViewer, false)]
    public async Task Supervisors_own_policies_and_administrators_may_see_them(Role role, bool maySee)
    {
        await using var data = await TestDatabase.CreateAsync();
        var desk = await OpenAsync(data);
        var services = PolicyDesk.Of(data, Person(AgentAnn, role, role == Role.ClientViewer ? desk.Client.Id : null));

        Assert.Equal(maySee, (await services.GetRequiredService<PoliciesQuery>().ShelfAsync("northwind", Cancelled)).Succeeded);
        Assert.Equal(maySee, (await services.GetRequiredService<PoliciesQuery>().ClientsAsync(Cancelled)).Count == 1);
        var drafted = await services.GetRequiredService<DraftPolicy>().HandleAsync("northwind", Text(60), Why, Cancelled);
        Assert.Equal(role == Role.Supervisor ? null : "refund.forbidden", drafted.Refusal?.Code);
    }

    [Fact]
    public async Task The_command_line_drafts_and_neither_reviews_nor_activates()
    {
        await using var data = await TestDatabase.CreateAsync();
        var desk = await OpenAsync(data);
        var operators = PolicyDesk.Of(data);

        var version = Done(await operators.GetRequiredService<DraftPolicy>().HandleAsync("northwind", Text(60), Why, Cancelled));

        Assert.Equal(["Command line"], (await desk.RowAsync(version)).Authors);
        Assert.Equal(PolicyRefusals.NeedsPerson, Refused(await operators.GetRequiredService<ReviewPolicy>().HandleAsync("northwind", version, (await desk.RowAsync(version)).Revision, Cancelled)));
        Assert.Equal("policy.unknown-client", Refused(await operators.GetRequiredService<DraftPolicy>().HandleAsync("nobody", Text(60), Why, Cancelled)).Code);
        Assert.Equal("policy.not-found", Refused(await operators.GetRequiredService<PoliciesQuery>().FindAsync("northwind", 9, Cancelled)).Code);
    }

    [Fact]
    public async Task Nothing_is_stored_of_a_text_that_is_no_document()
    {
        await using var data = await TestDatabase.CreateAsync();
        var desk = await OpenAsync(data);

        Assert.Equal("policy.unreadable", Refused(await desk.Sue.GetRequiredService<DraftPolicy>().HandleAsync("northwind", Text(60).Replace("days", "dayz", StringComparison.Ordinal), Why, Cancelled)).Code);

        await using var db = await data.OpenAsync();
        Assert.Equal(1, await db.Policies.CountAsync(Cancelled));
        Assert.Equal(0, await db.Audit.CountAsync(Cancelled));
    }

    private static async Task<(int Promised, int Now)> DaysAsync(PolicyDesk desk, DateTimeOffset boughtAt, DateTimeOffset now)
    {
        await using var db = await desk.Data.OpenAsync();
        var (promise, current) = await db.LoadPoliciesAsync(desk.Client.Id, boughtAt, now, Cancelled);
        return (promise.Windows[0].Days, current.Windows[0].Days);
    }

    private static async Task<(int Promised, int Now)> NumbersAsync(TestDatabase data, BatchLoading loading, RefundScene scene)
    {
        await using var db = await data.OpenAsync();
        await db.RefundCases.Where(refund => refund.Id == scene.Refund.Id).ExecuteUpdateAsync(set => set.SetProperty(refund => refund.LeaseOwner, "node-1"), Cancelled);
        var work = Assert.Single(await loading.LoadAsync(db, [scene.Refund.Id], "node-1", data.Time.GetUtcNow(), Cancelled));
        return (work.Policies.Promise.Version, work.Policies.Current.Version);
    }
}
