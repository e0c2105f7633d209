using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Infrastructure.Persistence;

/// <summary>Several statements in one transaction, and the turn one waits for on SQLite.</summary>
public sealed class TransactionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task Everything_in_it_is_stored_or_nothing(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        await using var db = await desk.OpenAsync();

        await Assert.ThrowsAsync<TimeoutException>(() => db.InTransactionAsync<int>(
            async cancelled =>
            {
                db.Add(AClient());
                await db.SaveChangesAsync(cancelled);
                throw new TimeoutException();
            },
            Cancelled));

        Assert.Empty(db.ChangeTracker.Entries());
        Assert.False(await db.Clients.AnyAsync(Cancelled));
        db.Add(AClient());
        await db.SaveChangesAsync(Cancelled);
        Assert.True(await db.Clients.AnyAsync(Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task Claims_saves_and_transactions_inside_it_join_it(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        await desk.AddCaseAsync(await desk.AddClientAsync(), ARefund().Rejected());
        await desk.AddCaseAsync(await desk.AddClientAsync());
        await using var db = await desk.OpenAsync();

        var claimed = await db.InTransactionAsync(
            async cancelled =>
            {
                var cases = await db.Dialect.ClaimCasesAsync(db, "node-1", Now, Now.AddMinutes(1), 10, cancelled);
                var messages = await db.Dialect.ClaimOutboxAsync(db, "node-1", Now.AddDays(1), Now.AddDays(2), 10, cancelled);
                return await db.InTransactionAsync(
                    async inner =>
                    {
                        db.Add(AClient());
                        await db.SaveChangesAsync(inner);
                        return (cases, messages);
                    },
                    cancelled);
            },
            Cancelled);

        Assert.Single(claimed.cases);
        Assert.Single(claimed.messages);
        Assert.Null(db.Database.CurrentTransaction);
    }

    [Fact]
    public async Task A_second_context_that_writes_inside_it_is_told_instead_of_waiting_forever()
    {
        await using var desk = await TestDatabase.CreateAsync();
        await using var db = await desk.OpenAsync();
        await using var second = await desk.OpenAsync();
        second.Add(AClient());

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.InTransactionAsync(second.SaveChangesAsync, Cancelled));

        await second.SaveChangesAsync(Cancelled);
    }

    [Fact]
    public async Task A_turn_that_was_waited_for_in_vain_is_not_lost()
    {
        await using var desk = await TestDatabase.CreateAsync();
        var dialect = desk.Database.Dialect;
        using var patience = new CancellationTokenSource();
        var turn = await dialect.EnterWriteAsync(Cancelled);
        var waiting = dialect.EnterWriteAsync(patience.Token).AsTask();

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        turn!.Dispose();
        turn.Dispose();

        using var next = await dialect.EnterWriteAsync(Cancelled);
        Assert.False(dialect.EnterWriteAsync(Cancelled).AsTask().IsCompleted, "Disposed twice, a turn let two in.");
    }

    [Theory, DatabaseMatrix]
    public async Task Two_nodes_never_claim_the_same_case(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var client = await desk.AddClientAsync();
        for (var i = 0; i < 20; i++)
        {
            await desk.AddCaseAsync(client);
        }

        DeskNode[] nodes = [desk.Node, desk.AnotherNode()];
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            await using var db = await nodes[i % 2].Database.OpenAsync(ClientScope.Everything, Cancelled);
            return await db.Dialect.ClaimCasesAsync(db, $"node-{i}", Now, Now.AddMinutes(1), 4, Cancelled);
        })));

        var ids = claims.SelectMany(claim => claim).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        await using var again = await desk.OpenAsync();
        Assert.Equal(ids.Length, await again.RefundCases.CountAsync(refund => refund.LeaseOwner != null, Cancelled));
        var rest = await again.Dialect.ClaimCasesAsync(again, "node-9", Now, Now.AddMinutes(1), 100, Cancelled);
        Assert.Equal(20, ids.Concat(rest).Distinct().Count());
        Assert.Equal(20, (await again.Dialect.ClaimCasesAsync(again, "node-10", Now.AddMinutes(2), Now.AddMinutes(3), 100, Cancelled)).Count);
    }

    private static Client AClient() => Done(Client.Add($"client-{Next()}", "A client", "EUR", "Europe/Berlin", Now));
}
