using Microsoft.Playwright;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;

namespace RefundDesk.Tests.Journeys;

public sealed class AdministrationTests
{
    [Fact]
    public async Task An_administrator_changes_disables_and_enables_a_person()
    {
        await using var desk = await WebDesk.StartAsync();
        await desk.PersonAsync(Role.Agent);
        await desk.PersonAsync(Role.ClientViewer);
        await using var tab = await Browser.OpenAsync(desk, Role.Administrator, "/admin/users");
        var ann = tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Ann Agent" });

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Change Ann Agent" }).ClickAsync();
        await tab.Page.GetByLabel("Role").SelectOptionAsync("client");
        await tab.Page.GetByLabel("Client", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await tab.ExpectAccessibleAsync();
        await tab.PicturesAsync("people-change");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(ann.GetByRole(AriaRole.Cell, new() { Name = "Client", Exact = true })).ToBeVisibleAsync();

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Disable Ann Agent" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Disable", Exact = true }).ClickAsync();
        await Assertions.Expect(ann.GetByText("Disabled")).ToBeVisibleAsync();
        await tab.PicturesAsync("people-disabled");
        await tab.ExpectAccessibleAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Enable Ann Agent" }).ClickAsync();
        await Assertions.Expect(ann.GetByText("Disabled")).ToHaveCountAsync(0);

        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Changes" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Cell, new() { Name = "Disabled" })).ToHaveCountAsync(2);
        await tab.PicturesAsync("changes-filled");
        await tab.ExpectAccessibleAsync();
    }

    [Fact]
    public async Task On_the_own_row_there_is_nothing_that_nobody_may_do_to_themselves()
    {
        await using var desk = await WebDesk.StartAsync();
        await desk.PersonAsync(Role.Agent);
        await using var tab = await Browser.OpenAsync(desk, Role.Administrator, "/admin/users");

        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Change Ann Agent" })).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Change Adam Admin" })).ToHaveCountAsync(0);
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Disable Adam Admin" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_administrator_changes_a_client_and_a_fault_names_its_field()
    {
        await using var desk = await WebDesk.StartAsync();
        var client = await desk.ClientAsync();
        await desk.Data.AddOrderAsync(client);
        await using var tab = await Browser.OpenAsync(desk, Role.Administrator, "/admin/clients");

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = $"Change {client.Name}" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByLabel("Currency")).ToBeDisabledAsync();
        await tab.Page.GetByLabel("Name").FillAsync("Northwind Home");
        await tab.Page.GetByLabel("Time zone").FillAsync("Europe/Atlantis");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Europe/Atlantis");
        await Assertions.Expect(tab.Page.GetByLabel("Time zone")).ToHaveAttributeAsync("aria-invalid", "true");
        await tab.PicturesAsync("clients-change");
        await tab.ExpectAccessibleAsync();
        await tab.Page.GetByLabel("Time zone").FillAsync("Europe/London");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Cell, new() { Name = "Europe/London" })).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Cell, new() { Name = "Northwind Home", Exact = true })).ToBeVisibleAsync();
    }
}
