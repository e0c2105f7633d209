using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;

namespace RefundDesk.Tests.Journeys;

public sealed class ShellTests
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
    }

    [Fact]
    public async Task The_sign_in_page_is_drawn_without_a_fault()
    {
        await using var desk = await WebDesk.StartAsync();
        await using var tab = await Browser.OpenAsync(desk, role: null, "/sign-in");

        await tab.PictureAsync("sign-in");
    }
}
