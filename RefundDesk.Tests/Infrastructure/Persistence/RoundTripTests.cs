using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using RefundDesk.Domain.Policies;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Infrastructure.Persistence;

/// <summary>Everything that is stored comes back as it was, on every provider: compared field by field over the model itself.</summary>
public sealed class RoundTripTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task Every_field_of_every_row_comes_back_as_it_was(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var written = new Dictionary<string, object?>();
        await using (var db = await desk.OpenAsync())
        {
            OneOfEverything.AddTo(db, desk.Time.GetUtcNow());
            await db.SaveChangesAsync(Cancelled);
            Collect(db, written);
        }

        var read = new Dictionary<string, object?>();
        await using (var db = await desk.OpenAsync())
        {
            await LoadEverythingAsync(db);
            Collect(db, read);
        }

        Assert.Equal(written.Keys.Order(), read.Keys.Order());
        Assert.All(written, field => Assert.True(Equals(field.Value, read[field.Key]), $"{field.Key}: {field.Value} came back as {read[field.Key]}"));
    }

    [Fact]
    public async Task The_sample_fills_every_column_that_can_be_filled()
    {
        await using var desk = await TestDatabase.CreateAsync();
        await using var db = await desk.OpenAsync();
        OneOfEverything.AddTo(db, desk.Time.GetUtcNow());
        await db.SaveChangesAsync(Cancelled);

        var empty = db.ChangeTracker.Entries()
            .SelectMany(entry => entry.Properties.Where(property => property.Metadata.IsNullable).Select(property => (Name: NameOf(entry, property), IsEmpty: property.CurrentValue is null)))
            .GroupBy(field => field.Name)
            .Where(field => field.All(one => one.IsEmpty))
            .Select(field => field.Key)
            .Order();

        Assert.Equal(["ApiKey.LastUsedAt", "Customer.ErasedAt", "Customer.ErasureKey", "Customer.LeaseOwner", "Customer.LeaseUntil", "DeskUser.LockoutEnd", "RefundCase.LeaseOwner", "RefundCase.LeaseUntil"], empty);
    }

    [Theory, DatabaseMatrix]
    public async Task Instants_come_back_in_utc_and_in_whole_microseconds(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var placed = new DateTimeOffset(2026, 3, 10, 14, 0, 0, TimeSpan.FromHours(2)).AddTicks(1_234_567);
        var client = await desk.AddClientAsync();
        var order = await desk.AddOrderAsync(client, AnOrder().PlacedAt(placed));

        await using var db = await desk.OpenAsync();
        var read = await db.Orders.SingleAsync(row => row.Id == order.Id, Cancelled);

        Assert.Equal(TimeSpan.Zero, read.PlacedAt.Offset);
        Assert.Equal(placed.AddTicks(-7), read.PlacedAt);
        Assert.True(await db.Orders.AnyAsync(row => row.PlacedAt == read.PlacedAt, Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task A_decision_is_read_from_its_document_as_it_was_taken(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var scene = ARefund().Of(AnOrder().Of((await desk.AddClientAsync()).Id)).Decided().Build();
        var taken = scene.Refund.PendingDecisions.Single().Decision;
        await using var db = await desk.OpenAsync();
        db.AddRange(scene.Order, scene.Refund);
        await db.SaveChangesAsync(Cancelled);

        var stored = await db.Decisions.AsNoTracking().SingleAsync(Cancelled);

        var read = DecisionJson.Read(stored.Json);
        Assert.Equivalent(taken, read, strict: true);
    }

    [Theory, DatabaseMatrix]
    public async Task A_policy_is_read_from_its_document_as_it_was_written(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        static ReturnPolicy Everything(ReturnPolicy policy) => policy with
        {
            Windows = [new ReturnWindow(null, 30, WindowAnchor.Delivery), new ReturnWindow("Möbel", 100, WindowAnchor.Dispatch)],
            FinalSaleCategories = ["gift cards"],
            ReturnRequiredFromMinor = 50_00,
            TenderRule = TenderRule.ProRata,
        };
        var client = await desk.AddClientAsync(policy: Everything);

        await using var db = await desk.OpenAsync();
        var read = (await db.LoadPoliciesAsync(client.Id, desk.Time.GetUtcNow(), desk.Time.GetUtcNow(), Cancelled)).Promise;

        Assert.Equivalent(Everything(ReturnPolicy.Standard(client.CreatedAt, 100)), read, strict: true);
    }

    private static async Task LoadEverythingAsync(RefundDeskDbContext db)
    {
        await db.Delegations.LoadAsync(Cancelled);
        await db.WholeCases().LoadAsync(Cancelled);
        await db.WholeOrders().LoadAsync(Cancelled);
        await db.Clients.LoadAsync(Cancelled);
        await db.Policies.LoadAsync(Cancelled);
        await db.CaseEvents.LoadAsync(Cancelled);
        await db.Postings.LoadAsync(Cancelled);
        await db.Decisions.LoadAsync(Cancelled);
        await db.ApiKeys.LoadAsync(Cancelled);
        await db.WaitingRequests.LoadAsync(Cancelled);
        await db.Imports.LoadAsync(Cancelled);
        await db.OrderSources.LoadAsync(Cancelled);
        await db.SourceOrders.LoadAsync(Cancelled);
        await db.SourceRefunds.LoadAsync(Cancelled);
        await db.PortalCodes.LoadAsync(Cancelled);
        await db.Withdrawals.LoadAsync(Cancelled);
        await db.MailMessages.LoadAsync(Cancelled);
        await db.MailContents.LoadAsync(Cancelled);
        await db.BreakerTrips.LoadAsync(Cancelled);
        await db.Attachments.LoadAsync(Cancelled);
        await db.AttachmentContents.LoadAsync(Cancelled);
        await db.Outbox.LoadAsync(Cancelled);
        await db.Customers.LoadAsync(Cancelled);
        await db.Audit.LoadAsync(Cancelled);
        await db.Users.LoadAsync(Cancelled);
        await db.UserClaims.LoadAsync(Cancelled);
        await db.UserLogins.LoadAsync(Cancelled);
        await db.UserTokens.LoadAsync(Cancelled);
    }

    private static void Collect(RefundDeskDbContext db, Dictionary<string, object?> fields)
    {
        foreach (var entry in db.ChangeTracker.Entries())
        {
            var key = string.Join('/', entry.Metadata.FindPrimaryKey()!.Properties.Select(property => entry.Property(property.Name).CurrentValue));
            foreach (var property in entry.Properties)
            {
                fields.Add($"{entry.Metadata.ClrType.Name} {key} {property.Metadata.Name}", property.CurrentValue is byte[] bytes ? Convert.ToHexString(bytes) : property.CurrentValue);
            }
        }
    }

    private static string NameOf(EntityEntry entry, PropertyEntry property) => $"{entry.Metadata.ClrType.Name}.{property.Metadata.Name}";
}
