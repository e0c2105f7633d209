using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Pulling;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Intake.Pulling;

/// <summary>Shops are told of refunds that were paid: each once, whatever happens in between.</summary>
public sealed class TellRoundTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task A_paid_refund_is_recorded_at_the_shop_and_the_history_says_so(DatabaseProvider provider)
    {
        await using var desk = await ShopDesk.OpenAsync(provider);
        var (number, other) = (desk.Shop.Sell(), desk.Shop.Sell());
        await desk.PullAllAsync();
        var refund = await desk.PayAsync(number);
        await desk.Data.AddCaseAsync(desk.Client, ARefund().Paid());

        Assert.Single(await desk.ToTellAsync());
        Assert.Equal((1, 0), (await desk.Tell.RunOnceAsync("node-1", Cancelled), await desk.Tell.RunOnceAsync("node-1", Cancelled)));

        var record = Assert.Single(desk.Shop.Records);
        Assert.Equal((refund.ToString(), $"key-{number}", number, 20_00L, "EUR"), (record.RefundNumber, record.OrderKey, record.OrderNumber, record.AmountMinor, record.Currency));
        Assert.Equal([($"key-{number}/1", OrderLineKind.Goods, 1, 20_00L)], record.Lines.Select(line => (line.LineKey, line.Kind, line.Quantity, line.AmountMinor)));
        Assert.NotEmpty(record.Reason);
        Assert.Contains("Recorded at the shop (fake): fake-refund-1", await desk.HistoryAsync(refund));
        var told = Assert.Single(await desk.ToTellAsync());
        Assert.Equal(("fake-refund-1", null, null), (told.Reference, told.DueAt, told.FaultCode));
        Assert.Equal(0, desk.Shop.RecordsOf(other));
    }

    [Theory, DatabaseMatrix]
    public async Task What_a_batch_pays_is_told_too_and_only_what_it_pays(DatabaseProvider provider)
    {
        await using var desk = await ShopDesk.OpenAsync(provider);
        string[] sold = [desk.Shop.Sell(), desk.Shop.Sell(), desk.Shop.Sell()];
        await desk.PullAllAsync();
        await using var db = await desk.Data.OpenAsync();
        var scenes = new List<RefundScene>();
        foreach (var number in sold)
        {
            var order = await db.WholeOrders().SingleAsync(order => order.OrderNumber == number, Cancelled);
            scenes.Add(ARefund().Of(order).Asking(1).Paying().Build());
            db.Add(scenes[^1].Refund);
        }

        await db.SaveChangesAsync(Cancelled);
        Assert.Empty(await desk.ToTellAsync());
        scenes[0].GatewayPays();
        scenes[1].GatewayRefuses();
        scenes[2].GatewayPays();
        await db.SaveBatchAsync(Cancelled);

        Assert.Equal(new[] { scenes[0].Refund.Id, scenes[2].Refund.Id }.Order(), (await desk.ToTellAsync()).Select(row => row.CaseId).Order());
        await desk.Tell.RunOnceAsync("node-1", Cancelled);
        Assert.Equal(new[] { sold[0], sold[2] }.Order(StringComparer.Ordinal), desk.Shop.Records.Select(record => record.OrderNumber).Order(StringComparer.Ordinal));
    }

    [Theory, DatabaseMatrix]
    public async Task Killed_between_the_shops_answer_and_the_note_there_is_one_record_and_one_line_in_the_history(DatabaseProvider provider)
    {
        await using var desk = await ShopDesk.OpenAsync(provider);
        var number = desk.Shop.Sell();
        await desk.PullAllAsync();
        var refund = await desk.PayAsync(number);
        using var down = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        desk.Shop.AfterRecord = async tellings =>
        {
            if (tellings == 1)
            {
                await down.CancelAsync();
                down.Token.ThrowIfCancellationRequested();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => desk.Tell.RunOnceAsync("node-1", down.Token));
        Assert.Equal(0, await desk.Tell.RunOnceAsync("node-2", Cancelled));
        desk.Data.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, await desk.Tell.RunOnceAsync("node-2", Cancelled));

        Assert.Equal((2, 1), (desk.Shop.Tellings, desk.Shop.RecordsOf(number)));
        Assert.Single(await desk.HistoryAsync(refund), text => text.StartsWith("Recorded at the shop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_shop_that_is_away_is_asked_until_it_is_there_and_one_call_speaks_for_all()
    {
        await using var desk = await ShopDesk.OpenAsync();
        string[] sold = [desk.Shop.Sell(), desk.Shop.Sell(), desk.Shop.Sell()];
        await desk.PullAllAsync();
        foreach (var number in sold)
        {
            await desk.PayAsync(number);
        }

        desk.Shop.Fault = new Refusal("source.unreachable", "Nobody is there.");
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(1, await desk.Tell.RunOnceAsync("node-1", Cancelled));
            Assert.Equal(0, await desk.Tell.RunOnceAsync("node-1", Cancelled));
            desk.Data.Time.Advance(TimeSpan.FromMinutes(1));
        }

        desk.Shop.Fault = null;
        await desk.Tell.RunOnceAsync("node-1", Cancelled);
        Assert.Equal(3, desk.Shop.Records.Count);
    }

    [Fact]
    public async Task An_order_that_is_gone_ends_in_the_history_and_is_tried_again_when_a_person_asks()
    {
        await using var desk = await ShopDesk.OpenAsync();
        var number = desk.Shop.Sell();
        await desk.PullAllAsync();
        var refund = await desk.PayAsync(number);
        desk.Shop.Fault = new Refusal("source.order-gone", "The shop has no such order any more.");

        Assert.Equal(1, await desk.Tell.RunOnceAsync("node-1", Cancelled));
        desk.Data.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(0, await desk.Tell.RunOnceAsync("node-1", Cancelled));
        Assert.Contains("Could not be recorded at the shop (fake)", await desk.HistoryAsync(refund));
        var listed = Assert.Single(await desk.AskAsync<SourcesQuery, IReadOnlyList<ListedSource>>(query => query.ReadAsync(Cancelled)));
        Assert.Equal((0, 1), (listed.ToTell, listed.NotTold));

        desk.Shop.Fault = null;
        Done(await desk.AskAsync<LookAtSource, Outcome>(look => look.AskAsync(listed.Id, Cancelled)));
        Assert.Equal(1, await desk.Tell.RunOnceAsync("node-1", Cancelled));
        Assert.Single(desk.Shop.Records);
    }

    [Fact]
    public async Task An_answer_nobody_can_read_is_given_up_after_some_tries()
    {
        await using var desk = await ShopDesk.OpenAsync();
        var number = desk.Shop.Sell();
        await desk.PullAllAsync();
        var refund = await desk.PayAsync(number);
        desk.Shop.Fault = new Refusal("source.answer", "No JSON.");

        var tried = 0;
        for (var i = 0; i < 20; i++)
        {
            tried += await desk.Tell.RunOnceAsync("node-1", Cancelled);
            desk.Data.Time.Advance(TimeSpan.FromHours(2));
        }

        Assert.Equal(8, tried);
        Assert.Single(await desk.HistoryAsync(refund), text => text.StartsWith("Could not be recorded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refunds_are_kept_while_a_shop_is_not_told_and_told_once_it_is()
    {
        await using var desk = await ShopDesk.OpenAsync();
        var (first, second) = (desk.Shop.Sell(), desk.Shop.Sell());
        await desk.PullAllAsync();
        var id = (await desk.SourceAsync()).Id;
        Done(await desk.AskAsync<SwitchTelling, Outcome>(tell => tell.HandleAsync(id, tells: false, Cancelled)));
        await desk.PayAsync(first);
        Assert.Equal(0, await desk.Tell.RunOnceAsync("node-1", Cancelled));

        Done(await desk.AskAsync<SwitchTelling, Outcome>(tell => tell.HandleAsync(id, tells: true, Cancelled)));
        await desk.PayAsync(second);
        Assert.Equal(2, await desk.Tell.RunOnceAsync("node-1", Cancelled));
        Assert.Equal((1, 1), (desk.Shop.RecordsOf(first), desk.Shop.RecordsOf(second)));
    }

    [Fact]
    public async Task A_payout_that_fails_late_and_is_paid_anew_is_one_record()
    {
        await using var desk = await ShopDesk.OpenAsync();
        var number = desk.Shop.Sell();
        await desk.PullAllAsync();
        await using var db = await desk.Data.OpenAsync();
        var order = await db.WholeOrders().SingleAsync(order => order.OrderNumber == number, Cancelled);
        var scene = ARefund().Of(order).Asking(1).Paid().Build();
        db.Add(scene.Refund);
        await db.SaveChangesAsync(Cancelled);
        scene.Reply(scene.Refund.Payouts[0], GatewayReply.Refused("account_closed", "The card is closed."));
        await db.SaveChangesAsync(Cancelled);
        Assert.Equal(RefundStatus.PayoutFailed, scene.Refund.Status);

        await desk.Tell.RunOnceAsync("node-1", Cancelled);
        Assert.Empty(desk.Shop.Records);

        scene.Retry(AgentAnn);
        scene.GatewayPays();
        await db.SaveChangesAsync(Cancelled);
        desk.Data.Time.Advance(TimeSpan.FromMinutes(2));
        await desk.Tell.RunOnceAsync("node-1", Cancelled);
        Assert.Equal(20_00, Assert.Single(desk.Shop.Records).AmountMinor);
        Assert.Single(await desk.ToTellAsync());
    }
}
