using Microsoft.Playwright;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;

[assembly: AssemblyFixture(typeof(Browser))]

namespace RefundDesk.Tests.Kit;

/// <summary>
/// One Chromium for all tests that need to see a page: <c>await using var tab = await Browser.OpenAsync(desk, Role.Agent, "/queues/review");</c>
/// Tests that use it are skipped, by name and with the reason, where no browser is named.
/// </summary>
public sealed class Browser : IAsyncDisposable
{
    /// <summary>Holds the path of the browser's executable.</summary>
    public const string Variable = "REFUNDDESK_TEST_CHROMIUM";

    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static IPlaywright? _playwright;
    private static IBrowser? _browser;

    /// <summary>A tab of a context of its own, signed in as the person of a role, or as nobody.</summary>
    internal static async Task<BrowserTab> OpenAsync(WebDesk desk, Role? role, string path = "/", bool dark = false, int width = 1440, int height = 900, bool script = true)
    {
        var browser = await LaunchAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = desk.Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = script,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
        });
        context.SetDefaultTimeout(30_000);
        if (role is not null)
        {
            using var visitor = await desk.SignInAsync(role.Value);
            await context.AddCookiesAsync(visitor.Cookies.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Url = desk.Address.ToString(), HttpOnly = cookie.HttpOnly }));
        }

        var tab = new BrowserTab(context, await context.NewPageAsync());
        await tab.GoAsync(path);
        return tab;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static async Task<IBrowser> LaunchAsync()
    {
        var executable = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(executable), $"No browser: {Variable} is not set.");
        await Gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            // Deadlines, not waits: they only have to be longer than a busy machine is slow.
            Assertions.SetDefaultExpectTimeout(30_000);
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = executable,
                Headless = true,
                Args =
                [
                    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                ],
            });
        }
        finally
        {
            Gate.Release();
        }
    }
}
