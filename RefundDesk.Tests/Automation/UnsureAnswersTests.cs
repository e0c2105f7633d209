using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Automation;

public sealed class UnsureAnswersTests
{
    [Theory, DatabaseMatrix]
    public async Task A_declined_payout_waits_for_a_person_and_frees_the_tender(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var scene = await desk.AddCaseAsync(await desk.Database.AddClientAsync(), $"ch_{Next()}#decline=card_closed");

        await desk.WorkOffAsync();

        var (refund, order) = await desk.Database.ReadAsync(scene.Refund.Number);
        Assert.Equal(RefundStatus.PayoutFailed, refund.Status);
        Assert.Equal("card_closed", refund.Payouts[0].FailureCode);
        Assert.Null(refund.DueAt);
        Assert.Equal(0, order.Tenders[0].ReservedMinor);
    }

    [Theory, DatabaseMatrix]
    public async Task A_call_that_was_lost_is_looked_up_and_then_sent_with_the_same_key(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var scene = await desk.AddCaseAsync(await desk.Database.AddClientAsync(), $"ch_{Next()}#timeout");

        await desk.WorkOffAsync();
        var unsure = await desk.ReadAsync(scene);
        Assert.Equal(RefundStatus.Paying, unsure.Status);
        Assert.Equal(PayoutStatus.Unknown, unsure.Payouts[0].Status);
        Assert.Empty(desk.Book.Entries);

        desk.Database.Time.Advance(TimeSpan.FromMinutes(1));
        await desk.WorkOffAsync();

        Assert.Equal(RefundStatus.Paid, (await desk.ReadAsync(scene)).Status);
        Assert.Equal(unsure.Payouts[0].IdempotencyKey, Assert.Single(desk.Book.Entries).Key);
    }

    [Theory, DatabaseMatrix]
    public async Task An_answer_that_was_lost_after_the_money_moved_is_found_and_nothing_is_sent_again(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var scene = await desk.AddCaseAsync(await desk.Database.AddClientAsync(), $"ch_{Next()}#timeout-after-effect");

        await desk.WorkOffAsync();
        Assert.Equal(RefundStatus.Paying, (await desk.ReadAsync(scene)).Status);
        desk.Database.Time.Advance(TimeSpan.FromMinutes(1));
        await desk.WorkOffAsync();

        Assert.Equal(RefundStatus.Paid, (await desk.ReadAsync(scene)).Status);
        Assert.Single(desk.Book.Entries);
        Assert.Equal(1, desk.Book.Calls);
    }

    [Theory, DatabaseMatrix]
    public async Task A_pending_payout_is_paid_when_the_gateway_has_done_it(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var scene = await desk.AddCaseAsync(await desk.Database.AddClientAsync(), $"ch_{Next()}#pending=2s");

        await desk.WorkOffAsync();
        Assert.Equal(PayoutStatus.Pending, (await desk.ReadAsync(scene)).Payouts[0].Status);
        desk.Database.Time.Advance(TimeSpan.FromMinutes(1));
        await desk.WorkOffAsync();

        Assert.Equal(RefundStatus.Paid, (await desk.ReadAsync(scene)).Status);
    }

