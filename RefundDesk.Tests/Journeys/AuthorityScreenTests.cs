using Microsoft.Playwright;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using static Microsoft.Playwright.Assertions;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Journeys;

/// <summary>Approving with requests that belong together, changing the amount, lending authority: looked at in both themes, and usable by everybody.</summary>
[Trait("Category", "Browser")]
public sealed class AuthorityScreenTests
{
    [Fact]
    public async Task Everybody_can_approve_what_belongs_together_change_the_amount_and_lend_authority()
    {
        await using var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?> { ["Automation:Enabled"] = "false", ["Notifications:Enabled"] = "false" });
        await desk.PersonAsync(Role.Agent);
        var other = await AddAsync(desk, 180_00);
        var number = await AddAsync(desk, 190_00);
        await using var tab = await Browser.OpenAsync(desk, Role.Agent, $"/cases/{number}", width: 1440, height: 900);

        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Requests that belong together" })).ToContainTextAsync(other.ToString());
        await Expect(tab.Page.Locator(".panel.next")).ToContainTextAsync("goes to a supervisor");
        await tab.LookAsync("case-together");
        await tab.Page.Keyboard.PressAsync("a");
        await Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync(other.ToString());
        await tab.LookAsync("dialog-send-to-approval");
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await tab.Page.Keyboard.PressAsync("c");
        await tab.Page.GetByLabel("Kept back of Article 1").FillAsync("10.00");
        await Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("180.00");
        await tab.Page.GetByLabel("Why; it stands in the history").FillAsync("A scratch.");
        await tab.LookAsync("dialog-amount");
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Change amount" }).ClickAsync();
        await Expect(tab.Page.Locator(".case-head .amt")).ToContainTextAsync("180.00");
        await Expect(tab.Page.Locator(".panel.next")).ToContainTextAsync("You changed this case");

        await using var supervisor = await Browser.OpenAsync(desk, Role.Supervisor, "/deputies", width: 1440, height: 900);
        await supervisor.Page.GetByLabel("To", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Ann Agent" });
        await supervisor.Page.GetByRole(AriaRole.Button, new() { Name = "Lend" }).ClickAsync();
        await Expect(supervisor.Page.GetByText("In force")).ToBeVisibleAsync();
        await supervisor.LookAsync("deputies");
    }

    private static async Task<RefundNumber> AddAsync(WebDesk desk, long minor)
    {
        var at = TimeProvider.System.GetUtcNow().AddHours(-5);
        var order = AnOrder().WithLine(minor).PlacedAt(at.AddDays(-10)).DispatchedAt(at.AddDays(-9)).DeliveredAt(at.AddDays(-6));
        return (await desk.Data.AddCaseAsync(await desk.ClientAsync(), ARefund().RequestedAt(at).InReview(), order)).Refund.Number;
    }
}
