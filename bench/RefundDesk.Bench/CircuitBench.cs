using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using RefundDesk.Domain.People;
using RefundDesk.Web;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Bench;

/// <summary>
/// What does an agent who leaves the queue page open hold of the server's memory? Real tabs of the browser that
/// <c>REFUNDDESK_TEST_CHROMIUM</c> names; without one the question is passed over.
/// </summary>
internal static class CircuitBench
{
    private const int Cases = 100_000;
    private const int Tabs = 20;
    private const string Email = "ann@desk.example";
    private const string Password = "correct horse battery";

    public static async Task RunAsync(BenchTable table)
    {
        if (Environment.GetEnvironmentVariable("REFUNDDESK_TEST_CHROMIUM") is not { Length: > 0 } chromium)
        {
            await Console.Error.WriteLineAsync("circuit: no browser is named, passed over.");
            return;
        }

        await using var desk = await BenchDesk.CreateAsync(DatabaseProvider.Sqlite);
        await MillionCases.AddAsync(desk, Cases, TimeProvider.System.GetUtcNow());
        await using var app = await ServeAsync(desk);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = address, ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        await SignInAsync(context);
        await OpenQueueAsync(await context.NewPageAsync());

        // The browser's remote control lives in this process too: its share of a tab is there before.
        var pages = new List<IPage>();
        for (var tab = 0; tab < Tabs; tab++)
        {
            pages.Add(await context.NewPageAsync());
            await pages[tab].GotoAsync("/favicon.svg");
        }

        var before = Held();
        foreach (var page in pages)
        {
            await OpenQueueAsync(page);
        }

        var each = (Held() - before) / Tabs;
        table.Add("circuit", "Sqlite", $"a queue page left open, mean of {Tabs}", FormattableString.Invariant($"{each / 1024.0:0} KB"), "600 KB");
    }

    private static async Task<WebApplication> ServeAsync(BenchDesk desk)
    {
        var builder = DeskHost.CreateBuilder([$"--Database:Provider={desk.Provider}", $"--ConnectionStrings:RefundDesk={desk.Connection}"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapDesk();
        await app.StartAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var now = TimeProvider.System.GetUtcNow();
        var ann = new DeskUser { Id = UserId.New(now).Value, UserName = Email, Email = Email, EmailConfirmed = true, DisplayName = "Ann Agent", Role = Role.Agent, CreatedAt = now };
        var added = await scope.ServiceProvider.GetRequiredService<UserManager<DeskUser>>().CreateAsync(ann, Password);
        return added.Succeeded ? app : throw new InvalidOperationException(added.ToString());
    }

    private static async Task SignInAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail").FillAsync(Email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        await page.CloseAsync();
    }

    private static async Task OpenQueueAsync(IPage page)
    {
        await page.GotoAsync("/queues/review");
        await page.Locator("tr[id^='row-']").First.WaitForAsync();
    }

    private static long Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
