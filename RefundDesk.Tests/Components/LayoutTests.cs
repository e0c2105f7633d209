using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Components.Layout;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Tests.Components;

public sealed class LayoutTests : DeskPageTest
{
    private readonly Counters _counters = new();

    public LayoutTests() => Services.AddSingleton<INavCounters>(_counters);

    [Theory]
    [InlineData(Role.Agent, "/queues/", true)]
    [InlineData(Role.Agent, "/admin/", false)]
    [InlineData(Role.Agent, "/reports", false)]
    [InlineData(Role.Supervisor, "/queues/", true)]
    [InlineData(Role.Supervisor, "/admin/sources", true)]
    [InlineData(Role.Supervisor, "/admin/clients", false)]
    [InlineData(Role.Supervisor, "/admin/users", false)]
    [InlineData(Role.ClientViewer, "/queues/", false)]
    [InlineData(Role.ClientViewer, "/admin/", false)]
    [InlineData(Role.Administrator, "/admin/", true)]
    public void A_role_sees_its_rooms_alone(Role role, string room, bool sees)
    {
        SignIn(role);
        var wanted = DeskNav.For(role).Any(entry => entry.Href.StartsWith(room, StringComparison.Ordinal));

        var hrefs = Render<SideNav>().FindAll("nav a").Select(link => link.GetAttribute("href")!).ToList();

        Assert.Equal(wanted, hrefs.Any(href => href.StartsWith(room, StringComparison.Ordinal)));
        Assert.True(sees || !wanted);
    }

    [Fact]
    public void Every_entry_leads_to_a_page_and_has_keys_of_its_own()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var entries = DeskNav.For(role).ToList();

            Assert.All(entries, entry => Assert.True(DeskNav.HasPage(entry.Href), entry.Href));
            Assert.Equal(entries.Count, entries.Select(entry => entry.Keys).Distinct().Count());
            Assert.True(DeskNav.HasPage(DeskNav.HomeOf(role)), $"{role} starts at {DeskNav.HomeOf(role)}");
        }
    }

    [Fact]
    public void Nobody_sees_nothing()
    {
        Assert.Empty(Render<SideNav>().FindAll("nav a"));
    }

    [Fact]
    public void Administrators_see_no_search_unless_they_may_see_cases()
    {
        SignIn(Role.ClientViewer);

        Assert.Empty(Render<TopBar>().FindAll("#desk-search"));
    }

    [Fact]
    public void The_search_leads_to_the_search_page_with_the_words()
    {
        SignIn(Role.Agent);
        var bar = Render<TopBar>();

        bar.Find("#desk-search").Change(" RD-7K3M & more ");
        bar.Find("form").Submit();

        Assert.EndsWith("/search?q=RD-7K3M%20%26%20more", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void The_menu_says_who_is_there_and_marks_the_theme()
    {
        SignIn(Role.Supervisor, "Sue van der Berg");
        var chosen = string.Empty;

        var menu = Render<UserMenu>(parameters => parameters.Add(m => m.Theme, "dark").Add(m => m.ThemeChanged, theme => chosen = theme));
        menu.FindAll(".segments button")[2].Click();

        Assert.Equal("SB", menu.Find("summary").TextContent);
        Assert.Contains("Sue van der Berg", menu.Markup, StringComparison.Ordinal);
        Assert.Contains("Supervisor", menu.Markup, StringComparison.Ordinal);
        Assert.Equal("Dark", menu.Find("[aria-pressed=true]").TextContent);
        Assert.Equal("system", chosen);
    }

    [Fact]
    public void The_theme_of_the_components_is_the_theme_of_the_page()
    {
        var css = File.ReadAllText(Repository.PathOf("RefundDesk.Web", "wwwroot", "css", "tokens.css"));
        var (light, dark) = (Values(css[css.IndexOf(":root {", StringComparison.Ordinal)..]), Values(css[css.IndexOf("[data-theme", StringComparison.Ordinal)..]));

        foreach (var (values, palette) in new (Dictionary<string, string>, MudBlazor.Palette)[] { (light, DeskTheme.Theme.PaletteLight), (dark, DeskTheme.Theme.PaletteDark) })
        {
            Assert.Equal(values["bg"], Hex(palette.Background));
            Assert.Equal(values["panel"], Hex(palette.Surface));
            Assert.Equal(values["text"], Hex(palette.TextPrimary));
            Assert.Equal(values["muted"], Hex(palette.TextSecondary));
            Assert.Equal(values["line"], Hex(palette.LinesDefault));
            Assert.Equal(values["accent"], Hex(palette.Primary));
            Assert.Equal(values["ok"], Hex(palette.Success));
            Assert.Equal(values["warn"], Hex(palette.Warning));
            Assert.Equal(values["bad"], Hex(palette.Error));
            Assert.Equal(values["info"], Hex(palette.Info));
        }
    }

    private static string Hex(MudBlazor.Utilities.MudColor color) => color.ToString(MudBlazor.Utilities.MudColorOutputFormats.Hex);

    private static Dictionary<string, string> Values(string css) => css[..css.IndexOf('}', StringComparison.Ordinal)].Split(';')
        .Select(line => line.Trim().Split(": ")).Where(parts => parts.Length == 2 && parts[0].Contains("--", StringComparison.Ordinal))
        .ToDictionary(parts => parts[0][(parts[0].IndexOf("--", StringComparison.Ordinal) + 2)..], parts => parts[1], StringComparer.Ordinal);

    private sealed class Counters : INavCounters, IDisposable
    {
        public Task<IReadOnlyDictionary<string, long>> ReadAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long> { ["review"] = 1_248, ["payout-problems"] = 3 });

        public IDisposable Subscribe(Func<Task> changed) => this;

        public void Dispose()
        {
        }
    }
}
