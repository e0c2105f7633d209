using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Reporting;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Reports;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Reports;

public sealed class RefundActivityTests
{
    private static readonly DateOnly Today = new(2026, 3, 10);

    [Theory, DatabaseMatrix]
    public async Task Everything_counts_on_the_local_day_it_happened(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var client = await desk.AddClientAsync();
        await desk.AddCaseAsync(client, ARefund().RequestedAt(Instant("2026-03-08 22:59")).Paid(), AnOrder().WithLine(40_00, category: "Shoes"));
        await desk.AddCaseAsync(client, ARefund().RequestedAt(Instant("2026-03-08 23:01")).Paid(), AnOrder().WithLine(25_00, category: "Shoes"));
        await desk.AddCaseAsync(client, ARefund().RequestedAt(Instant("2026-03-09 10:00")).Because(RefundReason.LateDelivery).Rejected(), AnOrder().WithLine(9_99, category: "Books"));
        await desk.AddCaseAsync(client, ARefund().RequestedAt(Instant("2026-03-09 11:00")).InReview(), AnOrder().WithLine(70_00));

        var activity = Done(await ReadAsync(desk, DeskPrincipal.Operator, client, Today.AddDays(-2), Today));

        Assert.Equal([1, 3, 0], activity.Days.Select(day => day.Received));
        Assert.Equal([0, 2, 0], activity.Days.Select(day => day.Paid));
        Assert.Equal(Eur(65_00), activity.PaidAmount);
        Assert.Equal((3, 2, 1), (activity.Decided, activity.Automatic, activity.Refused));
        Assert.Equal(Eur(9_99), activity.RefusedAmount);
        Assert.Equal([("Shoes", 2, 65_00L), ("Books", 0, 0L)], activity.Categories.Select(group => (group.Name, group.Paid, group.PaidMinor)));
        Assert.Equal(65_00, activity.BooksPaidMinor);
    }

    [Theory, DatabaseMatrix]
    public async Task What_failed_after_it_was_paid_is_neither_refunded_nor_booked(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var client = await desk.AddClientAsync();
        await desk.AddCaseAsync(client, ARefund().RequestedAt(Now.AddHours(-3)).Paid().Step(scene =>
            scene.Reply(scene.Refund.Payouts[0], GatewayReply.Refused("card_closed", "The account is closed."))));

        var activity = Done(await ReadAsync(desk, DeskPrincipal.Operator, client, Today, Today));

        Assert.True(activity.PaidAmount.IsZero);
        Assert.Equal(0, activity.BooksPaidMinor);
    }

    [Fact]
    public async Task Refunds_in_other_currencies_are_summed_apart()
    {
        await using var desk = await TestDatabase.CreateAsync();
        var client = await desk.AddClientAsync();
        await desk.AddCaseAsync(client, ARefund().RequestedAt(Now.AddHours(-3)).Paid(), AnOrder().WithLine(10_00));
        await desk.AddCaseAsync(client, ARefund().RequestedAt(Now.AddHours(-3)).Step(scene => scene.Decide().Approve(SupervisorSue).StartPaying().GatewayPays()), AnOrder().In("JPY").WithLine(12_800));

        var activity = Done(await ReadAsync(desk, DeskPrincipal.Operator, client, Today, Today));

        Assert.Equal(Eur(10_00), activity.PaidAmount);
        Assert.Equal([("EUR", 10_00L), ("JPY", 12_800L)], activity.Currencies.Select(one => (one.Currency.Code, one.PaidMinor)));
    }

    [Fact]
    public async Task The_median_is_the_nearest_rank()
    {
        await using var desk = await TestDatabase.CreateAsync();
        var client = await desk.AddClientAsync();
        for (var minutes = 0; minutes < 4; minutes++)
        {
            var extra = minutes;
            await desk.AddCaseAsync(client, ARefund().RequestedAt(Now.AddHours(-3)).Approved().Step(scene =>
            {
                for (var i = 0; i < extra; i++)
                {
                    scene.Tick();
                }

                scene.StartPaying().GatewayPays();
            }));
        }

        var activity = Done(await ReadAsync(desk, DeskPrincipal.Operator, client, Today, Today));

        Assert.Equal(TimeSpan.FromMinutes(4), activity.MedianToPaid);
        Assert.Equal(TimeSpan.FromMinutes(6), activity.NinetyPercentToPaid);
    }

