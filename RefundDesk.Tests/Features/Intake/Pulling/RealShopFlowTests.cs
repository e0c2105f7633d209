using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Tests.Kit.Shops;
using RefundDesk.Web.Features.Intake.Pulling;
using RefundDesk.Web.Infrastructure.OrderSources;
using RefundDesk.Web.Infrastructure.OrderSources.Medusa;
using RefundDesk.Web.Infrastructure.OrderSources.Vendure;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Intake.Pulling;

/// <summary>From the orders of a real Vendure server to the note of what was paid back.</summary>
[Collection(VendureTests.Name)]
public sealed class VendureFlowTests(VendureServer server) : RealShopFlow
{
    internal override Task<NodeShop> OpenAsync() => server.OpenAsync();

    internal override IOrderSource Connector(ShopCalls calls) => new VendureSource(calls, TimeProvider.System) { PageSize = 2 };
}

/// <summary>From the orders of a real Medusa server to the entry of what was paid back.</summary>
[Collection(MedusaTests.Name)]
public sealed class MedusaFlowTests(MedusaServer server) : RealShopFlow
{
    internal override Task<NodeShop> OpenAsync() => server.OpenAsync();

    internal override IOrderSource Connector(ShopCalls calls) => new MedusaSource(calls, TimeProvider.System) { PageSize = 2 };
}

/// <summary>A real shop, the desk's own rounds, and processes that end at the worst moments.</summary>
public abstract class RealShopFlow
{
    private static readonly EphemeralDataProtectionProvider Keys = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    internal abstract Task<NodeShop> OpenAsync();

    internal abstract IOrderSource Connector(ShopCalls calls);

