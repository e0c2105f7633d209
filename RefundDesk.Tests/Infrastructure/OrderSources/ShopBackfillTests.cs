using System.Diagnostics;
using System.Globalization;
using RefundDesk.Tests.Kit;
using RefundDesk.Tests.Kit.Shops;

namespace RefundDesk.Tests.Infrastructure.OrderSources;

/// <summary>The past of a shop, read for the first time. The figures are printed; run them with <c>--explicit on</c>.</summary>
public sealed class ShopBackfillTests
{
    private const int Orders = 5_000;

    [Fact(Explicit = true)]
    public async Task Five_thousand_orders_of_WooCommerce()
    {
        await using var shop = await FakeWooCommerce.StartAsync();
        var random = new Random(1);
        await MeasureAsync(shop, () =>
        {
            shop.Time.Advance(TimeSpan.FromSeconds(random.Next(0, 4)));
            shop.Add(WooCart.Of(random, "EUR", 2));
        }, () => shop.Time.Advance(TimeSpan.FromHours(1)));
    }

    [Fact(Explicit = true)]
    public async Task Five_thousand_orders_of_Shopify()
    {
        await using var shop = await FakeShopify.StartAsync();
        var random = new Random(1);
        await MeasureAsync(shop, () =>
        {
            shop.Time.Advance(TimeSpan.FromSeconds(random.Next(0, 4)));
            shop.Add(ShopifyCart.Of(random, "EUR", 2));
        }, () => shop.Time.Advance(TimeSpan.FromHours(1)));
    }

    private static async Task MeasureAsync(ShopUnderTest shop, Action sell, Action later)
    {
        for (var i = 0; i < Orders; i++)
        {
            sell();
        }

        later();
        var (seen, heldBack, calls, largest) = (new HashSet<string>(), 0, 0, 0L);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        for (string? cursor = null; ;)
        {
            var page = (await shop.Source.ReadAsync(shop.Access, cursor, TestContext.Current.CancellationToken)).Value;
            calls++;
            seen.UnionWith(page.Orders.Select(order => order.Key));
            heldBack += page.Orders.Count(order => !order.Order.Succeeded);
            largest = Math.Max(largest, GC.GetTotalMemory(forceFullCollection: false) - before);
            cursor = page.Cursor;
            if (!page.HasMore)
            {
                break;
            }
        }

        watch.Stop();
        Assert.Equal(Orders, seen.Count);
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"{Orders} orders in {watch.Elapsed.TotalSeconds:F1} s ({Orders / watch.Elapsed.TotalSeconds:F0}/s), {calls} calls, {heldBack} held back, at most {largest / 1_000_000} MB more"));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Orders} orders in {watch.Elapsed.TotalSeconds:F1} s ({Orders / watch.Elapsed.TotalSeconds:F0}/s), {calls} calls, {heldBack} held back, at most {largest / 1_000_000} MB more"));
    }
}
