using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Pulling;
using static Microsoft.Playwright.Assertions;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Journeys;

/// <summary>A shop is added, read, found faulty, paused, told nothing any more, and taken away. Supervisors see it all and change nothing.</summary>
[Trait("Category", "Browser")]
public sealed class ShopJourneyTests
{
    private static readonly Dictionary<string, string?> Settings = new() { ["Automation:Enabled"] = "false", ["Notifications:Enabled"] = "false", ["Pulling:LookEverySeconds"] = "5" };

    [Fact]
    public async Task A_shop_is_added_read_and_looked_after()
    {
        var shop = new FakeShop();
        shop.Sell();
        shop.SellRefused("NW-100023-EXCHANGE", new Refusal("order.field", "tenders[0].captured: nobody captured the payment; it is still authorised only, so that nothing can be paid back."));
        shop.Sell();
        await using var desk = await WebDesk.StartAsync(services => services.AddSingleton<IOrderSource>(shop), Settings);
        await desk.ClientAsync();
        await using var tab = await Browser.OpenAsync(desk, Role.Administrator, "/admin/sources");
        await Expect(tab.Page.GetByText("No shop yet")).ToBeVisibleAsync();
        await tab.LookAsync("shops-empty");

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add a shop" }).ClickAsync();
        var dialog = tab.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Client", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await dialog.GetByLabel("What it is").SelectOptionAsync("fake");
        await dialog.GetByLabel("Address").FillAsync("https://shop.example");
        await dialog.GetByLabel("Account").FillAsync("desk");
        await dialog.GetByLabel("Secret", new() { Exact = true }).FillAsync("guessed");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("not known there");
        await tab.LookAsync("shops-add");
        await dialog.GetByLabel("Secret", new() { Exact = true }).FillAsync(FakeShop.Secret);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();

        var list = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Shops", Exact = true });
        await Expect(list).ToContainTextAsync("Up to date", new() { Timeout = 30_000 });
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Orders held back" })).ToContainTextAsync("NW-100023-EXCHANGE");
        await Expect(dialog).ToHaveCountAsync(0);
        await tab.LookAsync("shops-read");

        shop.Fault = new Refusal("source.unreachable", "shop.example does not answer: Name or service not known (shop.example:443)");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Look now into shop.example" }).ClickAsync();
        await Expect(list).ToContainTextAsync("Name or service not known", new() { Timeout = 30_000 });
        await tab.LookAsync("shops-failing");

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Pause shop.example" }).ClickAsync();
        await Expect(list).ToContainTextAsync("Paused");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Change shop.example" }).ClickAsync();
        await Expect(dialog.GetByLabel("Another secret")).ToBeVisibleAsync();
        await tab.LookAsync("shops-change");
        await dialog.GetByLabel("Record paid refunds").UncheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await Expect(list).ToContainTextAsync("not told");

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Change shop.example" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Remove …" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("The orders that came from it stay");
        await tab.LookAsync("shops-remove");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Remove for good" }).ClickAsync();
        await Expect(tab.Page.GetByText("No shop yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_supervisor_sees_shops_and_has_no_step()
    {
        var shop = new FakeShop();
        await using var desk = await WebDesk.StartAsync(services => services.AddSingleton<IOrderSource>(shop), Settings);
        var client = await desk.ClientAsync();
        await using (var db = await desk.Data.OpenAsync())
        {
            var id = Guid.CreateVersion7(Now);
            db.OrderSources.Add(new() { Id = id, ClientId = client.Id, Kind = "fake", Address = "https://shop.example", Account = "desk", SealedSecret = desk.Services.GetRequiredService<SourceSecrets>().Seal(id, FakeShop.Secret), Gateway = "sandbox", Since = Now.AddYears(-1), CreatedAt = Now, CreatedByName = "Test", NextLookAt = Now });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var tab = await Browser.OpenAsync(desk, Role.Supervisor, "/admin/sources");

        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Shops", Exact = true })).ToContainTextAsync("Up to date", new() { Timeout = 30_000 });
        await Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add a shop" })).ToHaveCountAsync(0);
        await Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Pause shop.example" })).ToHaveCountAsync(0);
    }
}
