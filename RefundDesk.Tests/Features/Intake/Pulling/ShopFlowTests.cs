using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Tests.Features.Api;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Pulling;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Intake.Pulling;

/// <summary>The whole way with everything running: sold at the shop, asked back over the API before the order is known, paid by automation, recorded at the shop.</summary>
public sealed class ShopFlowTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task Sold_asked_back_paid_and_recorded_with_nobodys_help(DatabaseProvider provider)
    {
        var shop = new FakeShop();
        var mail = Directory.CreateTempSubdirectory("refunddesk-shop-");
        await using var desk = await WebDesk.StartAsync(
            services => ShopDesk.Use(services, shop), new Dictionary<string, string?> { ["Pulling:LookEverySeconds"] = "5", ["Waiting:LookEverySeconds"] = "3600", ["Notifications:Folder"] = mail.FullName }, provider: provider);
        var client = await desk.ClientAsync();
        using var caller = await ApiCaller.OfAsync(desk, client);
        var now = desk.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var asked = await caller.AskAsync(ApiCaller.Request("W-1"));
        shop.Sell(AnOrder().WithLine(40_00, quantity: 2).With(draft => draft with { OrderNumber = "W-1", PlacedAt = now.AddDays(-5), DispatchedAt = now.AddDays(-4), DeliveredAt = now.AddDays(-3) }));

        await using (var db = await desk.Data.OpenAsync())
        {
            var id = Guid.CreateVersion7(now);
            db.OrderSources.Add(new() { Id = id, ClientId = client.Id, Kind = "fake", Address = "https://shop.example", Account = "desk", SealedSecret = desk.Services.GetRequiredService<SourceSecrets>().Seal(id, FakeShop.Secret), Gateway = "sandbox", Since = now.AddYears(-1), CreatedAt = now, CreatedByName = "Test", NextLookAt = now });
            await db.SaveChangesAsync(Cancelled);
        }

        var number = asked.Json.GetProperty("number").GetString()!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (shop.Records.Count == 0)
        {
            await Task.Delay(100, limit.Token);
        }

        var record = Assert.Single(shop.Records);
        Assert.Equal((number, "W-1", 20_00L), (record.RefundNumber, record.OrderNumber, record.AmountMinor));
        Assert.Equal("Paid", (await caller.GetAsync($"refunds/{number}")).Json.GetProperty("status").GetString());
        mail.Delete(recursive: true);
    }
}
