using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Tests.Features.Portal;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Clients;
using RefundDesk.Web.Infrastructure.Persistence;
using static Microsoft.Playwright.Assertions;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Journeys;

/// <summary>A consumer withdraws in two steps; what cannot be matched is found out by an agent.</summary>
[Trait("Category", "Browser")]
public sealed class WithdrawalJourneyTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Withdraw from contract here", "Continue", "Confirm withdrawal", false)]
    [InlineData("de", "Vertrag widerrufen", "Weiter", "Widerruf bestätigen", true)]
    [InlineData("fr", "Renoncer au contrat ici", "Continuer", "Confirmer la rétractation", false)]
    [InlineData("es", "Desistir del contrato aquí", "Continuar", "Confirmar el desistimiento", false)]
    public async Task Without_script_on_a_phone_in_every_language(string language, string link, string go, string confirm, bool isBranded)
    {
        await using var portal = await PortalDesk.StartAsync();
        if (isBranded)
        {
            await BrandAsync(portal);
        }

        await using var tab = await Browser.OpenAsync(portal.Desk, role: null, $"{portal.Root}/language/{language}", width: 390, height: 844, script: false);

        await tab.PictureAsync($"withdraw-{language}-ask");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync();
        await tab.Page.Locator("#name").FillAsync("Maximiliane von Hohenstein-Lichterfelde");
        await tab.Page.Locator("#contract").FillAsync(portal.Order.OrderNumber);
        await tab.Page.Locator("#email").FillAsync(PortalDesk.Email);
        await tab.PictureAsync($"withdraw-{language}-form");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = go, Exact = true }).ClickAsync();
        await tab.PictureAsync($"withdraw-{language}-check");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = confirm }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Status)).ToContainTextAsync(portal.Client.TimeZoneId);
        await tab.PictureAsync($"withdraw-{language}-receipt");

        await using var db = await portal.Desk.Data.OpenAsync();
        Assert.Equal(language, (await db.Withdrawals.SingleAsync(Cancelled)).Language);
    }

    [Theory]
    [InlineData(390, 844, true)]
    [InlineData(1440, 900, false)]
    public async Task Every_page_of_it_can_be_used_by_everybody(int width, int height, bool dark)
    {
        await using var portal = await PortalDesk.StartAsync();
        await BrandAsync(portal);
        await using var tab = await Browser.OpenAsync(portal.Desk, role: null, $"{portal.Root}/withdraw", dark, width, height);
        var name = $"withdraw-{width}{(dark ? "-dark" : string.Empty)}";

        await LookAsync(tab, $"{name}-form");
        await tab.Page.Locator("#name").FillAsync("Kim Customer");
        await tab.Page.Locator("#contract").FillAsync("SO-UNKNOWN");
        await tab.Page.Locator("#email").FillAsync(PortalDesk.Email);
        await tab.Page.Locator("#parts").FillAsync("Only the blue shirt in size M, the red one stays with me because it fits so well.");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Confirm your withdrawal" })).ToBeVisibleAsync();
        await LookAsync(tab, $"{name}-check");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm withdrawal" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "You have withdrawn" })).ToBeVisibleAsync();
        await LookAsync(tab, $"{name}-receipt");
    }

    [Theory]
    [InlineData(390, 844, false)]
    [InlineData(1440, 900, true)]
    public async Task A_question_is_answered_where_the_mail_leads(int width, int height, bool dark)
    {
        await using var portal = await PortalDesk.StartAsync();
        await BrandAsync(portal);
        var now = portal.Desk.Data.Time.GetUtcNow();
        var scene = await portal.Desk.Data.AddCaseAsync(portal.Client, ARefund().InReview(), AnOrder().WithLine(60_00, quantity: 3));
        await using (var db = await portal.Desk.Data.OpenAsync())
        {
            var refund = await db.WholeCases().SingleAsync(row => row.Number == scene.Refund.Number, Cancelled);
            Done(refund.Ask(AgentAnn, "Which of the three shirts is it, and can you send us a photo of the seam?", now.AddDays(14), now));
            await db.SaveChangesAsync(Cancelled);
        }

        var page = portal.Desk.Services.GetRequiredService<ICustomerLinks>().PathTo(portal.Client.Key, portal.Client.Id, scene.Refund.Number);
        await using var tab = await Browser.OpenAsync(portal.Desk, role: null, page, dark, width, height);
        var name = $"track-{width}{(dark ? "-dark" : string.Empty)}";
        await LookAsync(tab, $"{name}-asked");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Withdraw this request" }).ClickAsync();
        await LookAsync(tab, $"{name}-sure");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "No, keep it" }).ClickAsync();
        await tab.Page.Locator("#words").FillAsync("The blue one.");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Send the answer" }).ClickAsync();
        await Expect(tab.Page.GetByText("Thank you, we have your answer.")).ToBeVisibleAsync();
        await LookAsync(tab, $"{name}-answered");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_agent_finds_out_what_could_not_be_matched(bool dark)
    {
        await using var portal = await PortalDesk.StartAsync();
        await using (var db = await portal.Desk.Data.OpenAsync())
        {
            await db.Clients.LoadAsync(Cancelled);
            foreach (var (who, contract, parts, why) in new[]
            {
                ("Kim Customer", "SO-UNKNOWN", (string?)null, "No order has the number 'SO-UNKNOWN'."),
                ("Maximiliane von Hohenstein-Lichterfelde", portal.Order.OrderNumber, "Only the blue shirt in size M, the red one stays with me because it fits so well.", "It is about a part of the order."),
            })
            {
                var declared = Done(RefundDesk.Domain.Refunds.Withdrawing.WithdrawalDeclaration.Declare(
                    portal.Client.Id, new(who, contract, PortalDesk.Email, parts), FreshNumber.Next(), Guid.CreateVersion7(Now), "en", Now.AddMinutes(parts is null ? 0 : 1)));
                declared.LeaveToPeople(why);
                db.Withdrawals.Add(declared);
            }

            await db.SaveChangesAsync(Cancelled);
        }

        await using var tab = await Browser.OpenAsync(portal.Desk, Role.Agent, "/withdrawals", dark);
        await Expect(tab.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await LookAsync(tab, $"withdrawals{(dark ? "-dark" : string.Empty)}");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).First.ClickAsync();
        await tab.Page.GetByLabel("What was found out").FillAsync("Called: there is no such order, it was another shop.");
        await LookAsync(tab, $"withdrawals-close{(dark ? "-dark" : string.Empty)}");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Close the declaration" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "New request" }).Last.ClickAsync();
        await Expect(tab.Page.GetByText(portal.Order.OrderNumber).First).ToBeVisibleAsync();
    }

    private static async Task BrandAsync(PortalDesk portal)
    {
        await using var host = portal.Desk.Data.BuildHost();
        await using var scope = host.Services.CreateAsyncScope();
        var was = (await scope.ServiceProvider.GetRequiredService<ClientsQuery>().FindAsync(portal.Client.Key, Cancelled))!;
        Done(await scope.ServiceProvider.GetRequiredService<ChangeClient>().HandleAsync(
            portal.Client.Key, was.Version, was.Details with { BrandColour = "#e8a33d", SupportContact = "help@northwind.example, +49 30 1234567" }, Cancelled));
    }

    private static async Task LookAsync(BrowserTab tab, string name)
    {
        await tab.PictureAsync(name);
        await tab.ExpectAccessibleAsync();
    }
}