    [Fact]
    public async Task Pulled_paid_and_recorded_with_processes_killed_in_between_and_nothing_doubled()
    {
        var shop = await OpenAsync();
        var sold = RealShop.NumberOf(await shop.DoAsync(new { verb = "sell" }));
        await using var data = await TestDatabase.CreateAsync();
        var client = await data.AddClientAsync("shop");
        var cut = new Interruption();
        await AddAsync(data, client.Key, shop, cut);

        // Each process reads one page more than the one before it, and ends with the last one read and not stored.
        for (var process = 1; process <= 3; process++)
        {
            await PullAsync(data, cut, endsAfter: process);
        }

        var middle = await NumbersAsync(data);
        await PullAsync(data, cut, endsAfter: int.MaxValue);
        await PullAsync(data, cut, endsAfter: int.MaxValue);

        var numbers = await NumbersAsync(data);
        Assert.True(middle.Count < numbers.Count);
        Assert.Equal(numbers.Distinct(StringComparer.Ordinal), numbers);
        Assert.All(["plain", "discounted", "trade", "free", "japan", "invoice"], name => Assert.Contains(RealShop.NumberOf(shop.Facts.GetProperty(name)), numbers));
        Assert.Contains(sold, numbers);

        var asked = shop.GatewayRefunds.Count;
        var refund = await PayAsync(data, sold);
        await TellAsync(data, cut, isLost: true);
        Assert.Equal(1, await RecordsAsync(shop, sold));
        await TellAsync(data, cut, isLost: false);
        await TellAsync(data, cut, isLost: false);
        await PullAsync(data, cut, endsAfter: int.MaxValue);

        Assert.Equal((1, asked), (await RecordsAsync(shop, sold), shop.GatewayRefunds.Count));
        await using var db = await data.OpenAsync();
        Assert.NotNull((await db.SourceRefunds.AsNoTracking().SingleAsync(Cancelled)).ToldAt);
        Assert.Null((await db.SourceOrders.AsNoTracking().SingleAsync(row => row.OrderNumber == sold, Cancelled)).HeldCode);
        Assert.Single(await db.CaseEvents.AsNoTracking().Where(row => db.RefundCases.Any(found => found.Id == row.CaseId && found.Number == refund)).Select(row => row.Text).ToListAsync(Cancelled),
            text => text.StartsWith("Recorded at the shop", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>An application of its own each time: what a process kept in memory is gone.</summary>
    private WebApplication Process(TestDatabase data, Interruption cut) => data.BuildHost(change: services =>
    {
        services.Configure<OrderSourcesOptions>(options => options.AllowHttpOnLocalhost = true);
        services.RemoveAll<IOrderSource>();
        services.AddSingleton<IOrderSource>(found => new CutSource(Connector(found.GetRequiredService<ShopCalls>()), cut));
        services.Replace(ServiceDescriptor.Singleton<IDataProtectionProvider>(Keys));
    });

    private async Task AddAsync(TestDatabase data, string clientKey, NodeShop shop, Interruption cut)
    {
        await using var scope = Process(data, cut).Services.CreateAsyncScope();
        var (access, kind) = (shop.Access, Connector(scope.ServiceProvider.GetRequiredService<ShopCalls>()).Kind);
        Done(await scope.ServiceProvider.GetRequiredService<AddSource>().HandleAsync(
            new NewSource(clientKey, kind, access.Address.ToString(), access.Account, access.Secret, "sandbox", Instant("2020-01-01")), Cancelled));
    }

    private async Task PullAsync(TestDatabase data, Interruption cut, int endsAfter)
    {
        var round = Process(data, cut).Services.GetRequiredService<PullRound>();
        data.Time.Advance(TimeSpan.FromHours(2));
        using var down = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        (cut.Down, cut.ReadsLeft) = (down, endsAfter);
        try
        {
            while (await round.RunOnceAsync($"node-{endsAfter}", down.Token) > 0)
            {
            }
        }
        catch (OperationCanceledException) when (down.IsCancellationRequested)
        {
            // As a process that goes down.
        }
    }

    private async Task TellAsync(TestDatabase data, Interruption cut, bool isLost)
    {
        var round = Process(data, cut).Services.GetRequiredService<TellRound>();
        data.Time.Advance(TimeSpan.FromHours(2));
        cut.IsAnswerLost = isLost;
        await round.RunOnceAsync("node-tell", Cancelled);
    }

    private static async Task<RefundNumber> PayAsync(TestDatabase data, string orderNumber)
    {
        await using var db = await data.OpenAsync();
        var order = await db.WholeOrders().SingleAsync(order => order.OrderNumber == orderNumber, Cancelled);
        var scene = ARefund().Of(order).Asking(1, 1, RefundReason.Defective).Paid().Build();
        db.Add(scene.Refund);
        await db.SaveChangesAsync(Cancelled);
        return scene.Refund.Number;
    }

    private static async Task<int> RecordsAsync(NodeShop shop, string number) => (await shop.DoAsync(new { verb = "records", number })).GetProperty("count").GetInt32();

    private static async Task<List<string>> NumbersAsync(TestDatabase data)
    {
        await using var db = await data.OpenAsync();
        return await db.Orders.AsNoTracking().OrderBy(order => order.OrderNumber).Select(order => order.OrderNumber).ToListAsync(Cancelled);
    }

    /// <summary>When a process ends.</summary>
    private sealed class Interruption
    {
        public CancellationTokenSource? Down { get; set; }

        public int ReadsLeft { get; set; } = int.MaxValue;

        public bool IsAnswerLost { get; set; }
    }

    /// <summary>The connector, cut off after the shop has answered and before the desk has stored it.</summary>
    private sealed class CutSource(IOrderSource connector, Interruption cut) : IOrderSource
    {
        public string Kind => connector.Kind;

        public Task<Outcome> TryAsync(SourceAccess access, CancellationToken cancellationToken) => connector.TryAsync(access, cancellationToken);

        public async Task<Outcome<SourcePage>> ReadAsync(SourceAccess access, string? cursor, CancellationToken cancellationToken)
        {
            var page = await connector.ReadAsync(access, cursor, cancellationToken);
            if (--cut.ReadsLeft <= 0 && cut.Down is { } down)
            {
                await down.CancelAsync();
            }

            return page;
        }

        public async Task<Outcome<string>> RecordAsync(SourceAccess access, SourceRefund refund, CancellationToken cancellationToken)
        {
            var recorded = await connector.RecordAsync(access, refund, cancellationToken);
            return cut.IsAnswerLost ? new Refusal("source.unreachable", "The answer got lost.") : recorded;
        }
    }
}
