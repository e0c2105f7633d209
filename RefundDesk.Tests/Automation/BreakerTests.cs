using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Tests.Features.Case;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Components.Shared;
using RefundDesk.Web.Features.Policies.Breaking;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Automation;

public sealed class BreakerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static DeskPrincipal AnotherSupervisor { get; } = DeskPrincipal.Person(SupervisorTom.Id!.Value, SupervisorTom.Name, Role.Supervisor, null);

    [Theory, DatabaseMatrix]
    public async Task Approvals_stop_at_their_limit_and_what_comes_then_goes_to_people(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await AddClientAsync(desk, new BreakerLimit(BreakerLimit.Approve, 5, null));
        await AddCasesAsync(desk, client, 8);

        await desk.WorkOffAsync();

        Assert.Equal((5, 3), await PaidAndReviewedAsync(desk, client));
        await using var db = await desk.Database.OpenAsync();
        var why = await db.RefundCases.Where(refund => refund.Status == RefundStatus.InReview).Select(refund => refund.WhyHere).ToListAsync(Cancelled);
        Assert.Contains("Stopped: automatic approvals reached 5 an hour", why);
        Assert.All(why, text => Assert.StartsWith("Stopped: ", text, StringComparison.Ordinal));
        var trip = await db.BreakerTrips.SingleAsync(Cancelled);
        Assert.Equal((client.Id, 1, "approve", 5L, 5L * 45_00, 5), (trip.ClientId, trip.PolicyVersion, trip.Rule, trip.Count, trip.AmountMinor, trip.CountLimit));
        Assert.Null(trip.ResolvedAt);
        var audit = await db.Audit.SingleAsync(row => row.Field == "Breaker", Cancelled);
        Assert.Equal(("running", ActorKind.Automation), (audit.Before, audit.ActorKind));
        Assert.Contains("automatic approvals of version 1", audit.After, StringComparison.Ordinal);
        Assert.Single(await BannersAsync(desk, CaseDesk.Supervisor));
        Assert.Empty(await BannersAsync(desk, CaseDesk.Agent));
    }

    [Theory, DatabaseMatrix]
    public async Task A_stopped_refusal_stops_neither_approvals_nor_other_rules(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await AddClientAsync(desk, new BreakerLimit("final-sale", 1, null));
        for (var i = 0; i < 3; i++)
        {
            await desk.Database.AddCaseAsync(client, OrderOf().WithLine(45_00, finalSale: true));
            await desk.Database.AddCaseAsync(client, OrderOf().With(draft => draft with { PlacedAt = Now.AddDays(-90), DispatchedAt = null, DeliveredAt = Now.AddDays(-80) }).WithLine(45_00));
            await desk.AddCaseAsync(client);
        }

        await desk.WorkOffAsync();

        Assert.Equal((3, 2), await PaidAndReviewedAsync(desk, client));
        await using var db = await desk.Database.OpenAsync();
        Assert.Equal(4, await db.RefundCases.CountAsync(refund => refund.Status == RefundStatus.Rejected, Cancelled));
        Assert.Equal("final-sale", (await db.BreakerTrips.SingleAsync(Cancelled)).Rule);
    }

    [Theory, DatabaseMatrix]
    public async Task All_refusals_together_have_a_limit_of_their_own(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider, services => services.WithBatchesOf(1));
        var client = await AddClientAsync(desk, new BreakerLimit(BreakerLimit.Refuse, 2, null));
        await desk.Database.AddCaseAsync(client, OrderOf().WithLine(45_00, finalSale: true));
        for (var i = 0; i < 3; i++)
        {
            await desk.Database.AddCaseAsync(client, OrderOf().With(draft => draft with { PlacedAt = Now.AddDays(-90), DispatchedAt = null, DeliveredAt = Now.AddDays(-80) }).WithLine(45_00));
        }

        await desk.WorkOffAsync();

        await using var db = await desk.Database.OpenAsync();
        Assert.Equal(2, await db.RefundCases.CountAsync(refund => refund.Status == RefundStatus.Rejected, Cancelled));
        Assert.Equal((BreakerLimit.Refuse, 2L), await db.BreakerTrips.Select(trip => new ValueTuple<string, long>(trip.Rule, trip.Count)).SingleAsync(Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task Money_has_a_limit_too_and_a_batch_goes_up_to_it(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider, services => services.WithBatchesOf(3));
        var client = await AddClientAsync(desk, new BreakerLimit(BreakerLimit.Approve, null, 200_00));
        await AddCasesAsync(desk, client, 8);

        await desk.WorkOffAsync();

        Assert.Equal((4, 4), await PaidAndReviewedAsync(desk, client));
        await using var db = await desk.Database.OpenAsync();
        Assert.Equal(180_00, (await db.BreakerTrips.SingleAsync(Cancelled)).AmountMinor);
    }

    [Theory, DatabaseMatrix]
    public async Task Nodes_that_race_never_pass_a_limit_stop_at_it_exactly_and_say_so_once(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider, services => services.WithBatchesOf(7));
        for (var node = 1; node < 4; node++)
        {
            desk.AddNode(services => services.WithBatchesOf(7));
        }

        var (client, other) = (await AddClientAsync(desk, new BreakerLimit(BreakerLimit.Approve, 20, null), new BreakerLimit(BreakerLimit.Refuse, null, 100_00)), await desk.Database.AddClientAsync());
        await AddCasesAsync(desk, client, 60);
        await AddCasesAsync(desk, other, 5);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(desk.WorkOffAsync));

        Assert.Equal((20, 40), await PaidAndReviewedAsync(desk, client));
        Assert.Equal((5, 0), await PaidAndReviewedAsync(desk, other));
        await using var db = await desk.Database.OpenAsync();
        var trip = await db.BreakerTrips.SingleAsync(Cancelled);
        Assert.Equal((20L, 20L * 45_00), (trip.Count, trip.AmountMinor));
        Assert.Equal(1, await db.Audit.CountAsync(row => row.Field == "Breaker", Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task Nodes_that_race_never_pass_a_limit_on_money_either(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider, services => services.WithBatchesOf(4));
        desk.AddNode(services => services.WithBatchesOf(4));
        desk.AddNode(services => services.WithBatchesOf(4));
        var client = await AddClientAsync(desk, new BreakerLimit(BreakerLimit.Approve, null, 600_00));
        await AddCasesAsync(desk, client, 30);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(desk.WorkOffAsync));

        Assert.Equal((13, 17), await PaidAndReviewedAsync(desk, client));
    }

    [Theory, DatabaseMatrix]
    public async Task Every_enabled_supervisor_is_told_by_mail_once_a_stop_and_nobody_once_a_case(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider, services => services.WithBatchesOf(2));
        var client = await AddClientAsync(desk, new BreakerLimit(BreakerLimit.Approve, 3, null));
        await using (var people = await desk.Database.OpenAsync())
        {
            people.AddRange(PersonOf("sue", Role.Supervisor), PersonOf("tom", Role.Supervisor), PersonOf("off", Role.Supervisor, isDisabled: true), PersonOf("ann", Role.Agent), PersonOf("ada", Role.Administrator));
            await people.SaveChangesAsync(Cancelled);
        }

        await AddCasesAsync(desk, client, 9);
        await desk.WorkOffAsync();

        await using var db = await desk.Database.OpenAsync();
        var letters = await db.Outbox.Where(row => row.Channel == StaffNotice.Channel).ToListAsync(Cancelled);
        var notices = letters.ConvertAll(row => JsonSerializer.Deserialize<StaffNotice>(row.Json, PendingRows.Json)!);
        Assert.Equal(["sue@desk.example", "tom@desk.example"], notices.Select(notice => notice.To).Order(StringComparer.Ordinal));
        Assert.All(notices, notice => Assert.Equal((StaffNoticeKind.AutomationStopped, "automatic approvals of policy version 1", $"/policies/{client.Key}/breaker"), (notice.Kind, notice.What, notice.Path)));
        Assert.StartsWith("3 decisions, ", notices[0].Figures, StringComparison.Ordinal);
        var about = letters[0].CaseId;
        Assert.Equal(RefundStatus.InReview, (await db.RefundCases.SingleAsync(refund => refund.Id == about, Cancelled)).Status);
    }

    [Theory, DatabaseMatrix]
    public async Task What_stopped_stays_stopped_over_a_restart_and_beyond_the_hour(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await AddClientAsync(desk, new BreakerLimit(BreakerLimit.Approve, 2, null));
        await AddCasesAsync(desk, client, 3);
        await desk.WorkOffAsync();

        desk.Database.Time.Advance(TimeSpan.FromHours(5));
        desk.AddNode();
        await AddCasesAsync(desk, client, 2);
        await desk.WorkOffAsync(1);

        Assert.Equal((2, 3), await PaidAndReviewedAsync(desk, client));
    }

    [Theory, DatabaseMatrix]
    public async Task What_is_older_than_an_hour_does_not_count(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await AddClientAsync(desk, new BreakerLimit(BreakerLimit.Approve, 2, null));
        for (var hour = 0; hour < 3; hour++)
        {
            await AddCasesAsync(desk, client, 2);
            await desk.WorkOffAsync();
            desk.Database.Time.Advance(TimeSpan.FromMinutes(61));
        }

        Assert.Equal((6, 0), await PaidAndReviewedAsync(desk, client));
    }

    [Theory, DatabaseMatrix]
    public async Task A_supervisor_who_did_not_write_the_version_lets_it_go_on_with_a_reason(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await AddClientAsync(desk, SupervisorSue, new BreakerLimit(BreakerLimit.Approve, 2, null));
        await AddCasesAsync(desk, client, 3);
        await desk.WorkOffAsync();
        var trip = Assert.Single(Done(await ReadAsync(desk, client, AnotherSupervisor)).Stops);

        Assert.Equal("refund.forbidden", Refused(await LetGoOnAsync(desk, CaseDesk.Agent, trip.Id)).Code);
        Assert.Equal("refund.forbidden", Refused(await LetGoOnAsync(desk, CaseDesk.Administrator, trip.Id)).Code);
        Assert.Equal("breaker.own-version", Refused(await LetGoOnAsync(desk, CaseDesk.Supervisor, trip.Id)).Code);
        Assert.Equal("breaker.reason", Refused(await LetGoOnAsync(desk, AnotherSupervisor, trip.Id, " ")).Code);
        Assert.Equal("breaker.unknown", Refused(await LetGoOnAsync(desk, AnotherSupervisor, 4711)).Code);
        desk.Database.Time.Advance(TimeSpan.FromMinutes(1));
        Done(await LetGoOnAsync(desk, AnotherSupervisor, trip.Id));
        Assert.Equal("breaker.running", Refused(await LetGoOnAsync(desk, AnotherSupervisor, trip.Id)).Code);
        Assert.Empty(await BannersAsync(desk, CaseDesk.Supervisor));

        desk.Database.Time.Advance(TimeSpan.FromMinutes(1));
        await AddCasesAsync(desk, client, 3);
        await desk.WorkOffAsync();

        Assert.Equal((4, 2), await PaidAndReviewedAsync(desk, client));
        var stops = Done(await ReadAsync(desk, client, AnotherSupervisor)).Stops;
        Assert.Equal([null, "Tom Supervisor"], stops.Select(stop => stop.ResolvedBy));
        Assert.Equal([true, true], stops.Select(stop => stop.MayLetGoOn));
    }

    [Theory, DatabaseMatrix]
    public async Task Another_version_begins_to_count_anew(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await AddClientAsync(desk, new BreakerLimit(BreakerLimit.Approve, 2, null));
        await AddCasesAsync(desk, client, 3);
        await desk.WorkOffAsync();
        await using (var db = await desk.Database.OpenAsync())
        {
            var next = ReturnPolicy.Standard(Now, 100) with { Version = 2, Breaker = [new BreakerLimit(BreakerLimit.Approve, 3, null)] };
            db.Add(Loading.RowOf(client.Id, next));
            await db.SaveChangesAsync(Cancelled);
        }

        await AddCasesAsync(desk, client, 4);
        await desk.WorkOffAsync();

        Assert.Equal((5, 2), await PaidAndReviewedAsync(desk, client));
        Assert.Contains("version 2", Assert.Single(await BannersAsync(desk, CaseDesk.Supervisor)).Text, StringComparison.Ordinal);
    }

    private static Task<Client> AddClientAsync(AutomationDesk desk, params BreakerLimit[] limits) => desk.Database.AddClientAsync(policy: policy => policy with { Breaker = limits });

    /// <summary>A client whose first version this person wrote.</summary>
    private static async Task<Client> AddClientAsync(AutomationDesk desk, Actor author, params BreakerLimit[] limits)
    {
        var client = Done(Client.Add($"client-{Next()}", "Northwind", "EUR", "Europe/Berlin", Now.AddYears(-1)));
        await using var db = await desk.Database.OpenAsync();
        db.AddRange(client, PolicyVersion.First(client.Id, ReturnPolicy.Standard(client.CreatedAt, 100) with { Breaker = limits }, author));
        await db.SaveChangesAsync(Cancelled);
        return client;
    }

    private static DeskUser PersonOf(string name, Role role, bool isDisabled = false) => new()
    {
        Id = Guid.CreateVersion7(Now), DisplayName = name, Role = role, IsDisabled = isDisabled, CreatedAt = Now, Email = $"{name}@desk.example",
        UserName = $"{name}@desk.example", NormalizedUserName = $"{name}@desk.example".ToUpperInvariant(), NormalizedEmail = $"{name}@desk.example".ToUpperInvariant(),
    };

    private static OrderBuilder OrderOf() => AnOrder().With(draft => draft with { CustomerReference = $"C-{Next()}" });

    private static async Task AddCasesAsync(AutomationDesk desk, Client client, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var order = OrderOf().With(draft => draft with { PlacedAt = Now.AddDays(-10) }).WithLine(45_00);
            await desk.Database.AddCaseAsync(client, ARefund().RequestedAt(desk.Database.Time.GetUtcNow()), order);
        }
    }

    private static async Task<(int Paid, int Reviewed)> PaidAndReviewedAsync(AutomationDesk desk, Client client)
    {
        await using var db = await desk.Database.OpenAsync();
        return (await db.RefundCases.CountAsync(refund => refund.ClientId == client.Id && refund.Status == RefundStatus.Paid, Cancelled),
            await db.RefundCases.CountAsync(refund => refund.ClientId == client.Id && refund.Status == RefundStatus.InReview, Cancelled));
    }

    private static Task<Outcome<ClientBreakers>> ReadAsync(AutomationDesk desk, Client client, DeskPrincipal principal) =>
        AsAsync<BreakersQuery, Outcome<ClientBreakers>>(desk, principal, breakers => breakers.HandleAsync(client.Key, Cancelled));

    private static Task<Outcome> LetGoOnAsync(AutomationDesk desk, DeskPrincipal principal, long trip, string reason = "A sale began.") =>
        AsAsync<LetGoOn, Outcome>(desk, principal, letting => letting.HandleAsync(trip, reason, Cancelled));

    private static async Task<IReadOnlyList<Banner>> BannersAsync(AutomationDesk desk, DeskPrincipal principal)
    {
        await using var scope = desk.Database.BuildHost(principal).Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetServices<IBannerSource>().OfType<BreakerBanners>().Single().ReadAsync(Cancelled);
    }

    private static async Task<T> AsAsync<TUseCase, T>(AutomationDesk desk, DeskPrincipal principal, Func<TUseCase, Task<T>> step)
        where TUseCase : notnull
    {
        await using var scope = desk.Database.BuildHost(principal).Services.CreateAsyncScope();
        return await step(scope.ServiceProvider.GetRequiredService<TUseCase>());
    }
}
