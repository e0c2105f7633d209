using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using static Microsoft.Playwright.Assertions;

namespace RefundDesk.Tests.Journeys;

/// <summary>A file is brought in: mapped, tried, run, listed.</summary>
[Trait("Category", "Browser")]
public sealed class ImportJourneyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("refunddesk-journey-").FullName;

    [Fact]
    public async Task A_file_of_sixty_columns_is_mapped_tried_and_run()
    {
        await using var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?> { ["Automation:Enabled"] = "false", ["Notifications:Enabled"] = "false", ["Imports:Folder"] = _folder });
        await desk.ClientAsync();
        await using var tab = await Browser.OpenAsync(desk, Role.Administrator, "/imports");
        await Expect(tab.Page.GetByText("No import yet")).ToBeVisibleAsync();
        await tab.LookAsync("import-empty");

        await tab.Page.GetByLabel("CSV or xlsx").SetInputFilesAsync(new FilePayload { Name = "export-of-all-orders-of-the-northern-stores-2026-01.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(SixtyColumns()) });
        await Expect(tab.Page.GetByText("60 columns", new() { Exact = false })).ToBeVisibleAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Dry run" })).ToBeDisabledAsync();
        await tab.LookAsync("import-mapper");

        await tab.Page.GetByLabel("currency where there is none").FillAsync("EUR");
        await tab.Page.GetByLabel("currency where there is none").PressAsync("Tab");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Dry run" }).ClickAsync();
        var result = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Result" });
        await Expect(result).ToContainTextAsync("3 would be stored as 3 orders", new() { Timeout = 30_000 });
        await Expect(result).ToContainTextAsync("1 rejected");
        await Expect(result.GetByRole(AriaRole.Cell, new() { Name = "quantity", Exact = true })).ToBeVisibleAsync();
        await tab.LookAsync("import-tried");

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Expect(result).ToContainTextAsync("3 stored as 3 orders", new() { Timeout = 30_000 });
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Imports" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await tab.LookAsync("import-run");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string SixtyColumns()
    {
        string[] known = ["Order Number", "Customer ID", "Shipping Country", "Order Date", "Article Number", "Qty", "Unit Price"];
        string[] more = [.. Enumerable.Range(1, 53).Select(i => string.Create(CultureInfo.InvariantCulture, $"A column of the old merchandise system nobody remembers {i}"))];
        var text = new StringBuilder().AppendJoin(',', known.Concat(more)).Append('\n');
        for (var i = 1; i <= 4; i++)
        {
            text.AppendJoin(',', [$"O-{i}", "C-1", "DE", "2026-01-05", "A-1", i == 4 ? "0" : "1", "12.50", .. more.Select(_ => "x")]).Append('\n');
        }

        return text.ToString();
    }
}
