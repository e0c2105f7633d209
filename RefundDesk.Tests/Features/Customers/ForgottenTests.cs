using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Withdrawing;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Automation.Erasing;
using RefundDesk.Web.Features.Case.Replaying;
using RefundDesk.Web.Features.Ledger;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Customers;

/// <summary>§4.9, H4: erasure waits while a refund is open, answers with the reason, runs by itself afterwards, and keeps the books.</summary>
public sealed class ForgottenTests
{
    private const string Name = "Zoë Quillfeather";
    private const string Email = "zoe.quillfeather@mail.example";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task While_a_refund_is_open_it_is_held_with_the_reason_and_the_customer_is_told_once(DatabaseProvider provider)
    {
        await using var desk = await CustomerDesk.CreateAsync(provider);
        var scene = await AddAsync(desk, ARefund().InReview());
        await desk.DeliverAsync();
        Done(await desk.ForgetAsync("C-4711"));
        Done(await desk.ForgetAsync("C-4711"));

        Assert.Equal(1, await desk.RoundAsync());
        Assert.Equal(0, await desk.RoundAsync());
        desk.Data.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(1, await desk.RoundAsync());

        await using var db = await desk.Data.OpenAsync();
        var customer = await db.Customers.SingleAsync(Cancelled);
        Assert.Equal(ErasureState.Held, customer.Erasure);
        Assert.StartsWith("A refund is open: until then the data is needed", customer.ErasureHeldWhy, StringComparison.Ordinal);
        var mail = Assert.Single(await db.Outbox.Where(row => row.DueAt != null).ToListAsync(Cancelled));
        Assert.Contains("ErasureHeld", mail.Json, StringComparison.Ordinal);
        Assert.Equal(["Asked", $"Held: {customer.ErasureHeldWhy}"], await db.Audit.OrderBy(row => row.Id).Select(row => row.After).ToListAsync(Cancelled));
        Assert.Equal(Name, (await desk.Desk.ReadAsync(scene)).CustomerName);
    }

    [Theory, DatabaseMatrix]
    public async Task A_declaration_nobody_worked_off_holds_it_and_goes_with_the_rest_afterwards(DatabaseProvider provider)
    {
        await using var desk = await CustomerDesk.CreateAsync(provider);
        await AddAsync(desk, ARefund().Paid());
        await desk.DeliverAsync();
        var declared = Done(WithdrawalDeclaration.Declare(desk.Client.Id, new WithdrawalStatement(Name, "the scarf of Quillfeather", Email.ToUpperInvariant(), $"All that {Name} bought"), FreshNumber.Next(), Guid.CreateVersion7(Now), "en", Now));
        declared.LeaveToPeople($"No order has the number; it is {Name}'s.");
        await using (var declaring = await desk.Data.OpenAsync())
        {
            await declaring.Clients.LoadAsync(Cancelled);
            declaring.Withdrawals.Add(declared);
            await declaring.SaveChangesAsync(Cancelled);
        }

        Done(await desk.ForgetAsync("C-4711"));
        Assert.Equal(1, await desk.RoundAsync());
        await using (var db = await desk.Data.OpenAsync())
        {
            Assert.StartsWith("A withdrawal was declared and is not worked off: until then", (await db.Customers.SingleAsync(Cancelled)).ErasureHeldWhy, StringComparison.Ordinal);
            Done((await db.Withdrawals.SingleAsync(Cancelled)).Close(AgentAnn, null, $"{Name} meant another shop.", desk.Data.Time.GetUtcNow()));
            await db.SaveChangesAsync(Cancelled);
        }

        desk.Data.Time.Advance(TimeSpan.FromMinutes(20));
        await desk.EraseAsync();

        Assert.Empty(await FoundAsync(desk, Name, Email, "Quillfeather", "QUILLFEATHER"));
    }

