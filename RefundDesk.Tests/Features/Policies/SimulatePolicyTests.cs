using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Domain.Refunds.Deciding.Simulating;
using RefundDesk.Tests.Automation;
using RefundDesk.Tests.Features.Case;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Policies.Simulating;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Policies;

public sealed class SimulatePolicyTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task The_active_version_changes_nothing_about_the_past(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        for (var seed = 1; seed <= 4; seed++)
        {
            var lives = new RandomLives(desk, seed);
            var client = await lives.AddClientAsync(versions: 1);
            await lives.LiveAsync(client, 25);

            var result = (await SimulateAsync(desk, client)).Result;

            Assert.True(result.Decisions >= 25);
            Assert.Equal((0, 0, 0), (result.Different, result.Unreadable, result.MoreReviews));
            Assert.Empty(result.Listed);
            Assert.All(result.Currencies.Values, sum => Assert.Equal(0, sum.DifferenceMinor));
        }
    }

    [Theory, DatabaseMatrix]
    public async Task A_stricter_draft_says_what_it_would_refuse_and_leave_to_people(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await desk.Database.AddClientAsync();
        var small = await desk.AddCaseAsync(client, minor: 10_00);
        var large = await desk.AddCaseAsync(client, minor: 90_00);
        var shoes = await desk.Database.AddCaseAsync(client, AnOrder().With(draft => draft with { CustomerReference = "C-shoes" }).WithLine(70_00, category: "Shoes"));
        await desk.WorkOffAsync();
        await AddVersionAsync(desk, client, policy => policy with { AutomaticApprovalMinor = 50_00, FinalSaleCategories = ["shoes"] });

        var report = await SimulateAsync(desk, client, version: 2);

        var result = report.Result;
        Assert.Equal((3, 2), (result.Decisions, result.Different));
        Assert.Equal(1, result.Count(move => move is { Before: Route.Approve, After: Route.Reject }));
        Assert.Equal(1, result.Count(move => move is { Before: Route.Approve, After: Route.Review }));
        Assert.Equal((1, 0), (result.MoreReviews, result.FewerReviews));
        Assert.Equal(new SimulationSum(3, 2, 170_00, 100_00), result.Currencies["EUR"]);
        Assert.Equal(new SimulationSum(1, 1, 70_00, 0), result.Categories[("Shoes", "EUR")]);
        Assert.Equal([shoes.Refund.Number, large.Refund.Number], result.Listed.Select(listed => report.Numbers[listed.CaseId]));
        Assert.DoesNotContain(result.Listed, listed => report.Numbers[listed.CaseId] == small.Refund.Number);
        Assert.Equal(-70_00, result.Listed[0].DifferenceMinor);
        Assert.Equal((1, 10_00), (result.BusiestHours[BreakerLimit.Approve].Count, result.BusiestHours[BreakerLimit.Approve].AmountMinor));
        Assert.Equal((1, 70_00), (result.BusiestHours[BreakerLimit.Refuse].Count, result.BusiestHours[BreakerLimit.Refuse].AmountMinor));
    }

    [Theory, DatabaseMatrix]
    public async Task Only_the_days_that_are_asked_for_and_only_this_client_are_looked_at(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var (client, other) = (await desk.Database.AddClientAsync(), await desk.Database.AddClientAsync());
        await desk.AddCaseAsync(client);
        await desk.AddCaseAsync(other);
        await desk.WorkOffAsync();
        desk.Database.Time.Advance(TimeSpan.FromDays(3));
        await desk.AddCaseAsync(client);
        await desk.WorkOffAsync();

        Assert.Equal(1, (await SimulateAsync(desk, client, days: 3)).Result.Decisions);
        Assert.Equal(2, (await SimulateAsync(desk, client, days: 4)).Result.Decisions);
    }

    [Fact]
    public async Task Whoever_may_not_see_policies_or_names_none_that_is_there_is_told_so()
    {
        await using var desk = await AutomationDesk.OpenAsync(DatabaseProvider.Sqlite);
        var client = await desk.Database.AddClientAsync();
        var order = new SimulationOrder(client.Key, 1, 30);

        Assert.Equal("refund.forbidden", Refused(await TryAsync(desk, order, CaseDesk.Agent)).Code);
        Assert.Equal("client.unknown", Refused(await TryAsync(desk, order with { Client = "nobody" })).Code);
        Assert.Equal("policy.unknown", Refused(await TryAsync(desk, order with { Version = 7 })).Code);
        Assert.Equal("simulation.days", Refused(await TryAsync(desk, order with { Days = 0 })).Code);
        Assert.Equal(0, Done(await TryAsync(desk, order, CaseDesk.Supervisor)).Result.Decisions);
    }

    [Fact]
    public async Task A_simulation_that_is_cancelled_stops()
    {
        await using var desk = await AutomationDesk.OpenAsync(DatabaseProvider.Sqlite);
        var client = await desk.Database.AddClientAsync();
        await desk.AddCaseAsync(client);
        await desk.WorkOffAsync();
        using var stop = new CancellationTokenSource();
        await using var scope = desk.Database.BuildHost().Services.CreateAsyncScope();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            scope.ServiceProvider.GetRequiredService<SimulatePolicy>().HandleAsync(new SimulationOrder(client.Key, 1, 30), new Stopping(stop), stop.Token));
    }

    private static async Task AddVersionAsync(AutomationDesk desk, Client client, Func<ReturnPolicy, ReturnPolicy> change)
    {
        var first = ReturnPolicy.Standard(client.CreatedAt, client.Currency.MinorPerMajor);
        await using var db = await desk.Database.OpenAsync();
        db.Add(Done(PolicyVersion.Draft(client.Id, 2, PolicyJson.Write(change(first)), "Try it out", SupervisorSue, Now)));
        await db.SaveChangesAsync(Cancelled);
    }

    private static async Task<SimulationReport> SimulateAsync(AutomationDesk desk, Client client, int version = 1, int days = 30) =>
        Done(await TryAsync(desk, new SimulationOrder(client.Key, version, days)));

    private static async Task<Outcome<SimulationReport>> TryAsync(AutomationDesk desk, SimulationOrder order, DeskPrincipal? principal = null)
    {
        await using var scope = desk.Database.BuildHost(principal).Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SimulatePolicy>().HandleAsync(order, null, Cancelled);
    }

    private sealed class Stopping(CancellationTokenSource stop) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => stop.Cancel();
    }
}
