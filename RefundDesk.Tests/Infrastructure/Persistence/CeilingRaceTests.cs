using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Infrastructure.Persistence;

/// <summary>
/// Many at once want more than was paid: from two nodes that share nothing but the database, so that only the database can keep
/// them apart. Whatever the order, the sum never passes the ceiling, and what fits is not refused for good.
/// </summary>
public sealed class CeilingRaceTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public Task Two_requests_at_once_for_the_last_unit_give_one_case(DatabaseProvider provider) => RaceForUnitsAsync(provider, atOnce: 2, units: 1);

    [Theory, DatabaseMatrix]
    public Task Fifty_requests_at_once_for_five_units_give_five_cases(DatabaseProvider provider) => RaceForUnitsAsync(provider, atOnce: 50, units: 5);

    [Theory, DatabaseMatrix]
    public Task Two_approvals_at_once_of_all_that_was_paid_give_one(DatabaseProvider provider) => RaceForMoneyAsync(provider, atOnce: 2, fit: 1);

    [Theory, DatabaseMatrix]
    public Task Fifty_approvals_at_once_pay_no_more_than_was_captured(DatabaseProvider provider) => RaceForMoneyAsync(provider, atOnce: 50, fit: 7);

    [Theory, DatabaseMatrix]
    public async Task Fifty_approvals_at_once_of_one_case_approve_it_once(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var scene = await desk.AddCaseAsync(await desk.AddClientAsync(), ARefund().InReview());

        var outcomes = await AtOnceAsync(desk, 50, async (db, _) => await ApproveAsync(db, scene.Refund.Number));

        Assert.Single(outcomes, outcome => outcome.Succeeded);
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Contains(outcome.Refusal!.Code, (string[])["refund.stale", "refund.not-allowed"]));
        await using var db = await desk.OpenAsync();
        Assert.Equal(1, await db.Payouts.CountAsync(Cancelled));
        Assert.Equal(1, await db.CaseEvents.CountAsync(row => row.Trigger == RefundTrigger.Approve, Cancelled));
        Assert.Equal(scene.Refund.ProposedMinor, (await desk.ReadAsync(scene.Refund.Number)).Order.Tenders[0].ReservedMinor);
    }

    private static async Task RaceForUnitsAsync(DatabaseProvider provider, int atOnce, int units)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var order = await desk.AddOrderAsync(await desk.AddClientAsync(), AnOrder().WithLine(units * 10_00, quantity: units));

        var outcomes = await AtOnceAsync(desk, atOnce, (db, _) => UntilNotStaleAsync(db, async () =>
        {
            var seen = await db.WholeOrders().SingleAsync(row => row.Id == order.Id, Cancelled);
            var request = new RefundRequest(RequestChannel.Api, null, Now, null, [new RequestedLine(1, 1, RefundReason.WrongSize, GoodsCondition.Opened)]);
            var received = RefundCase.Receive(seen, request, ANumber(), CustomerKim, Now.AddHours(8), Now);
            if (received.Succeeded)
            {
                db.Add(received.Value);
            }

            return received.WithoutValue();
        }));

        Assert.Equal(units, outcomes.Count(outcome => outcome.Succeeded));
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal("order.quantity-taken", outcome.Refusal!.Code));
        await using var read = await desk.OpenAsync();
        Assert.Equal(units, await read.RefundLines.SumAsync(line => line.Quantity, Cancelled));
        Assert.Equal(units, (await read.OrderLines.SingleAsync(Cancelled)).ReservedQuantity);
        Assert.Equal(units * 10_00, (await read.OrderLines.SingleAsync(Cancelled)).ReservedMinor);
    }

    private static async Task RaceForMoneyAsync(DatabaseProvider provider, int atOnce, int fit)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var client = await desk.AddClientAsync();
        var sold = AnOrder().Of(client.Id).WithLine(atOnce * 20_00, quantity: atOnce).PaidByCard(fit * 20_00);
        var order = sold.Build();
        await using (var db = await desk.OpenAsync())
        {
            db.Add(order);
            var scenes = Enumerable.Range(0, atOnce).Select(_ => ARefund().Of(order).Asking(1, reason: RefundReason.Defective).InReview().Build());
            db.AddRange(scenes.Select(scene => scene.Refund));
            await db.SaveChangesAsync(Cancelled);
        }

        RefundNumber[] numbers;
        await using (var db = await desk.OpenAsync())
        {
            numbers = await db.RefundCases.Select(refund => refund.Number).ToArrayAsync(Cancelled);
        }

        var outcomes = await AtOnceAsync(desk, atOnce, (db, i) => UntilNotStaleAsync(db, () => ApproveStepAsync(db, numbers[i])));

        Assert.Equal(fit, outcomes.Count(outcome => outcome.Succeeded));
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal("order.above-ceiling", outcome.Refusal!.Code));
        await using var read = await desk.OpenAsync();
        Assert.Equal(fit * 20_00, await read.Payouts.SumAsync(payout => payout.AmountMinor, Cancelled));
        Assert.Equal(fit * 20_00, (await read.Tenders.SingleAsync(Cancelled)).ReservedMinor);
        Assert.Equal(0, await read.Postings.SumAsync(posting => posting.AmountMinor, Cancelled));
    }

    /// <summary>Starts all at once, spread over two nodes, each with a context of its own.</summary>
    private static async Task<Outcome[]> AtOnceAsync(TestDatabase desk, int count, Func<RefundDeskDbContext, int, Task<Outcome>> step)
    {
        DeskNode[] nodes = [desk.Node, desk.AnotherNode()];
        var start = new TaskCompletionSource();
        var running = Enumerable.Range(0, count).Select(i => Task.Run(async () =>
        {
            await using var db = await nodes[i % 2].Database.OpenAsync(ClientScope.Everything, Cancelled);
            await start.Task;
            return await step(db, i);
        })).ToArray();
        start.SetResult();
        return await Task.WhenAll(running);
    }

    private static async Task<Outcome> ApproveAsync(RefundDeskDbContext db, RefundNumber number) =>
        await DeskDatabase.SaveAsync(db, await ApproveStepAsync(db, number), Cancelled);

    private static async Task<Outcome> ApproveStepAsync(RefundDeskDbContext db, RefundNumber number)
    {
        var (refund, order) = (await db.LoadCaseAsync(number, Cancelled))!.Value;
        return refund.Approve(SupervisorSue, RefundScene.WithoutLimit, order, TenderRule.GiftCardLast, Now);
    }

    /// <summary>What a person does who is told that something changed meanwhile: looks again and decides anew.</summary>
    private static async Task<Outcome> UntilNotStaleAsync(RefundDeskDbContext db, Func<Task<Outcome>> step)
    {
        while (true)
        {
            db.ChangeTracker.Clear();
            var outcome = await DeskDatabase.SaveAsync(db, await step(), Cancelled);
            if (outcome.Refusal?.Code != "refund.stale")
            {
                return outcome;
            }
        }
    }
}