    [Theory, DatabaseMatrix]
    public async Task When_nothing_is_open_any_more_no_table_holds_the_name_or_the_address(DatabaseProvider provider)
    {
        await using var desk = await CustomerDesk.CreateAsync(provider);
        var open = await AddAsync(desk, ARefund());
        await AddAsync(desk, ARefund().InReview().Step(scene => scene.Reject(AgentAnn, $"{Name} wore it; wrote from {Email}.")));
        await AddAsync(desk, ARefund().WithFailedPayout().Step(scene => scene.Retry(AgentAnn).GatewayPays()));
        var other = await desk.AddAsync("C-other");
        await desk.Data.AddOrderAsync(desk.Client, AnOrder().With(draft => draft with { CustomerReference = "C-4712", CustomerName = Name, CustomerEmail = Email }));
        await using (var declaring = await desk.Data.OpenAsync())
        {
            await declaring.Clients.LoadAsync(Cancelled);
            var declared = Done(WithdrawalDeclaration.Declare(desk.Client.Id, new WithdrawalStatement(Name, open.Order.OrderNumber, Email, $"All that {Name} bought"), FreshNumber.Next(), Guid.CreateVersion7(Now), "en", Now));
            declared.TieTo(open.Refund.Number);
            declaring.Withdrawals.Add(declared);
            await declaring.SaveChangesAsync(Cancelled);
        }

        Done(await desk.MergeAsync("C-4712", "C-4711"));
        Done(await desk.ForgetAsync("C-4712"));
        Assert.Equal(1, await desk.RoundAsync());
        Assert.NotEmpty(await FoundAsync(desk, Name));

        await desk.Desk.WorkOffAsync();
        desk.Data.Time.Advance(TimeSpan.FromMinutes(20));
        await desk.EraseAsync();

        Assert.Empty(await FoundAsync(desk, Name, Email, "Quillfeather", "C-4711", "C-4712"));
        Assert.NotEmpty(await FoundAsync(desk, other.Refund.CustomerName));
        var erased = await desk.Desk.ReadAsync(open);
        Assert.Equal((RefundStatus.Paid, 45_00L, "(erased)"), (erased.Status, erased.ApprovedMinor, erased.CustomerName));
        Assert.StartsWith("erased-", erased.CustomerReference, StringComparison.Ordinal);
        await using var scope = desk.Data.BuildHost().Services.CreateAsyncScope();
        Assert.Empty(Done(await scope.ServiceProvider.GetRequiredService<LedgerCheck>().HandleAsync(Cancelled)).Differences);
        Assert.All(Done(await scope.ServiceProvider.GetRequiredService<ReplayCase>().HandleAsync(open.Refund.Number, Cancelled)), one => Assert.Empty(one.Differences));
    }

    [Fact]
    public async Task The_history_adds_up_under_the_pseudonym_and_a_new_order_begins_clean()
    {
        await using var desk = await CustomerDesk.CreateAsync();
        await AddAsync(desk, ARefund().Paid());
        await AddAsync(desk, ARefund().Paid());
        Done(await desk.ForgetAsync("C-4711"));
        await desk.EraseAsync();

        var anew = await AddAsync(desk, ARefund());
        await desk.Desk.WorkOffAsync();

        await using var db = await desk.Data.OpenAsync();
        var pseudonym = (await db.Customers.SingleAsync(Cancelled)).Reference;
        Assert.Equal((2, 2), (await db.Orders.CountAsync(row => row.CustomerReference == pseudonym, Cancelled), await db.RefundCases.CountAsync(row => row.CustomerReference == pseudonym, Cancelled)));
        var decision = DecisionJson.Read((await db.Decisions.SingleAsync(row => row.CaseId == anew.Refund.Id, Cancelled)).Json);
        Assert.Equal((1, 0, 0), (decision.RiskFacts.Orders, decision.RiskFacts.RefundsLast90Days, decision.Facts.NearbyRequests));
        Assert.Null(await db.Customers.Select(row => row.ErasureKey).SingleAsync(Cancelled));
    }

    [Fact]
    public async Task Done_twice_is_done_once()
    {
        await using var desk = await CustomerDesk.CreateAsync();
        await AddAsync(desk, ARefund().Paid());
        Done(await desk.ForgetAsync("C-4711"));
        await desk.EraseAsync();
        var before = await FoundAsync(desk, "erased");

        await desk.EraseAsync();

        Assert.Equal(before, await FoundAsync(desk, "erased"));
        Assert.Equal("customer.unknown", Refused(await desk.ForgetAsync("C-4711")).Code);
    }

