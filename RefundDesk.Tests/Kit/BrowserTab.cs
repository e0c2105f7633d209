using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace RefundDesk.Tests.Kit;

/// <summary>A tab that fails its test at the end where the page met a fault, wrote an error to the console or broke the content policy.</summary>
internal sealed class BrowserTab : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    public BrowserTab(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _faults.Enqueue($"console: {message.Text}");
            }
        };
        page.PageError += (_, error) => _faults.Enqueue($"script: {error}");
        page.Request += (_, request) =>
        {
            if (Uri.TryCreate(request.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && !url.IsLoopback)
            {
                _faults.Enqueue($"request to another host: {request.Url}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>What was found out of order so far; a test that provokes a fault clears it.</summary>
    public ConcurrentQueue<string> Faults => _faults;

    /// <summary>Goes to an address and waits until the page is drawn, by the circuit where it has one.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.Locator(".shell main, .account main, main").First.WaitForAsync();
    }

    /// <summary>Keeps a picture of what is seen, in <c>artifacts/screenshots</c>.</summary>
    public async Task PictureAsync(string name)
    {
        await Page.EvaluateAsync("document.fonts.ready");
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.PathOf("artifacts", "screenshots", $"{name}.png") });
    }

    /// <summary>Keeps a picture of what is seen in each theme, the page turned as its system would turn it; it is light again afterwards.</summary>
    public async Task PicturesAsync(string name)
    {
        await TurnAsync(dark: true);
        await PictureAsync($"{name}-dark");
        await TurnAsync(dark: false);
        await PictureAsync($"{name}-light");
    }

    /// <summary>Looks at what is seen in each theme: a picture of it, and <see cref="ExpectAccessibleAsync"/>.</summary>
    public async Task LookAsync(string name)
    {
        await TurnAsync(dark: true);
        await PictureAsync($"{name}-dark");
        await ExpectAccessibleAsync();
        await TurnAsync(dark: false);
        await PictureAsync($"{name}-light");
        await ExpectAccessibleAsync();
    }

    /// <summary>Turns the system dark or light, and waits until the page has followed.</summary>
    private async Task TurnAsync(bool dark)
    {
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
        await Page.WaitForFunctionAsync(
            """
            theme => document.documentElement.dataset.theme === theme
                && (getComputedStyle(document.documentElement).getPropertyValue("--mud-native-html-color-scheme").trim() || theme) === theme
            """,
            dark ? "dark" : "light");
    }

    /// <summary>Fails where axe finds something that WCAG 2.2 AA does not allow; the message names rule and place.</summary>
    public async Task ExpectAccessibleAsync()
    {
        var result = await Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
        Assert.True(result.Violations.Length == 0, string.Join(Environment.NewLine, result.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{rule.Id}: {node.Html}"))));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            var error = Page.Locator("#blazor-error-ui");
            if (await error.CountAsync() > 0 && await error.IsVisibleAsync())
            {
                _faults.Enqueue("the page met a fault: #blazor-error-ui is visible");
            }
        }
        finally
        {
            await _context.CloseAsync();
        }

        Assert.True(_faults.IsEmpty, string.Join(Environment.NewLine, _faults));
    }
}
