using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Policies;
using RefundDesk.Tests.Kit;
using RefundDesk.Tests.Kit.Shops;
using RefundDesk.Web.Features.Intake.Pulling;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Torture;

/// <summary>
/// The real application is killed while it reads a shop and while it tells it of refunds; another one carries on, with nothing lost and nothing doubled.
/// On SQLite, and where <c>REFUNDDESK_TORTURE_KILLS</c> asks for the long form on every database.
/// </summary>
[Trait("Category", "Torture")]
public sealed class KilledPullTests : IDisposable
{
    private const int Orders = 450;
    private const int Refunds = 6;

    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("refunddesk-killed-pull-");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task A_shop_whose_reader_and_teller_are_killed_is_read_once_and_told_once(DatabaseProvider provider)
    {
        Assert.SkipWhen(provider != DatabaseProvider.Sqlite && Environment.GetEnvironmentVariable("REFUNDDESK_TORTURE_KILLS") is null, "The long form: REFUNDDESK_TORTURE_KILLS is not set.");
        await using var shop = await FakeWooCommerce.StartAsync();
        var sold = new List<string>();
        for (var i = 0; i < Orders; i++)
        {
            sold.Add(await shop.SellAsync());
        }

        shop.Time.Advance(TimeSpan.FromMinutes(10));
        await using var desk = await TestDatabase.CreateAsync(provider);
        await AddAsync(desk, shop);

        SlowDown(shop, requests: 40);
        var atKill = await UntilAndKilledAsync(desk, async () => await CountAsync(desk) > 0);
        shop.Instead.Clear();
        await UntilAndKilledAsync(desk, async () => (await SourceAsync(desk)).LastEndAt is not null);

        Assert.InRange(atKill, 1, Orders - 1);
        Assert.Equal(sold.Order(StringComparer.Ordinal), await NumbersAsync(desk));
        Assert.Equal((Orders, null), ((await SourceAsync(desk)).OrdersTaken, (await SourceAsync(desk)).FaultCode));

        var paid = sold.Take(Refunds).ToList();
        foreach (var number in paid)
        {
            await PayAsync(desk, number);
        }

        SlowDown(shop, requests: 10);
        await UntilAndKilledAsync(desk, () => Task.FromResult(paid.Exists(number => shop.Records(number).Count > 0)));
        shop.Instead.Clear();
        await UntilAndKilledAsync(desk, async () => (await ToldAsync(desk)).TrueForAll(row => row.ToldAt is not null));

        Assert.All(paid, number => Assert.Single(shop.Records(number)));
        Assert.Equal(Refunds, (await ToldAsync(desk)).Select(row => row.Reference).Distinct().Count());
        await using var db = await desk.OpenAsync();
        Assert.Equal(Refunds, await db.CaseEvents.CountAsync(row => row.Text.StartsWith("Recorded at the shop"), Cancelled));
    }

    public void Dispose() => _keys.Delete(recursive: true);

    /// <summary>Every answer takes its time, so that the process is killed in the middle of something.</summary>
    private static void SlowDown(FakeWooCommerce shop, int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            shop.Instead.Enqueue(async context =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), context.RequestAborted);
                return false;
            });
        }
    }

    private async Task<int> UntilAndKilledAsync(TestDatabase desk, Func<Task<bool>> holds)
    {
        await using var process = await DeskProcess.StartAsync(Settings(desk), Cancelled);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(TimeSpan.FromSeconds(180));
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), deadline.Token);
        }

        await process.KillAsync();
        return await CountAsync(desk);
    }

    private async Task AddAsync(TestDatabase desk, FakeWooCommerce shop)
    {
        var client = await desk.AddClientAsync("shop");
        var secrets = new SourceSecrets(DataProtectionProvider.Create(_keys, builder => builder.SetApplicationName("RefundDesk")));
        var (access, id, now) = (shop.Access, Guid.CreateVersion7(Now), TimeProvider.System.GetUtcNow());
        await using var db = await desk.OpenAsync();
        db.OrderSources.Add(new OrderSourceRow
        {
            Id = id, ClientId = client.Id, Kind = shop.Source.Kind, Address = access.Address.ToString().TrimEnd('/'), Account = access.Account, SealedSecret = secrets.Seal(id, access.Secret), Gateway = access.Gateway,
            Since = access.Since, CreatedAt = now, CreatedByName = "Test", NextLookAt = now,
        });
        await db.SaveChangesAsync(Cancelled);
    }

    private static async Task PayAsync(TestDatabase desk, string orderNumber)
    {
        await using var db = await desk.OpenAsync();
        var order = await db.WholeOrders().SingleAsync(order => order.OrderNumber == orderNumber, Cancelled);
        var scene = ARefund().Of(order).Asking(1, 1, RefundReason.Defective).Paid().Build();
        db.Add(scene.Refund);
        await db.SaveChangesAsync(Cancelled);
    }

    private static async Task<int> CountAsync(TestDatabase desk)
    {
        await using var db = await desk.OpenAsync();
        return await db.Orders.CountAsync(Cancelled);
    }

    private static async Task<List<string>> NumbersAsync(TestDatabase desk)
    {
        await using var db = await desk.OpenAsync();
        var numbers = await db.Orders.AsNoTracking().Select(order => order.OrderNumber).ToListAsync(Cancelled);
        return [.. numbers.Order(StringComparer.Ordinal)];
    }

    private static async Task<OrderSourceRow> SourceAsync(TestDatabase desk)
    {
        await using var db = await desk.OpenAsync();
        return await db.OrderSources.AsNoTracking().SingleAsync(Cancelled);
    }

    private static async Task<List<SourceRefundRow>> ToldAsync(TestDatabase desk)
    {
        await using var db = await desk.OpenAsync();
        return await db.SourceRefunds.AsNoTracking().ToListAsync(Cancelled);
    }

    private Dictionary<string, string?> Settings(TestDatabase desk) => new(DeskNode.Settings(desk.Provider, desk.Connection))
    {
        ["urls"] = "http://127.0.0.1:0",
        ["Automation:Enabled"] = "false",
        ["Notifications:Enabled"] = "false",
        ["Authentication:KeysFolder"] = _keys.FullName,
        ["OrderSources:AllowHttpOnLocalhost"] = "true",
        ["Pulling:LeaseSeconds"] = "30",
        ["Pulling:LookEverySeconds"] = "5",
    };
}