    [Fact]
    public async Task Killed_in_the_middle_it_goes_on_under_the_same_pseudonym()
    {
        await using var desk = await CustomerDesk.CreateAsync();
        foreach (var _ in Enumerable.Range(0, 60))
        {
            await AddAsync(desk, ARefund().Paid());
        }

        Done(await desk.ForgetAsync("C-4711"));
        await desk.DeliverAsync();
        await desk.RoundAsync();
        await desk.DeliverAsync();
        desk.Data.Time.Advance(TimeSpan.FromMinutes(2));
        await using (var db = await desk.Data.OpenAsync())
        {
            // The last of sixty cannot be written: the first part of fifty is committed, the second one is undone as if the process had died.
            await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER \"Killed\" BEFORE UPDATE ON \"Orders\" BEGIN SELECT RAISE(ABORT, 'killed'); END", Cancelled);
        }

        await Assert.ThrowsAnyAsync<DbException>(() => desk.RoundAsync());
        await using (var db = await desk.Data.OpenAsync())
        {
            Assert.Equal((0, 60), (await db.RefundCases.CountAsync(row => row.CustomerReference == "C-4711", Cancelled), await db.Orders.CountAsync(row => row.CustomerReference == "C-4711", Cancelled)));
            await db.Database.ExecuteSqlRawAsync("DROP TRIGGER \"Killed\"", Cancelled);
        }

        Assert.Equal(0, await desk.RoundAsync());
        desk.Data.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, await desk.RoundAsync());

        Assert.Empty(await FoundAsync(desk, Name, Email, "C-4711"));
        await using var after = await desk.Data.OpenAsync();
        Assert.Single(await after.RefundCases.Select(row => row.CustomerReference).Concat(after.Orders.Select(row => row.CustomerReference)).Distinct().ToListAsync(Cancelled));
    }

    [Theory]
    [InlineData("Mug for Ed, needed at once", "Mug for (erased), needed at once")]
    [InlineData("ED and ed@x.example", "(erased) and (erased)")]
    [InlineData("Edition 2", "Edition 2")]
    public void A_name_goes_where_it_stands_alone_and_stays_inside_other_words(string text, string clean) =>
        Assert.Equal(clean, new PersonalWords(["Ed", "ed@x.example"], [], PersonalWords.FreshKey()).Without(text));

    private static Task<RefundScene> AddAsync(CustomerDesk desk, RefundBuilder refund) =>
        desk.AddAsync("C-4711", refund: refund, order: draft => draft with { CustomerName = Name, CustomerEmail = Email });

    /// <summary>Every text column of every table that holds one of the words, whatever the table is.</summary>
    private static async Task<List<string>> FoundAsync(CustomerDesk desk, params string[] words)
    {
        await using var db = await desk.Data.OpenAsync();
        var found = new List<string>();
        foreach (var table in db.Model.GetEntityTypes().Where(type => !type.IsOwned()))
        {
            foreach (var column in table.GetProperties().Where(property => (property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType) == typeof(string)))
            {
                foreach (var word in words)
                {
                    found.AddRange(await ReadAsync(db, $"SELECT \"{column.GetColumnName()}\" FROM \"{table.GetTableName()}\" WHERE \"{column.GetColumnName()}\" LIKE '%{word}%'", $"{table.ClrType.Name}.{column.Name}"));
                }

                // Documents escape what is not ASCII.
                found.AddRange(words.Contains(Name) ? await ReadAsync(db, $"SELECT \"{column.GetColumnName()}\" FROM \"{table.GetTableName()}\" WHERE \"{column.GetColumnName()}\" LIKE '%Zo\\u00EB%'", $"{table.ClrType.Name}.{column.Name}") : []);
            }
        }

        return found;
    }

    private static async Task<List<string>> ReadAsync(RefundDeskDbContext db, string sql, string where)
    {
        var connection = db.Database.GetDbConnection();
        await db.Database.OpenConnectionAsync(Cancelled);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        var rows = new List<string>();
        while (await reader.ReadAsync(Cancelled))
        {
            rows.Add($"{where}: {reader.GetValue(0)}");
        }

        return rows;
    }
}
