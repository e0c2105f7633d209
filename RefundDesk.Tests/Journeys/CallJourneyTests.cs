using Microsoft.Playwright;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using static Microsoft.Playwright.Assertions;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Journeys;

/// <summary>Somebody calls: an agent finds the order, says what would come of it and puts the request in, without the mouse.</summary>
[Trait("Category", "Browser")]
public sealed class CallJourneyTests
{
    [Fact]
    public async Task An_agent_takes_a_call_by_keyboard_from_the_queue_to_the_case()
    {
        await using var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?> { ["Automation:Enabled"] = "false", ["Notifications:Enabled"] = "false" });
        var client = await desk.ClientAsync();
        var at = TimeProvider.System.GetUtcNow();
        OrderBuilder Bought() => AnOrder().WithLine(189_00, quantity: 2, category: "Living").WithLine(49_90).WithShipping(4_90)
            .PlacedAt(at.AddDays(-10)).DispatchedAt(at.AddDays(-9)).DeliveredAt(at.AddDays(-6));
        var other = await desk.Data.AddCaseAsync(client, ARefund().Asking(1).RequestedAt(at.AddDays(-1)).InReview(), Bought());
        await desk.Data.AddOrderAsync(client, Bought());
        await using var tab = await Browser.OpenAsync(desk, Role.Agent, "/queues/review");
        await Expect(tab.Page.Locator("tr[id^=row-]")).ToHaveCountAsync(1);

        await tab.Page.Keyboard.PressAsync("g");
        await tab.Page.Keyboard.PressAsync("n");
        await Expect(tab.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Order number" })).ToBeFocusedAsync();
        await tab.LookAsync("call-empty");
        await tab.Page.Keyboard.TypeAsync("customer");
        await tab.Page.Keyboard.PressAsync("Enter");
        var link = tab.Page.GetByRole(AriaRole.Link, new() { Name = other.Order.OrderNumber, Exact = true });
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Orders found" }).GetByRole(AriaRole.Link)).ToHaveCountAsync(2);
        await tab.LookAsync("call-orders");

        await link.FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Article 1" })).ToBeFocusedAsync();
        await Expect(tab.Page.GetByText("There is a request for this order already")).ToBeVisibleAsync();
        await tab.LookAsync("call-order");

        await tab.Page.Keyboard.PressAsync("Space");
        await tab.Page.GetByLabel("Reason for Article 1").SelectOptionAsync("Changed mind");
        await tab.Page.GetByLabel("Condition of Article 1").SelectOptionAsync("Opened");
        await tab.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Article 2" }).PressAsync("Space");
        await Expect(tab.Page.GetByLabel("Reason for Article 2")).ToHaveValueAsync("ChangedMind");
        await tab.Page.GetByLabel("What the customer says").FillAsync("Both are too big for the room.");
        var putIn = tab.Page.GetByRole(AriaRole.Button, new() { Name = "Put it in" });
        await Expect(putIn).Not.ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "What would come of it" })).ToContainTextAsync("€\u00A0144.40");
        await tab.LookAsync("call-preview");

        await putIn.FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Page.GetByText("“Both are too big for the room.”")).ToBeVisibleAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Link, new() { Name = "New request", Exact = true }).Last).ToHaveAttributeAsync("href", $"/requests/new?client={client.Key}&order={other.Order.OrderNumber}");
        await tab.LookAsync("call-case");
    }
}
