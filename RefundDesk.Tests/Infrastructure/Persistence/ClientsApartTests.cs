using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Infrastructure.Persistence;

/// <summary>No client's rows are read or written on behalf of another; walked over the model, so that a new table is not forgotten.</summary>
public sealed class ClientsApartTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_table_is_filtered_by_client()
    {
        await using var db = await Unconnected.OpenAsync(DatabaseProvider.Sqlite);

        Assert.NotEmpty(Tables(db));
        Assert.All(Tables(db), table => Assert.True(table.FindDeclaredQueryFilter(RefundDeskDbContext.ClientFilter) is not null, $"{table.ClrType.Name} is not filtered."));
    }

    [Fact]
    public async Task Every_row_is_written_under_its_client_as_a_condition()
    {
        await using var db = await Unconnected.OpenAsync(DatabaseProvider.Sqlite);

        Assert.All(Tables(db).Select(Owner).OfType<IProperty>(), owner => Assert.True(owner.IsConcurrencyToken || owner.IsKey(), $"{owner.DeclaringType.ClrType.Name} may be written by its key alone."));
    }

    [Fact]
    public async Task What_hangs_on_a_row_of_a_client_has_a_client_itself()
    {
        await using var db = await Unconnected.OpenAsync(DatabaseProvider.Sqlite);

        var children = Tables(db).Where(table => table.GetForeignKeys().Any(reference => Owner(reference.PrincipalEntityType) is { IsNullable: false })).ToArray();

        Assert.NotEmpty(children);
        Assert.All(children, child => Assert.True(Owner(child) is { IsNullable: false }, $"{child.ClrType.Name} has no client of its own."));
    }

    [Theory, DatabaseMatrix]
    public async Task A_client_reads_its_own_rows_and_nobody_elses(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var (one, other) = await AddTwoAsync(desk);
        await using var all = await desk.OpenAsync();
        await using var ofOne = await desk.OpenAsync(ClientScope.Only(one.Id));
        await using var ofOther = await desk.OpenAsync(ClientScope.Only(other.Id));
        await using var ofNobody = await desk.OpenAsync(ClientScope.Nobody);

        foreach (var table in Tables(all))
        {
            var (everything, first, second) = (await CountAsync(all, table), await CountAsync(ofOne, table), await CountAsync(ofOther, table));
            Assert.True(everything > 0 || NotInTheSample.Contains(table.ClrType.Name), $"{table.ClrType.Name}: give it a row in OneOfEverything.");
            Assert.Equal(0, await CountAsync(ofNobody, table));
            Assert.True(first == second, $"{table.ClrType.Name}: {first} and {second} rows of two clients that are alike.");
            Assert.True(first + second == everything || (first == 0 && Owner(table) is null && table.ClrType != typeof(Client)), $"{table.ClrType.Name}: {first} and {second} of {everything} rows.");
        }
    }

    [Theory, DatabaseMatrix]
    public async Task Children_have_the_client_of_their_parent(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        await AddTwoAsync(desk);
        await using var db = await desk.OpenAsync();

        Assert.False(await db.Orders.AnyAsync(order => order.Lines.Any(line => line.ClientId != order.ClientId) || order.Tenders.Any(tender => tender.ClientId != order.ClientId), Cancelled));
        Assert.False(await db.RefundCases.AnyAsync(refund => refund.Lines.Any(line => line.ClientId != refund.ClientId) || refund.Payouts.Any(payout => payout.ClientId != refund.ClientId), Cancelled));
        Assert.False(await db.RefundCases.AnyAsync(refund => db.Orders.Any(order => order.Id == refund.OrderId && order.ClientId != refund.ClientId), Cancelled));
        Assert.False(await db.RefundCases.AnyAsync(refund => db.CaseEvents.Any(row => row.CaseId == refund.Id && row.ClientId != refund.ClientId), Cancelled));
        Assert.False(await db.RefundCases.AnyAsync(refund => db.Postings.Any(row => row.CaseId == refund.Id && row.ClientId != refund.ClientId), Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task A_row_of_another_client_cannot_be_added_changed_or_deleted(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var (mine, theirs) = (await desk.AddClientAsync(), await desk.AddClientAsync());
        var foreign = await desk.AddOrderAsync(theirs);

        await AssertRefusedAsync(desk, mine, db => db.Add(AnOrder().Of(theirs.Id).Build()));
        await AssertRefusedAsync(desk, mine, db => db.Entry(foreign).State = EntityState.Modified);
        await AssertRefusedAsync(desk, mine, db => db.Remove(foreign));
        await AssertRefusedAsync(desk, mine, db => db.Entry(theirs).State = EntityState.Modified);
        await AssertRefusedAsync(desk, mine, db => db.Remove(theirs));
        await AssertRefusedAsync(desk, mine, db => db.Add(AUser(theirs.Id)));
        await AssertRefusedAsync(desk, mine, db => db.Add(AUser(null)));
        await AssertRefusedAsync(desk, DeskPrincipalNobody, db => db.Add(AnOrder().Of(mine.Id).Build()));
    }

    [Theory, DatabaseMatrix]
    public async Task A_row_cannot_be_taken_over_or_given_away(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var (mine, theirs) = (await desk.AddClientAsync(), await desk.AddClientAsync());
        var (own, foreign) = (await desk.AddOrderAsync(mine), await desk.AddOrderAsync(theirs));

        await AssertRefusedAsync(desk, mine, db => db.Entry(foreign).Property(order => order.ClientId).CurrentValue = mine.Id, attach: foreign);
        await AssertRefusedAsync(desk, mine, db => db.Entry(own).Property(order => order.ClientId).CurrentValue = theirs.Id, attach: own);
    }

    [Theory, DatabaseMatrix]
    public async Task A_forged_row_with_the_key_of_another_clients_is_not_found(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var (mine, theirs) = (await desk.AddClientAsync(), await desk.AddClientAsync());
        var foreign = await desk.AddOrderAsync(theirs);

        foreach (var state in new[] { EntityState.Modified, EntityState.Deleted })
        {
            await using var db = await desk.OpenAsync(ClientScope.Only(mine.Id));
            var forged = AnOrder().Of(mine.Id).Build();
            db.Entry(forged).Property(order => order.Id).CurrentValue = foreign.Id;
            db.Entry(forged).State = state;

            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync(Cancelled));
        }

        await using var read = await desk.OpenAsync();
        Assert.True(await read.Orders.AnyAsync(order => order.Id == foreign.Id && order.ClientId == theirs.Id && order.OrderNumber == foreign.OrderNumber, Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task A_row_cannot_be_hung_on_a_row_of_another_client(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var (mine, theirs) = (await desk.AddClientAsync(), await desk.AddClientAsync());
        var foreign = await desk.AddCaseAsync(theirs);
        var own = await desk.AddCaseAsync(mine);

        // A line of my own, whose hidden key says that it belongs to their order.
        await AssertRefusedAsync(desk, mine, db =>
        {
            var line = AnOrder().Of(mine.Id).Build().Lines[0];
            db.Entry(line).Property("OrderId").CurrentValue = foreign.Order.Id;
            db.Entry(line).Property(row => row.LineNumber).CurrentValue = 9;
            db.Entry(line).State = EntityState.Added;
        });

        // A case of my own about their order.
        await AssertRefusedAsync(desk, mine, db =>
        {
            var refund = ARefund().Of(AnOrder().Of(mine.Id)).Build().Refund;
            db.Entry(refund).Property(row => row.OrderId).CurrentValue = foreign.Order.Id;
            db.Entry(refund).State = EntityState.Added;
        });

        // My case, moved to their order after it was loaded.
        await using var moved = await desk.OpenAsync(ClientScope.Only(mine.Id));
        var (loaded, _) = (await moved.LoadCaseAsync(own.Refund.Number, Cancelled))!.Value;
        moved.Entry(loaded).Property(row => row.OrderId).CurrentValue = foreign.Order.Id;
        await Assert.ThrowsAsync<InvalidOperationException>(() => moved.SaveChangesAsync(Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task A_client_may_do_everything_with_its_own_rows(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var mine = await desk.AddClientAsync();
        var scene = ARefund().Of(AnOrder().Of(mine.Id)).InReview().Build();
        await using (var db = await desk.OpenAsync(ClientScope.Only(mine.Id)))
        {
            db.AddRange(scene.Order, scene.Refund);
            await db.SaveChangesAsync(Cancelled);
        }

        await using (var db = await desk.OpenAsync(ClientScope.Only(mine.Id)))
        {
            var (refund, order) = (await db.LoadCaseAsync(scene.Refund.Number, Cancelled))!.Value;
            Done(await DeskDatabase.SaveAsync(db, refund.Approve(SupervisorSue, RefundScene.WithoutLimit, order, scene.Policy.TenderRule, Now), Cancelled));
        }

        Assert.Equal(RefundStatus.Approved, (await desk.ReadAsync(scene.Refund.Number)).Refund.Status);
    }

    [Fact]
    public async Task A_pooled_context_does_not_come_back_with_what_the_last_one_was_allowed()
    {
        await using var desk = await TestDatabase.CreateAsync();
        await desk.AddClientAsync();
        await (await desk.OpenAsync()).DisposeAsync();

#pragma warning disable RS0030 // The raw factory is what is tried here.
        await using var raw = await desk.Node.Get<IDbContextFactory<RefundDeskDbContext>>().CreateDbContextAsync(Cancelled);
#pragma warning restore RS0030

        Assert.Equal(ClientScope.Nobody, raw.Scope);
        Assert.False(await raw.Clients.AnyAsync(Cancelled));
        await Assert.ThrowsAsync<InvalidOperationException>(() => raw.InTransactionAsync(_ => Task.FromResult(0), Cancelled));
    }

    private static readonly string[] NotInTheSample = ["IdentityUserPasskey`1"];

    private static Client DeskPrincipalNobody { get; } = Done(Client.Add("nobody", "Nobody", "EUR", "Europe/Berlin", Now));

    private static IEntityType[] Tables(RefundDeskDbContext db) => [.. db.Model.GetEntityTypes().Where(type => !type.IsOwned())];

    private static IProperty? Owner(IReadOnlyEntityType table) => (IProperty?)table.FindProperty(nameof(IClientRow.ClientId));

    private static DeskUser AUser(ClientId? client) => new()
    {
        Id = Guid.CreateVersion7(Now), DisplayName = "Ann", Role = Role.ClientViewer, ClientId = client, UserName = $"u{Next()}", CreatedAt = Now,
    };

    private static async Task<(Client One, Client Other)> AddTwoAsync(TestDatabase desk)
    {
        await using var db = await desk.OpenAsync();
        var two = (OneOfEverything.AddTo(db, desk.Time.GetUtcNow(), "northwind-home"), OneOfEverything.AddTo(db, desk.Time.GetUtcNow(), "southwind-home"));
        await db.SaveChangesAsync(Cancelled);
        return two;
    }

    private static Task<int> CountAsync(RefundDeskDbContext db, IEntityType table) =>
        (Task<int>)typeof(ClientsApartTests).GetMethod(nameof(CountOfAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(table.ClrType).Invoke(null, [db])!;

    private static Task<int> CountOfAsync<T>(RefundDeskDbContext db)
        where T : class => db.Set<T>().CountAsync(Cancelled);

    private static async Task AssertRefusedAsync(TestDatabase desk, Client on, Action<RefundDeskDbContext> change, object? attach = null)
    {
        await using var db = await desk.OpenAsync(ClientScope.Only(on.Id));
        if (attach is not null)
        {
            db.Entry(attach).State = EntityState.Unchanged;
        }

        change(db);
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Cancelled));
    }
}