    [Theory, DatabaseMatrix]
    public async Task A_payout_that_fails_after_it_had_succeeded_opens_the_case_and_the_books_again(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var scene = await desk.AddCaseAsync(await desk.Database.AddClientAsync(), $"ch_{Next()}#late-failure=2h");
        await desk.WorkOffAsync();
        Assert.Equal(RefundStatus.Paid, (await desk.ReadAsync(scene)).Status);

        desk.Database.Time.Advance(TimeSpan.FromHours(3));
        await AutomationDesk.UntilAsync(async () => (await desk.ReadAsync(scene)).Status == RefundStatus.PayoutFailed);

        await using var db = await desk.Database.OpenAsync();
        Assert.Equal(
            -45_00,
            await db.Postings.Where(row => row.CaseId == scene.Refund.Id && row.Account == Account.RefundsPayable).SumAsync(row => row.AmountMinor, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task News_that_comes_twice_changes_nothing_the_second_time()
    {
        await using var desk = await AutomationDesk.OpenAsync(DatabaseProvider.Sqlite);
        var scene = await desk.AddCaseAsync(await desk.Database.AddClientAsync());
        await desk.WorkOffAsync();
        var before = await desk.ReadAsync(scene);
        var news = desk.Get<IGatewayNews>();

        Done(await news.TakeAsync(before.Payouts[0].Id, GatewayReply.Succeeded("sb_again"), TestContext.Current.CancellationToken));

        Assert.Equal(before.Version, (await desk.ReadAsync(scene)).Version);
    }

    [Fact]
    public async Task News_of_a_payout_that_is_not_there_is_refused()
    {
        await using var desk = await AutomationDesk.OpenAsync(DatabaseProvider.Sqlite);

        var refused = Refused(await desk.Get<IGatewayNews>().TakeAsync(PayoutId.New(Now), GatewayReply.Succeeded("x"), TestContext.Current.CancellationToken));

        Assert.Equal("refund.not-found", refused.Code);
    }

    [Fact]
    public async Task A_key_that_is_too_old_is_not_sent_again()
    {
        await using var desk = await AutomationDesk.OpenAsync(DatabaseProvider.Sqlite);
        var scene = await desk.AddCaseAsync(await desk.Database.AddClientAsync(), $"ch_{Next()}#timeout");
        await desk.WorkOffAsync();

        desk.Database.Time.Advance(TimeSpan.FromDays(25));
        await desk.WorkOffAsync();

        var refund = await desk.ReadAsync(scene);
        Assert.Equal(RefundStatus.PayoutFailed, refund.Status);
        Assert.Equal("key-too-old", refund.Payouts[0].FailureCode);
        Assert.Empty(desk.Book.Entries);
    }

    [Fact]
    public async Task A_tender_of_a_gateway_that_is_not_set_up_waits_for_a_person()
    {
        await using var desk = await AutomationDesk.OpenAsync(DatabaseProvider.Sqlite);
        var client = await desk.Database.AddClientAsync();
        var scene = await desk.Database.AddCaseAsync(client, AnOrder().WithLine(45_00).PaidBy(TenderMethod.Card, 45_00, gateway: "elsewhere"));

        await desk.WorkOffAsync();

        var refund = await desk.ReadAsync(scene);
        Assert.Equal(RefundStatus.PayoutFailed, refund.Status);
        Assert.Equal("gateway-unknown", refund.Payouts[0].FailureCode);
    }

    [Fact]
    public async Task A_gateway_that_throws_is_not_known_to_have_paid()
    {
        await using var desk = await AutomationDesk.OpenAsync(DatabaseProvider.Sqlite, services => services.AddGateway(new ThrowingGateway()));
        var client = await desk.Database.AddClientAsync();
        var scene = await desk.Database.AddCaseAsync(client, AnOrder().WithLine(45_00).PaidBy(TenderMethod.Card, 45_00, gateway: "throwing"));

        await desk.WorkOffAsync();

        Assert.Equal(PayoutStatus.Unknown, (await desk.ReadAsync(scene)).Payouts[0].Status);
    }

    /// <summary>Sent again it might be paid twice; given up after the key's lifetime it would be paid anew beside the first.</summary>
    [Fact]
    public async Task What_the_gateway_took_is_neither_sent_again_nor_given_up_when_a_look_up_does_not_find_it()
    {
        var gateway = new ForgetfulGateway();
        await using var desk = await AutomationDesk.OpenAsync(DatabaseProvider.Sqlite, services => services.AddGateway(gateway));
        var client = await desk.Database.AddClientAsync();
        var scene = await desk.Database.AddCaseAsync(client, AnOrder().WithLine(45_00).PaidBy(TenderMethod.Card, 45_00, gateway: gateway.Key));
        await desk.WorkOffAsync();

        foreach (var later in new[] { TimeSpan.FromMinutes(1), TimeSpan.FromDays(30) })
        {
            desk.Database.Time.Advance(later);
            await desk.WorkOffAsync();
        }

        var payout = (await desk.ReadAsync(scene)).Payouts[0];
        Assert.Equal((PayoutStatus.Pending, 3), (payout.Status, payout.Attempts));
        Assert.Equal(1, gateway.Calls);
    }

    private sealed class ForgetfulGateway : IPaymentGateway
    {
        public int Calls { get; private set; }

        public string Key => "forgetful";

        public TimeSpan KeyLifetime => TimeSpan.FromDays(1);

        public Task<GatewayReply> RefundAsync(RefundInstruction instruction, CancellationToken cancellationToken)
        {
            Calls++;
            return Task.FromResult(GatewayReply.Pending("re_1"));
        }

        public Task<GatewayReply> LookUpAsync(RefundInstruction instruction, CancellationToken cancellationToken) => Task.FromResult(GatewayReply.NotFound);
    }

    private sealed class ThrowingGateway : IPaymentGateway
    {
        public string Key => "throwing";

        public TimeSpan KeyLifetime => TimeSpan.FromDays(1);

        public Task<GatewayReply> RefundAsync(RefundInstruction instruction, CancellationToken cancellationToken) => throw new InvalidOperationException("broken");

        public Task<GatewayReply> LookUpAsync(RefundInstruction instruction, CancellationToken cancellationToken) => throw new InvalidOperationException("broken");
    }
}
