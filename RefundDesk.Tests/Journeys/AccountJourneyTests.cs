using Microsoft.Playwright;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;

namespace RefundDesk.Tests.Journeys;

[Trait("Category", "Browser")]
public sealed class AccountJourneyTests
{
    [Fact]
    public async Task A_passkey_signs_a_person_in_without_password_and_code()
    {
        await using var desk = await WebDesk.StartAsync();
        var ann = await desk.PersonAsync(Role.Agent);

        // A passkey belongs to a name, never to a number of the network.
        var site = $"http://localhost:{desk.Address.Port}";
        await using var tab = await Browser.OpenAsync(desk, role: null, $"{site}/sign-in?ReturnUrl=/account/passkeys");
        var device = await tab.Page.Context.NewCDPSessionAsync(tab.Page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });

        await tab.Page.GetByLabel("E-mail").FillAsync(ann.Email!);
        await tab.Page.GetByLabel("Password").FillAsync(WebDesk.Password);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await tab.Page.GetByLabel("Name of the device").FillAsync("Work laptop");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add this device" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByText("Work laptop")).ToBeVisibleAsync();
        await tab.PictureAsync("passkeys");

        await tab.Page.GotoAsync($"{site}/account");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByText("You are signed out.")).ToBeVisibleAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".shell")).ToBeVisibleAsync();

        await tab.Page.GotoAsync($"{site}/account");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Ann Agent" })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("/sign-in", null, false)]
    [InlineData("/sign-in", null, true)]
    [InlineData("/account", Role.Agent, true)]
    [InlineData("/account/authenticator", Role.Agent, false)]
    [InlineData("/account/password", Role.Agent, false)]
    [InlineData("/admin/users", Role.Administrator, false)]
    [InlineData("/admin/users", Role.Administrator, true)]
    [InlineData("/admin/clients", Role.Administrator, true)]
    [InlineData("/admin/clients", Role.Administrator, false)]
    [InlineData("/admin/changes", Role.Administrator, false)]
    [InlineData("/admin/changes", Role.Administrator, true)]
    public async Task Everybody_can_use_the_page(string path, Role? role, bool dark)
    {
        await using var desk = await WebDesk.StartAsync();
        await desk.ClientAsync();
        await using var tab = await Browser.OpenAsync(desk, role, path, dark);
        await tab.Page.Locator("h1").First.WaitForAsync();

        await tab.PictureAsync($"{path.Trim('/').Replace('/', '-')}-{(dark ? "dark" : "light")}");
        await tab.ExpectAccessibleAsync();
    }
}
