using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Domain.Risk;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Automation.Grouping;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Automation;

/// <summary>Requests that are taken in together are decided in the commit that stores them, and go no other way than any other.</summary>
public sealed class GroupIntakeTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task What_is_taken_in_a_group_is_stored_as_what_is_taken_alone(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await desk.Database.AddClientAsync();
        var alone = await desk.AddCaseAsync(client, $"ch_{Next()}");
        await desk.WorkOffAsync();

        var group = await GroupAsync(desk, client, [45_00, 45_00, 45_00]);
        await TakeAsync(desk, group);

        var expected = await TraceAsync(desk, alone.Refund.Id);
        Assert.Contains("Paid", expected, StringComparison.Ordinal);
        foreach (var member in group)
        {
            var refund = await CaseOfAsync(desk, member);
            Assert.Equal(expected, await TraceAsync(desk, refund.Id));
            Assert.Equal((RefundStatus.Paid, null, null, null), (refund.Status, refund.LeaseOwner, refund.LeaseUntil, refund.DueAt));
            var rested = await member.Rest.Task;
            Assert.Equal((refund.Number, refund.Version, refund.Status, refund.Payouts.Single().GatewayRefundId), (rested!.Number, rested.Version, rested.Status, rested.Payouts.Single().GatewayRefundId));
        }

        Assert.Equal(4, desk.Book.Entries.Count);
        Assert.Equal(0, await desk.RoundAsync());
    }

    [Theory, DatabaseMatrix]
    public async Task Requests_of_one_customer_in_one_group_see_each_other(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await desk.Database.AddClientAsync();
        var group = await GroupAsync(desk, client, [60_00, 60_00], customer: "C-both");

        await TakeAsync(desk, group);

        foreach (var member in group)
        {
            var refund = await CaseOfAsync(desk, member);
            Assert.Equal(RefundStatus.InReview, refund.Status);
            Assert.StartsWith("With another request of this customer", refund.WhyHere, StringComparison.Ordinal);
            Assert.Equal(RefundStatus.InReview, (await member.Rest.Task)!.Status);
        }
    }

    [Theory, DatabaseMatrix]
    public async Task One_that_is_stored_while_a_group_decides_sees_the_group(DatabaseProvider provider)
    {
        var thinking = new ThinkingModel();
        await using var desk = await AutomationDesk.OpenAsync(provider, services => services.Replace(ServiceDescriptor.Singleton<IRiskModel>(thinking)));
        desk.AddNode();
        var client = await desk.Database.AddClientAsync();
        var group = await GroupAsync(desk, client, [60_00], customer: "C-both");

        var taking = Task.Run(() => TakeAsync(desk, group), Cancelled);
        await thinking.WasAsked.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        var storing = Task.Run(() => desk.Database.AddCaseAsync(client, AnOrder().With(draft => draft with { CustomerReference = "C-both" }).WithLine(60_00)), Cancelled);
        var deciding = Task.Run(
            async () =>
            {
                await storing;
                await desk.WorkOffAsync(node: 1);
            },
            Cancelled);
        if (provider == DatabaseProvider.PostgreSql)
        {
            // On SQLite the other one is not even stored before the group is.
            await storing;
            await AutomationDesk.UntilAsync(() => SomebodyWaitsAsync(desk));
        }

        thinking.Answer();
        await taking;
        await deciding;

        Assert.Equal(RefundStatus.Paid, (await CaseOfAsync(desk, group[0])).Status);
        Assert.Equal(RefundStatus.InReview, (await desk.ReadAsync(await storing)).Status);
    }

    [Theory, DatabaseMatrix]
    public async Task A_limit_on_the_pace_holds_for_groups_too(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        desk.AddNode();
        var client = await desk.Database.AddClientAsync(policy: policy => policy with { Breaker = [new BreakerLimit(BreakerLimit.Approve, 5, null)] });
        var first = await GroupAsync(desk, client, [45_00, 45_00, 45_00]);
        var second = await GroupAsync(desk, client, [45_00, 45_00, 45_00, 45_00]);

        await TakeAsync(desk, first);
        await TakeAsync(desk, second, node: 1);

        await using var db = await desk.Database.OpenAsync();
        Assert.Equal((5, 2), (await db.RefundCases.CountAsync(refund => refund.Status == RefundStatus.Paid, Cancelled), await db.RefundCases.CountAsync(refund => refund.Status == RefundStatus.InReview, Cancelled)));
        Assert.Equal(5L, (await db.BreakerTrips.SingleAsync(Cancelled)).Count);
    }

    [Theory, DatabaseMatrix]
    public async Task News_of_the_gateway_that_come_before_its_answer_leave_one_payout(DatabaseProvider provider)
    {
        AutomationDesk desk = null!;
        var gateway = new HastyGateway(() => desk.Get<IGatewayNews>());
        desk = await AutomationDesk.OpenAsync(provider, services => services.AddGateway(gateway));
        await using var ends = desk;
        var client = await desk.Database.AddClientAsync();
        var group = await GroupAsync(desk, client, [45_00], gateway: gateway.Key);

        await TakeAsync(desk, group);

        var refund = await CaseOfAsync(desk, group[0]);
        Assert.Equal((RefundStatus.Paid, "hasty-1"), (refund.Status, refund.Payouts.Single().GatewayRefundId));
        Assert.Equal(1, gateway.Calls);
        Assert.False(group[0].Rest.Task.IsCompleted);
    }

    [Theory, DatabaseMatrix]
    public async Task A_call_that_was_lost_is_looked_up_and_then_sent_with_the_same_key(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await desk.Database.AddClientAsync();
        var group = await GroupAsync(desk, client, [45_00], charge: $"ch_{Next()}#timeout");

        await TakeAsync(desk, group);

        var unsure = await CaseOfAsync(desk, group[0]);
        Assert.Equal((RefundStatus.Paying, PayoutStatus.Unknown), (unsure.Status, unsure.Payouts.Single().Status));
        Assert.False(group[0].Rest.Task.IsCompleted);
        desk.Database.Time.Advance(TimeSpan.FromMinutes(5));
        await desk.WorkOffAsync();
        Assert.Equal(RefundStatus.Paid, (await CaseOfAsync(desk, group[0])).Status);
        Assert.Equal(unsure.Payouts.Single().IdempotencyKey, Assert.Single(desk.Book.Entries).Key);
    }

    [Fact]
    public async Task While_gateways_are_slow_requests_are_taken_all_the_same()
    {
        var thinking = new ThinkingGateway();
        await using var desk = await WebDesk.StartAsync(services => services.AddGateway(thinking), new Dictionary<string, string?> { ["Automation:Workers"] = "1" });
        var client = await desk.ClientAsync();
        var groups = desk.Services.GetRequiredService<IRequestGroups>();
        var slow = await desk.Data.AddOrderAsync(client, OrderOf("C-1", 45_00, thinking.Key));
        var quick = await desk.Data.AddOrderAsync(client, OrderOf("C-2", 45_00));

        var first = await groups.TakeAsync(client.Id, slow.OrderNumber, RequestOf("1"), Actor.System("Shop"), Cancelled);
        await thinking.WasAsked.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        var second = await groups.TakeAsync(client.Id, quick.OrderNumber, RequestOf("2"), Actor.System("Shop"), Cancelled);

        Assert.Null(await second!.Rest);
        await AutomationDesk.UntilAsync(async () => (await desk.Data.ReadAsync(second.Number)).Refund.Status == RefundStatus.Paid);
        Assert.False(first!.Rest.IsCompleted);
        thinking.Answer();
        Assert.Equal(RefundStatus.Paid, (await first.Rest.WaitAsync(TimeSpan.FromSeconds(30), Cancelled))!.Status);
    }

    private static async Task<GroupMember[]> GroupAsync(AutomationDesk desk, Client client, long[] amounts, string? customer = null, string? gateway = null, string? charge = null)
    {
        var members = new List<GroupMember>();
        foreach (var minor in amounts)
        {
            var order = await desk.Database.AddOrderAsync(client, OrderOf(customer ?? $"C-{Next()}", minor, gateway, charge));
            members.Add(new GroupMember(client.Id, order.OrderNumber, RequestOf($"key {order.OrderNumber}"), Actor.System("Shop")));
        }

        return [.. members];
    }

    private static OrderBuilder OrderOf(string customer, long minor, string? gateway = null, string? charge = null) =>
        AnOrder().With(draft => draft with { CustomerReference = customer }).WithLine(minor).PaidBy(TenderMethod.Card, minor, charge ?? $"ch_{Next()}", gateway ?? "sandbox");

    private static RefundRequest RequestOf(string key) => new(RequestChannel.Api, key, Now, null, [new RequestedLine(1, 1, RefundReason.ChangedMind, GoodsCondition.Unopened)]);

    private static async Task TakeAsync(AutomationDesk desk, IEnumerable<GroupMember> group, int node = 0) =>
        await desk.Get<GroupIntake>(node).RunAsync([.. group], decides: true, () => { }, Cancelled);

    private static async Task<RefundCase> CaseOfAsync(AutomationDesk desk, GroupMember member) => (await desk.Database.ReadAsync((await member.Taken.Task)!.Number)).Refund;

    /// <summary>Everything that was written about a case, without what is its own.</summary>
    private static async Task<string> TraceAsync(AutomationDesk desk, RefundCaseId refund)
    {
        await using var db = await desk.Database.OpenAsync();
        var events = await db.CaseEvents.Where(row => row.CaseId == refund && row.Trigger != null).OrderBy(row => row.Id).Select(row => $"{row.Trigger} {row.FromStatus} {row.ToStatus} {row.Text}").ToListAsync(Cancelled);
        var postings = await db.Postings.Where(row => row.CaseId == refund).OrderBy(row => row.Id).Select(row => $"{row.Kind} {row.Account} {row.AmountMinor}").ToListAsync(Cancelled);
        var decisions = await db.Decisions.Where(row => row.CaseId == refund).Select(row => $"{row.Rule} {row.AmountMinor} {row.PolicyVersion}").ToListAsync(Cancelled);
        var letters = await db.Outbox.CountAsync(row => row.CaseId == refund, Cancelled);
        var order = (await desk.Database.ReadAsync((await db.RefundCases.SingleAsync(row => row.Id == refund, Cancelled)).Number)).Order;
        return string.Join('\n', [.. events, .. postings, .. decisions, $"{letters} letters", $"{order.Lines[0].ReservedQuantity} {order.Lines[0].ReservedMinor} {order.Tenders[0].ReservedMinor} {order.Version}"]);
    }

    private static async Task<bool> SomebodyWaitsAsync(AutomationDesk desk)
    {
        await using var source = NpgsqlDataSource.Create(desk.Database.Connection);
        await using var command = source.CreateCommand("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        return (long)(await command.ExecuteScalarAsync(Cancelled))! > 0;
    }

    /// <summary>Thinks until the test lets it answer.</summary>
    private sealed class ThinkingModel : IRiskModel
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _answered = new();

        public Task WasAsked => _asked.Task;

        public void Answer() => _answered.Set();

        public RiskAssessment Assess(RiskFacts facts)
        {
            _asked.TrySetResult();
            Assert.True(_answered.Wait(TimeSpan.FromSeconds(60), Cancelled));
            return new RiskRules().Assess(facts);
        }
    }

    /// <summary>Sends its news before it answers.</summary>
    private sealed class HastyGateway(Func<IGatewayNews> news) : IPaymentGateway
    {
        public int Calls { get; private set; }

        public string Key => "hasty";

        public TimeSpan KeyLifetime => TimeSpan.FromDays(1);

        public async Task<GatewayReply> RefundAsync(RefundInstruction instruction, CancellationToken cancellationToken)
        {
            var reply = GatewayReply.Succeeded($"hasty-{++Calls}");
            Done(await news().TakeAsync(instruction.PayoutId, reply, cancellationToken));
            return reply;
        }

        public Task<GatewayReply> LookUpAsync(RefundInstruction instruction, CancellationToken cancellationToken) => Task.FromResult(GatewayReply.Succeeded($"hasty-{Calls}"));
    }
}
