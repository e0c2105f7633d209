using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Tests.Automation;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Case.Replaying;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Case;

public sealed class ReplayTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task Whatever_automation_decided_comes_out_the_same_again(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var routes = new HashSet<Route>();
        for (var seed = 1; seed <= 6; seed++)
        {
            var lives = new RandomLives(desk, seed);
            var client = await lives.AddClientAsync();
            await lives.LiveAsync(client, 25);

            var found = Done(await ReplayAsync(desk, new ReplayOrder(client.Key)));

            Assert.Equal([], found.First.SelectMany(different => different.Replayed.Differences.Select(difference => $"seed {seed}: {difference}")));
            Assert.True(found.Decisions >= 25);
            Assert.Equal(0, found.Different);
            await using var db = await desk.Database.OpenAsync();
            routes.UnionWith((await db.Decisions.Select(row => row.Json).ToListAsync(Cancelled)).Select(json => DecisionJson.Read(json).Route));
        }

        Assert.Equal(Enum.GetValues<Route>(), routes.Order());
    }

    [Theory, DatabaseMatrix]
    public async Task A_finding_that_was_altered_in_the_database_is_found_and_named(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await desk.Database.AddClientAsync();
        var kept = await desk.AddCaseAsync(client);
        var altered = await desk.AddCaseAsync(client);
        await desk.WorkOffAsync();
        await using (var db = await desk.Database.OpenAsync())
        {
            var row = await db.Decisions.AsNoTracking().SingleAsync(row => row.CaseId == altered.Refund.Id, Cancelled);
            var decision = DecisionJson.Read(row.Json);
            var findings = decision.Evaluation.Findings.Select(finding => finding.Rule == "window" ? finding with { Text = "Open for ever" } : finding).ToArray();
            var json = DecisionJson.Write(decision with { Evaluation = decision.Evaluation with { Findings = findings } });
            await db.Decisions.Where(stored => stored.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(stored => stored.Json, json), Cancelled);
        }

        var found = Done(await ReplayAsync(desk, new ReplayOrder(client.Key)));

        Assert.Equal((2, 1), (found.Decisions, found.Different));
        var different = Assert.Single(found.First);
        Assert.Equal(altered.Refund.Number, different.Number);
        var difference = Assert.Single(different.Replayed.Differences);
        Assert.EndsWith("(window, line 1)", difference.What, StringComparison.Ordinal);
        Assert.Contains("Open for ever", difference.Stored, StringComparison.Ordinal);
        Assert.Equal(0, Done(await ReplayAsync(desk, new ReplayOrder(client.Key, kept.Refund.Number))).Different);
        Assert.Equal(1, Done(await ReplayAsync(desk, new ReplayOrder(client.Key, altered.Refund.Number))).Different);
    }

    [Theory, DatabaseMatrix]
    public async Task A_policy_document_that_was_altered_or_lost_is_found_and_named(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await desk.Database.AddClientAsync();
        await desk.AddCaseAsync(client);
        await desk.WorkOffAsync();

        await AlterAsync(json => json.Replace("\"days\": 30", "\"days\": 3", StringComparison.Ordinal));
        var shortened = Done(await ReplayAsync(desk, new ReplayOrder(client.Key)));
        var differences = Assert.Single(shortened.First).Replayed.Differences;
        Assert.Contains(differences, difference => difference is { What: "policy document 1", Replayed: "changed since it was agreed to" });
        Assert.Contains(differences, difference => difference is { What: "route", Stored: "Approve", Replayed: "Reject" });

        await AlterAsync(_ => "{");
        var broken = Done(await ReplayAsync(desk, new ReplayOrder(client.Key)));
        Assert.Equal("policy document 1", Assert.Single(Assert.Single(broken.First).Replayed.Differences).What);

        await using (var db = await desk.Database.OpenAsync())
        {
            await db.Policies.Where(row => row.ClientId == client.Id).ExecuteDeleteAsync(Cancelled);
        }

        var lost = Done(await ReplayAsync(desk, new ReplayOrder(client.Key)));
        Assert.Equal("not stored", Assert.Single(Assert.Single(lost.First).Replayed.Differences).Replayed);

        async Task AlterAsync(Func<string, string> change)
        {
            await using var db = await desk.Database.OpenAsync();
            var stored = await db.Policies.AsNoTracking().SingleAsync(row => row.ClientId == client.Id, Cancelled);
            Assert.NotEqual(stored.Content, change(stored.Content));
            await db.Policies.Where(row => row.ClientId == client.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Content, change(stored.Content)), Cancelled);
        }
    }

    [Fact]
    public async Task A_stored_decision_that_cannot_be_read_is_a_difference_and_not_a_fault()
    {
        await using var desk = await AutomationDesk.OpenAsync(DatabaseProvider.Sqlite);
        var client = await desk.Database.AddClientAsync();
        await desk.AddCaseAsync(client);
        await desk.WorkOffAsync();
        await using (var db = await desk.Database.OpenAsync())
        {
            await db.Decisions.ExecuteUpdateAsync(set => set.SetProperty(row => row.Json, "{}"), Cancelled);
        }

        var found = Done(await ReplayAsync(desk, new ReplayOrder(client.Key)));

        Assert.Equal("the stored decision", Assert.Single(Assert.Single(found.First).Replayed.Differences).What);
    }

    [Theory, DatabaseMatrix]
    public async Task Only_the_days_that_are_asked_for_are_taken_anew(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await desk.Database.AddClientAsync();
        await desk.AddCaseAsync(client);
        await desk.WorkOffAsync();
        desk.Database.Time.Advance(TimeSpan.FromDays(1));
        await desk.AddCaseAsync(client);
        await desk.WorkOffAsync();
        var today = DateOnly.FromDateTime(Now.UtcDateTime);

        Assert.Equal(2, Done(await ReplayAsync(desk, new ReplayOrder(client.Key))).Decisions);
        Assert.Equal(1, Done(await ReplayAsync(desk, new ReplayOrder(client.Key, To: today))).Decisions);
        Assert.Equal(1, Done(await ReplayAsync(desk, new ReplayOrder(client.Key, From: today.AddDays(1)))).Decisions);
        Assert.Equal(0, Done(await ReplayAsync(desk, new ReplayOrder(client.Key, From: today.AddDays(2)))).Decisions);
    }

    [Fact]
    public async Task A_case_of_another_client_is_not_replayed()
    {
        await using var desk = await AutomationDesk.OpenAsync(DatabaseProvider.Sqlite);
        var (one, other) = (await desk.Database.AddClientAsync(), await desk.Database.AddClientAsync());
        var scene = await desk.AddCaseAsync(other);
        await desk.WorkOffAsync();

        Assert.Equal("refund.not-found", Refused(await ReplayAsync(desk, new ReplayOrder(one.Key, scene.Refund.Number))).Code);
        Assert.Equal("client.unknown", Refused(await ReplayAsync(desk, new ReplayOrder("nobody"))).Code);
        Assert.Equal("refund.forbidden", Refused(await ReplayAsync(desk, new ReplayOrder(one.Key), DeskPrincipal.Nobody)).Code);
        Assert.Equal("refund.not-found", Refused(await ButtonAsync(CaseDesk.AgentOf(one.Id))).Code);
        Assert.True(Assert.Single(Done(await ButtonAsync(CaseDesk.Agent))).IsEqual);

        async Task<Outcome<IReadOnlyList<ReplayedDecision>>> ButtonAsync(DeskPrincipal principal)
        {
            await using var scope = desk.Database.BuildHost(principal).Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<ReplayCase>().HandleAsync(scene.Refund.Number, Cancelled);
        }
    }

    private static async Task<Outcome<ReplayFindings>> ReplayAsync(AutomationDesk desk, ReplayOrder order, DeskPrincipal? principal = null)
    {
        await using var scope = desk.Database.BuildHost(principal).Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ReplayDecisions>().HandleAsync(order, null, Cancelled);
    }
}
