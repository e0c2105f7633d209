using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Infrastructure.Persistence;

/// <summary>What a save does when it is not alone, not allowed or not lucky.</summary>
public sealed class SavingTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task The_second_of_two_people_who_saw_the_same_case_is_told_that_it_is_stale(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var scene = await desk.AddCaseAsync(await desk.AddClientAsync(), ARefund().InReview());
        await using var one = await desk.OpenAsync();
        await using var other = await desk.OpenAsync();
        var (seenByOne, orderOfOne) = (await one.LoadCaseAsync(scene.Refund.Number, Cancelled))!.Value;
        var (seenByOther, orderOfOther) = (await other.LoadCaseAsync(scene.Refund.Number, Cancelled))!.Value;

        var first = await DeskDatabase.SaveAsync(one, seenByOne.Reject(AgentAnn, "Used for a year.", orderOfOne, Now), Cancelled);
        var second = await DeskDatabase.SaveAsync(other, seenByOther.Approve(AgentBen, RefundScene.WithoutLimit, orderOfOther, scene.Policy.TenderRule, Now), Cancelled);

        Done(first);
        Assert.Equal("refund.stale", Refused(second).Code);
        var (stored, order) = await desk.ReadAsync(scene.Refund.Number);
        Assert.Equal(RefundStatus.Rejected, stored.Status);
        Assert.Equal(0, order.Tenders[0].ReservedMinor);
    }

    [Theory, DatabaseMatrix]
    public async Task A_refused_step_stores_nothing(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        await using var db = await desk.OpenAsync();
        db.Add(Done(Client.Add("northwind", "Northwind", "EUR", "Europe/Berlin", Now)));

        var saved = await DeskDatabase.SaveAsync(db, new Refusal("test.no", "No."), Cancelled);

        Assert.Equal("test.no", Refused(saved).Code);
        Assert.False(await db.Clients.AnyAsync(Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task What_is_unique_is_refused_a_second_time_as_a_duplicate(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var client = await desk.AddClientAsync();
        var other = await desk.AddClientAsync();
        var draft = AnOrder().Draft();
        await desk.AddOrderAsync(client, draft);
        var paid = await desk.AddCaseAsync(client, ARefund().WithRequestKey("key-1").Paid());

        await desk.AddOrderAsync(other, draft);
        await desk.AddCaseAsync(other, ARefund().WithRequestKey("key-1"));
        await AssertDuplicateAsync(desk, () => desk.AddOrderAsync(client, draft));
        await AssertDuplicateAsync(desk, () => desk.AddCaseAsync(client, ARefund().WithRequestKey("key-1")));
        await AssertDuplicateAsync(desk, () => desk.AddClientAsync(client.Key));
        await AssertDuplicateAsync(desk, () => ExecuteAsync(desk, $"UPDATE \"RefundCases\" SET \"Number\" = '{paid.Refund.Number.Value}'"));
    }

    [Theory, DatabaseMatrix]
    public async Task Cases_without_a_request_key_do_not_get_in_each_others_way(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var client = await desk.AddClientAsync();

        await desk.AddCaseAsync(client);
        await desk.AddCaseAsync(client);

        await using var db = await desk.OpenAsync();
        Assert.Equal(2, await db.RefundCases.CountAsync(Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task The_database_itself_refuses_more_than_was_paid(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        await desk.AddCaseAsync(await desk.AddClientAsync(), ARefund().Paid());

        string[] beyond =
        [
            "UPDATE \"Tenders\" SET \"ReservedMinor\" = \"CapturedMinor\" + 1",
            "UPDATE \"Tenders\" SET \"ReservedMinor\" = -1",
            "UPDATE \"OrderLines\" SET \"ReservedMinor\" = \"ChargedMinor\" + 1",
            "UPDATE \"OrderLines\" SET \"ReservedMinor\" = -1",
            "UPDATE \"OrderLines\" SET \"ReservedQuantity\" = \"Quantity\" + 1",
            "UPDATE \"OrderLines\" SET \"ReservedQuantity\" = -1",
        ];
        foreach (var sql in beyond)
        {
            var fault = await Assert.ThrowsAnyAsync<DbException>(() => ExecuteAsync(desk, sql));
            Assert.True(desk.Database.Dialect.IsCheckViolation(fault), $"{sql}: {fault.Message}");
        }
    }

    [Theory, DatabaseMatrix]
    public async Task A_ceiling_that_only_the_database_noticed_is_refused_by_name(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var order = await desk.AddOrderAsync(await desk.AddClientAsync());
        await using var db = await desk.OpenAsync();
        var tracked = await db.WholeOrders().SingleAsync(row => row.Id == order.Id, Cancelled);

        db.Entry(tracked.Tenders[0]).Property(nameof(Tender.ReservedMinor)).CurrentValue = tracked.Tenders[0].CapturedMinor + 1;
        var saved = await DeskDatabase.SaveAsync(db, Outcome.Ok, Cancelled);

        Assert.Equal("order.above-ceiling", Refused(saved).Code);
    }

    [Theory, DatabaseMatrix]
    public async Task History_books_grounds_and_messages_are_stored_with_the_case(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var scene = ARefund().Of(AnOrder().Of((await desk.AddClientAsync()).Id)).Paid().Build();
        var (events, journals, notices, decisions) = (scene.Refund.PendingEvents.Count, scene.Refund.PendingJournals.Sum(journal => journal.Entries.Count), scene.Refund.PendingNotices.Count, scene.Refund.PendingDecisions.Count);
        await using var db = await desk.OpenAsync();
        db.AddRange(scene.Order, scene.Refund);

        await db.SaveChangesAsync(Cancelled);

        Assert.Equal((events, journals, notices, decisions), await CountAsync(db));
        Assert.All([events, journals, notices, decisions], count => Assert.True(count > 0));
        Assert.Empty(scene.Refund.PendingEvents);
        Assert.Equal(0, await db.Postings.SumAsync(posting => posting.AmountMinor, Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task A_save_that_failed_and_is_tried_again_stores_nothing_twice(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var client = await desk.AddClientAsync();
        var taken = await desk.AddOrderAsync(client);
        var scene = ARefund().Of(AnOrder().Of(client.Id)).Paid().Build();
        var events = scene.Refund.PendingEvents.Count;
        await using var db = await desk.OpenAsync();
        db.AddRange(scene.Order, scene.Refund);
        var clash = Done(Order.TakeIn(client.Id, AnOrder().With(draft => draft with { OrderNumber = taken.OrderNumber }).Draft(), Now));
        db.Add(clash);

        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Cancelled));
        Assert.Equal(events, scene.Refund.PendingEvents.Count);
        db.Entry(clash).State = EntityState.Detached;
        await db.SaveChangesAsync(Cancelled);

        Assert.Equal(events, (await CountAsync(db)).Events);
        Assert.Empty(scene.Refund.PendingEvents);
    }

    [Theory, DatabaseMatrix]
    public async Task A_cancelled_save_stores_nothing_and_may_be_done_again(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var scene = ARefund().Of(AnOrder().Of((await desk.AddClientAsync()).Id)).Build();
        await using var db = await desk.OpenAsync();
        db.AddRange(scene.Order, scene.Refund);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => db.SaveChangesAsync(new CancellationToken(canceled: true)));
        Assert.Single(scene.Refund.PendingEvents);
        await db.SaveChangesAsync(Cancelled);

        Assert.Equal(1, (await CountAsync(db)).Events);
    }

    [Fact]
    public async Task Saving_synchronously_is_a_defect()
    {
        await using var desk = await TestDatabase.CreateAsync();
        await using var db = await desk.OpenAsync();

        Assert.Throws<InvalidOperationException>(() => db.SaveChanges());
    }

    private static async Task<(int Events, int Entries, int Notices, int Decisions)> CountAsync(RefundDeskDbContext db) =>
        (await db.CaseEvents.CountAsync(Cancelled), await db.Postings.CountAsync(Cancelled), await db.Outbox.CountAsync(Cancelled), await db.Decisions.CountAsync(Cancelled));

    private static async Task ExecuteAsync(TestDatabase desk, string sql)
    {
        await using var db = await desk.OpenAsync();
        await db.Database.ExecuteSqlRawAsync(sql, Cancelled);
    }

    private static async Task AssertDuplicateAsync(TestDatabase desk, Func<Task> write)
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(write);
        var inner = Assert.IsAssignableFrom<DbException>(fault as DbException ?? fault.InnerException);
        Assert.True(desk.Database.Dialect.IsDuplicate(inner), inner.Message);
    }
}