    [Fact]
    public async Task Nothing_in_the_period_is_a_report_that_says_so()
    {
        await using var desk = await TestDatabase.CreateAsync();
        var client = await desk.AddClientAsync();

        var activity = Done(await ReadAsync(desk, DeskPrincipal.Operator, client, Today.AddDays(-6), Today));
        var document = RefundActivityReport.Of(activity, null, null, Now);

        Assert.Null(activity.MedianToPaid);
        Assert.Equal(7, activity.Days.Count);
        Assert.All(document.Tables.Where(table => table.Title is "By category" or "By reason"), table => Assert.Empty(table.Rows));
    }

    [Fact]
    public async Task The_totals_of_every_table_agree_with_the_ledger()
    {
        await using var desk = await TestDatabase.CreateAsync();
        var client = await desk.AddClientAsync();
        foreach (var minor in new[] { 10_01, 20_02, 30_03 })
        {
            await desk.AddCaseAsync(client, ARefund().RequestedAt(Now.AddHours(-3)).Paid(), AnOrder().WithLine(minor, category: $"C{minor % 2}"));
        }

        var document = RefundActivityReport.Of(Done(await ReadAsync(desk, DeskPrincipal.Operator, client, Today.AddDays(-1), Today)), null, null, Now);

        foreach (var title in new[] { "By category", "By day" })
        {
            var table = document.Tables.Single(table => table.Title == title);
            var column = table.Columns.ToList().FindIndex(column => column.Title == "Refunded");
            Assert.Equal(ReportValue.Amount(Eur(60_06)), table.Total!.Cells[column]);
            Assert.Equal(60_06, table.Rows.Sum(row => ((ReportValue.AmountValue)row.Cells[column]).Value.Minor));
        }

        Assert.Contains(document.Sections.SelectMany(section => section.Blocks).OfType<ReportNote>(), note => note.Text.Contains("agrees with the ledger", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clients_viewer_reads_the_own_client_only_and_an_agent_none()
    {
        await using var desk = await TestDatabase.CreateAsync();
        var own = await desk.AddClientAsync();
        var other = await desk.AddClientAsync();
        var viewer = DeskPrincipal.Person(new UserId(Guid.Empty), "Viewer", Role.ClientViewer, own.Id);
        var agent = DeskPrincipal.Person(new UserId(Guid.Empty), "Agent", Role.Agent, null);

        Assert.Equal(own.Id, Done(await ReadAsync(desk, viewer, null, Today, Today)).Client.Id);
        Assert.Equal("client.unknown", Refused(await ReadAsync(desk, viewer, other, Today, Today)).Code);
        Assert.Equal("refund.forbidden", Refused(await ReadAsync(desk, agent, own, Today, Today)).Code);
    }

    [Fact]
    public async Task A_period_that_ends_before_it_begins_is_refused()
    {
        await using var desk = await TestDatabase.CreateAsync();
        var client = await desk.AddClientAsync();

        Assert.Equal("report.period", Refused(await ReadAsync(desk, DeskPrincipal.Operator, client, Today, Today.AddDays(-1))).Code);
        Assert.Equal("report.period", Refused(await ReadAsync(desk, DeskPrincipal.Operator, client, Today.AddDays(-731), Today)).Code);
    }

    private static async Task<Outcome<RefundActivity>> ReadAsync(TestDatabase desk, DeskPrincipal principal, Client? client, DateOnly from, DateOnly to)
    {
        await using var scope = desk.BuildHost(principal).Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RefundActivityQuery>().HandleAsync(client?.Key, zone => ReportPeriod.Of(from, to, zone), TestContext.Current.CancellationToken);
    }
}
