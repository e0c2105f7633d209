using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Features.Portal;
using RefundDesk.Tests.Kit;
using static Microsoft.Playwright.Assertions;

namespace RefundDesk.Tests.Journeys;

/// <summary>A customer sends photos with the request, without script; an agent sees them with the case and adds one.</summary>
[Trait("Category", "Browser")]
public sealed class AttachmentJourneyTests
{
    [Theory]
    [InlineData(390, 844, false)]
    [InlineData(1440, 900, true)]
    public async Task Photos_go_along_from_the_customers_page_to_the_case(int width, int height, bool dark)
    {
        await using var portal = await PortalDesk.StartAsync();
        var name = $"files-{width}{(dark ? "-dark" : string.Empty)}";
        await using (var tab = await Browser.OpenAsync(portal.Desk, role: null, portal.Root, dark, width, height))
        {
            await tab.Page.GetByLabel("Order number").FillAsync(portal.Order.OrderNumber);
            await tab.Page.GetByLabel("E-mail address or postcode of the order").FillAsync(PortalDesk.Email);
            await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Send me a code" }).ClickAsync();
            await tab.Page.GetByLabel("Code from the e-mail").FillAsync((await portal.CodeAsync())!);
            await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
            await tab.Page.GetByLabel("How many").SelectOptionAsync("2");
            await tab.Page.GetByLabel("Why").SelectOptionAsync("Defective");
            await tab.Page.Locator("#files").SetInputFilesAsync(
            [
                new FilePayload { Name = "The seam of the left sleeve, seen from inside, in daylight.jpg", MimeType = "image/jpeg", Buffer = Pictures.WithExif(Pictures.File(1)) },
                new FilePayload { Name = "invoice.pdf", MimeType = "application/pdf", Buffer = Pictures.Pdf() },
            ]);
            await LookAsync(tab, $"{name}-choose");
            await tab.Page.GetByRole(AriaRole.Button, new() { Name = "See what you get back" }).ClickAsync();
            await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "What you get back" })).ToBeVisibleAsync();
            await LookAsync(tab, $"{name}-check");
            await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Ask for this refund" }).ClickAsync();
            await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "We have your request" })).ToBeVisibleAsync();
        }

        await using var db = await portal.Desk.Data.OpenAsync();
        var number = await db.RefundCases.Select(refund => refund.Number).SingleAsync(TestContext.Current.CancellationToken);
        await using var desk = await Browser.OpenAsync(portal.Desk, Role.Agent, $"/cases/{number}", dark);
        await Expect(desk.Page.GetByText("invoice.pdf").First).ToBeVisibleAsync();
        await LookAsync(desk, $"{name}-case");
    }

    private static async Task LookAsync(BrowserTab tab, string name)
    {
        await tab.PictureAsync(name);
        await tab.ExpectAccessibleAsync();
    }
}
