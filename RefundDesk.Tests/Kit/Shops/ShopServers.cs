using RefundDesk.Domain.Orders.Sources;

namespace RefundDesk.Tests.Kit.Shops;

/// <summary>One server for all tests of a shop, started by the first test that wants it.</summary>
public abstract class ShopServer(string kind) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private (NodeShop? Shop, string? WhyNot)? _opened;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_opened?.Shop is { } shop)
        {
            await shop.DisposeAsync();
        }

        _turn.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The running shop; skips the test, saying why, where there can be none.</summary>
    internal async Task<NodeShop> OpenAsync()
    {
        await _turn.WaitAsync();
        try
        {
            var (shop, whyNot) = _opened ??= await NodeShop.OpenAsync(kind);
            Assert.SkipWhen(shop is null, whyNot ?? string.Empty);
            return shop!;
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <summary>The Vendure server of the tests.</summary>
public sealed class VendureServer() : ShopServer("vendure");

/// <summary>The Medusa server of the tests.</summary>
public sealed class MedusaServer() : ShopServer("medusa");

/// <summary>Tests that share a Vendure server, and so run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class VendureTests : ICollectionFixture<VendureServer>
{
    public const string Name = "Vendure";
}

/// <summary>Tests that share a Medusa server, and so run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class MedusaTests : ICollectionFixture<MedusaServer>
{
    public const string Name = "Medusa";
}

/// <summary>A real server as the contract of order sources wants a shop. The server outlives it.</summary>
internal sealed class RealShop(NodeShop shop, SourceCalls calls, IOrderSource source) : ShopUnderTest
{
    public override IOrderSource Source { get; } = source;

    public override SourceAccess Access => shop.Access;

    public override async Task<string> SellAsync()
    {
        var sold = await shop.DoAsync(new { verb = "sell" });
        return NumberOf(sold);
    }

    public override Task ChangeAsync(string number) => shop.DoAsync(new { verb = "ship", number });

    public override async Task<int> RecordsOfAsync(string number) => (await shop.DoAsync(new { verb = "records", number })).GetProperty("count").GetInt32();

    public override ValueTask DisposeAsync()
    {
        calls.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What customers call an order that the shop's seed tells of.</summary>
    public static string NumberOf(System.Text.Json.JsonElement order) => order.GetProperty(order.TryGetProperty("code", out _) ? "code" : "number").GetString()!;
}
