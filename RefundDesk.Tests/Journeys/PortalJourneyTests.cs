using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using RefundDesk.Tests.Features.Portal;
using RefundDesk.Tests.Kit;

namespace RefundDesk.Tests.Journeys;

[Trait("Category", "Browser")]
public sealed class PortalJourneyTests
{
    [Fact]
    public async Task A_customer_without_script_comes_from_the_order_number_to_the_receipt_on_a_phone()
    {
        await using var portal = await PortalDesk.StartAsync();
        await using var tab = await Browser.OpenAsync(portal.Desk, role: null, portal.Root, width: 390, height: 844, script: false);

        await LetInAsync(portal, tab);
        await ChooseAsync(tab);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Ask for this refund" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "We have your request" })).ToBeVisibleAsync();

        await using var db = await portal.Desk.Data.OpenAsync();
        var refund = await db.RefundCases.SingleAsync(TestContext.Current.CancellationToken);
        await Assertions.Expect(tab.Page.GetByText($"Your number is {refund.Number}")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(390, 844, false)]
    [InlineData(390, 844, true)]
    [InlineData(1440, 900, false)]
    public async Task Every_page_can_be_used_by_everybody(int width, int height, bool dark)
    {
        await using var portal = await PortalDesk.StartAsync();
        await using var tab = await Browser.OpenAsync(portal.Desk, role: null, portal.Root, dark, width, height);
        var picture = $"portal-{width}{(dark ? "-dark" : string.Empty)}";

        await LookAsync(tab, $"{picture}-ask");
        await LetInAsync(portal, tab);
        await LookAsync(tab, $"{picture}-items");
        await ChooseAsync(tab);
        await LookAsync(tab, $"{picture}-check");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Ask for this refund" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "We have your request" })).ToBeVisibleAsync();
        await LookAsync(tab, $"{picture}-receipt");
    }

    private static async Task LetInAsync(PortalDesk portal, BrowserTab tab)
    {
        await tab.Page.GetByLabel("Order number").FillAsync(portal.Order.OrderNumber);
        await tab.Page.GetByLabel("E-mail address or postcode of the order").FillAsync(PortalDesk.Email);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Send me a code" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Your code" })).ToBeVisibleAsync();
        await tab.Page.GetByLabel("Code from the e-mail").FillAsync((await portal.CodeAsync())!);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "What do you want to send back?" })).ToBeVisibleAsync();
    }

    private static async Task ChooseAsync(BrowserTab tab)
    {
        await tab.Page.GetByLabel("How many").SelectOptionAsync("2");
        await tab.Page.GetByLabel("Why").SelectOptionAsync("WrongSize");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "See what you get back" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "What you get back" })).ToBeVisibleAsync();
    }

    private static async Task LookAsync(BrowserTab tab, string name)
    {
        await tab.PictureAsync(name);
        await tab.ExpectAccessibleAsync();
    }
}
