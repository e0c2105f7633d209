using Microsoft.Playwright;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Journeys;

/// <summary>Clients that go and customers something is noted of, as people see them.</summary>
public sealed class PeopleJourneyTests
{
    [Fact]
    public async Task An_administrator_gives_a_client_notice_and_is_told_what_is_open()
    {
        await using var desk = await WebDesk.StartAsync();
        var client = await desk.ClientAsync();
        await desk.Data.AddCaseAsync(client, ARefund().InReview());
        await using var tab = await Browser.OpenAsync(desk, Role.Administrator, "/admin/clients");

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = $"Leaves: {client.Name}" }).ClickAsync();
        await tab.Page.GetByLabel("Contract's last day").FillAsync("2026-01-31");
        await tab.Page.GetByLabel("Data may be erased from").FillAsync("2026-02-28");
        await tab.PicturesAsync("client-active");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Give notice" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Has left" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("1 case is open");
        await tab.PicturesAsync("client-leaving");
        await tab.ExpectAccessibleAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Cell, new() { Name = "Leaving" })).ToBeVisibleAsync();
        await tab.PicturesAsync("clients-states");

        await tab.Page.GotoAsync(new Uri(desk.Address, "/queues/review").ToString());
        await Assertions.Expect(tab.Page.GetByText($"{client.Name} is leaving")).ToBeVisibleAsync();
        await tab.PicturesAsync("queue-leaving");
    }

    [Fact]
    public async Task A_supervisor_notes_a_death_and_asks_for_erasure()
    {
        await using var desk = await WebDesk.StartAsync();
        var client = await desk.ClientAsync();
        var scene = await desk.Data.AddCaseAsync(client, ARefund().InReview(), AnOrder().With(draft => draft with { CustomerReference = "C-4711" }));
        await desk.Data.AddOrderAsync(client, AnOrder().With(draft => draft with { CustomerReference = "C-4712" }));
        await using var tab = await Browser.OpenAsync(desk, Role.Supervisor, "/customers");

        await tab.Page.GetByRole(AriaRole.Searchbox).FillAsync(scene.Order.OrderNumber);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Has died" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByText("Deceased", new() { Exact = true })).ToBeVisibleAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Same person as …" }).ClickAsync();
        await tab.Page.GetByLabel("Reference that stays").FillAsync("C-4712");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Merge" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByText("counted under C-4712")).ToBeVisibleAsync();
        await tab.PicturesAsync("customer");
        await tab.ExpectAccessibleAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Erase personal data …" }).ClickAsync();
        await tab.PicturesAsync("customer-erase");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Erase", Exact = true }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByText("Erasure")).Not.ToHaveCountAsync(0);
    }
}
