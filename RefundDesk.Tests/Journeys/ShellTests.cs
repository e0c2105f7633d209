using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;

namespace RefundDesk.Tests.Journeys;

[Trait("Category", "Browser")]
public sealed partial class ShellTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_frame_is_drawn_in_both_themes_without_a_fault(bool dark)
    {
        await using var desk = await WebDesk.StartAsync();
        await using var tab = await Browser.OpenAsync(desk, Role.Agent, "/not-found", dark);

        await tab.PictureAsync(dark ? "shell-dark" : "shell-light");
        await tab.Page.Locator("summary.avatar").ClickAsync();
        await tab.PictureAsync(dark ? "menu-dark" : "menu-light");

        Assert.Equal(dark ? "rgb(16, 19, 26)" : "rgb(245, 246, 248)", await tab.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
    }

    [Fact]
    public async Task What_is_drawn_without_a_circuit_follows_the_system_too()
    {
        await using var desk = await WebDesk.StartAsync();
        await using var tab = await Browser.OpenAsync(desk, role: null, "/sign-in");

        await tab.LookAsync("sign-in-turned");
    }

    [Fact]
    public async Task The_chosen_theme_holds_after_a_reload()
    {
        await using var desk = await WebDesk.StartAsync();
        await using var tab = await Browser.OpenAsync(desk, Role.Agent, "/not-found");

        await tab.Page.Locator("summary.avatar").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        await Assertions.Expect(tab.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await tab.Page.ReloadAsync();

        await Assertions.Expect(tab.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    [Fact]
    public async Task Signing_in_and_out_works_in_a_browser()
    {
        await using var desk = await WebDesk.StartAsync();
        var adam = await desk.PersonAsync(Role.Administrator);
        await using var tab = await Browser.OpenAsync(desk, role: null, "/admin/users");
        await tab.PictureAsync("sign-in");

        await tab.Page.GetByLabel("E-mail").FillAsync(adam.Email!);
        await tab.Page.GetByLabel("Password").FillAsync(WebDesk.Password);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "People" })).ToBeVisibleAsync();
        await tab.Page.Locator("summary.avatar").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Sign out" }).ClickAsync();

        await Assertions.Expect(tab.Page.GetByText("You are signed out.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_administrator_adds_a_person_and_gets_the_link()
    {
        await using var desk = await WebDesk.StartAsync();
        await desk.PersonAsync(Role.ClientViewer);
        await using var tab = await Browser.OpenAsync(desk, Role.Administrator, "/admin/users");

        await Assertions.Expect(tab.Page.GetByText("vera.viewer@desk.example")).ToBeVisibleAsync();
        await tab.PictureAsync("people");
        await tab.Page.Keyboard.PressAsync("a");
        await Assertions.Expect(tab.Page.GetByLabel("E-mail")).ToBeFocusedAsync();
        await tab.Page.GetByLabel("E-mail").FillAsync("cleo.carter@desk.example");
        await tab.PictureAsync("people-add");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();

        await Assertions.Expect(tab.Page.GetByText("/account/set-password?person=")).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.GetByText("Cleo Carter")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Clients_are_listed_in_the_dark_too()
    {
        await using var desk = await WebDesk.StartAsync();
        await desk.ClientAsync();
        await using var tab = await Browser.OpenAsync(desk, Role.Administrator, "/admin/clients", dark: true, width: 1280, height: 800);

        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Clients" })).ToBeVisibleAsync();
        await tab.PictureAsync("clients-dark");
    }

    [Fact]
    public async Task A_page_of_another_role_says_so()
    {
        await using var desk = await WebDesk.StartAsync();
        await using var tab = await Browser.OpenAsync(desk, Role.Agent, "/admin/users");

        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Not for your role" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_keys_are_listed_and_the_slash_leads_to_the_search()
    {
        await using var desk = await WebDesk.StartAsync();
        await using var tab = await Browser.OpenAsync(desk, Role.Administrator, "/admin/users");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "People" })).ToBeVisibleAsync();

        await tab.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeVisibleAsync();
        await tab.PictureAsync("keys");
        await tab.Page.Keyboard.PressAsync("Escape");
        await tab.Page.Keyboard.PressAsync("g");
        await tab.Page.Keyboard.PressAsync("c");
        await Assertions.Expect(tab.Page).ToHaveURLAsync(ClientsAddress());
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Clients" })).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("/");

        await Assertions.Expect(tab.Page.Locator("#desk-search")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_person_disabled_while_working_is_led_out_of_the_open_page()
    {
        await using var desk = await WebDesk.StartAsync(standingClock: true);
        await using var tab = await Browser.OpenAsync(desk, Role.Administrator, "/admin/users");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "People" })).ToBeVisibleAsync();
        await desk.WithUsersAsync(async users =>
        {
            var adam = (await users.FindByEmailAsync((await desk.PersonAsync(Role.Administrator)).Email!))!;
            adam.IsDisabled = true;
            return await users.UpdateAsync(adam);
        });

        desk.Data.Time.Advance(TimeSpan.FromSeconds(31));

        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [GeneratedRegex("/admin/clients$")]
    private static partial Regex ClientsAddress();
}
