using ClosedXML.Excel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MimeKit;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;
using UglyToad.PdfPig;
using static Microsoft.Playwright.Assertions;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Journeys;

/// <summary>
/// The main job, as the people of the desk live it: a request arrives and is flagged, the agent sees it come, the supervisor approves
/// it, the money goes back, the customer is told, and the client's files say what the ledger says.
/// </summary>
public sealed class RefundJourneyTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_is_flagged_seen_live_approved_by_two_paid_told_and_reported()
    {
        var mail = Directory.CreateTempSubdirectory("refunddesk-journey-");
        await using var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?> { ["Notifications:Folder"] = mail.FullName });
        var client = await desk.ClientAsync();
        await using var agent = await Browser.OpenAsync(desk, Role.Agent, "/queues/review");
        await Expect(agent.Page.GetByText("All done")).ToBeVisibleAsync();

        var number = await AskAsync(desk, client);
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "show" }).ClickAsync();
        await Expect(agent.Page.Locator("tr", new() { HasText = number.ToString() })).ToContainTextAsync("Above the limit for automatic approval");
        await agent.PictureAsync("journey-queue");

        await agent.GoAsync($"/cases/{number}?queue=review");
        await Expect(agent.Page.GetByRole(AriaRole.Heading, new() { Name = number.ToString() })).ToBeVisibleAsync();
        await agent.PictureAsync("journey-case");
        await using var supervisor = await Browser.OpenAsync(desk, Role.Supervisor, "/queues/approval");
        await Expect(supervisor.Page.GetByText("All done")).ToBeVisibleAsync();

        await agent.Page.Keyboard.PressAsync("a");
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Send to approval" }).ClickAsync();
        await Expect(agent.Page.Locator(".case-head")).ToContainTextAsync("Awaiting approval");

        await supervisor.Page.GetByRole(AriaRole.Button, new() { Name = "show" }).ClickAsync();
        await supervisor.GoAsync($"/cases/{number}?queue=approval");
        await Expect(supervisor.Page.Locator(".case-head")).ToBeVisibleAsync();
        await supervisor.Page.Keyboard.PressAsync("a");
        await supervisor.Page.GetByRole(AriaRole.Button, new() { Name = "Approve and pay" }).ClickAsync();
        await Expect(supervisor.Page.Locator(".case-head")).ToContainTextAsync("Paid");

        await UntilAsync(() => mail.GetFiles("*.eml", SearchOption.AllDirectories).Length == 1);
        var told = await MimeMessage.LoadAsync(mail.GetFiles("*.eml", SearchOption.AllDirectories)[0].FullName, Cancelled);
        Assert.Contains("kim@customer.example", told.To.ToString(), StringComparison.Ordinal);
        Assert.Contains("320.00 EUR", told.Subject, StringComparison.Ordinal);
        Assert.Contains(number.ToString(), told.Subject, StringComparison.Ordinal);
        Assert.Contains("309.90 EUR to Visa", told.TextBody, StringComparison.Ordinal);

        await FilesAgreeWithTheLedgerAsync(desk, client);
        mail.Delete(recursive: true);
    }

    [Fact]
    public async Task What_one_person_decides_moves_on_the_others_screen()
    {
        await using var desk = await WebDesk.StartAsync();
        var client = await desk.ClientAsync();
        var number = await AskAsync(desk, client);
        await UntilAsync(async () => (await desk.Data.ReadAsync(number)).Refund.Status == RefundStatus.InReview);
        await using var watching = await Browser.OpenAsync(desk, Role.Supervisor, "/queues/review");
        await using var deciding = await Browser.OpenAsync(desk, Role.Agent, $"/cases/{number}?queue=review");
        var row = watching.Page.Locator("tr", new() { HasText = number.ToString() });
        await Expect(row).ToBeVisibleAsync();

        await deciding.Page.Keyboard.PressAsync("r");
        await deciding.Page.GetByLabel("reason").First.FillAsync("The article was used for a year.");
        await deciding.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();

        await Expect(row).ToContainTextAsync("meanwhile");
        await Expect(deciding.Page.Locator(".case-head")).ToContainTextAsync("Rejected");
    }

    /// <summary>A customer asks for 320.00 EUR back, above what automation (100) and an agent (250) may give.</summary>
    private static async Task<RefundNumber> AskAsync(WebDesk desk, Client client)
    {
        // The desk runs on the real clock here: the purchase is placed before it.
        var now = TimeProvider.System.GetUtcNow();
        var order = await desk.Data.AddOrderAsync(client, AnOrder()
            .WithLine(320_00, category: "Living", tax: 1_900).WithLine(35_00, category: "Kitchen", tax: 1_900).WithShipping(4_90, tax: 1_900)
            .PaidByCard(309_90).PaidByGiftCard(50_00)
            .PlacedAt(now.AddDays(-10)).DispatchedAt(now.AddDays(-9)).DeliveredAt(now.AddDays(-6)));
        var request = new RefundRequest(RequestChannel.Portal, "journey", now, "It does not fit the room.", [new RequestedLine(1, 1, RefundReason.ChangedMind, GoodsCondition.Unopened)]);
        var submit = new SubmitRequest(desk.Services.GetRequiredService<DeskDatabase>(), new Customer(client.Id), desk.Services.GetRequiredService<CaseAttachments>(), TimeProvider.System);
        return Done(await submit.HandleAsync(client.Key, order.OrderNumber, request, Cancelled)).Number;
    }

    private static async Task FilesAgreeWithTheLedgerAsync(WebDesk desk, Client client)
    {
        await using var viewer = await Browser.OpenAsync(desk, Role.ClientViewer, "/dashboard");
        await Expect(viewer.Page.Locator(".figure").First).ToContainTextAsync("320.00");
        await viewer.PictureAsync("journey-dashboard");
        await viewer.GoAsync("/reports");
        await using var db = await desk.Data.OpenAsync();
        var booked = await db.Postings.Where(posting => posting.ClientId == client.Id && posting.Account == Account.RefundsPayable && posting.Kind == JournalKind.Payout).SumAsync(posting => posting.AmountMinor, Cancelled);
        Assert.Equal(320_00, booked);

        using var pdf = PdfDocument.Open(await DownloadAsync(viewer, "PDF"));
        var text = string.Join(' ', pdf.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text));
        Assert.Contains("Total 1 320.00", text, StringComparison.Ordinal);
        Assert.Contains("agrees with the ledger", text, StringComparison.Ordinal);

        using var workbook = new XLWorkbook(await DownloadAsync(viewer, "Excel"));
        var totals = workbook.Worksheets.SelectMany(sheet => sheet.RowsUsed()).Where(row => row.FirstCellUsed()?.GetString() == "Total")
            .SelectMany(row => row.CellsUsed().Where(cell => cell.DataType == XLDataType.Number)).Select(cell => cell.GetValue<decimal>());
        Assert.Contains(320.00m, totals);
    }

    private static async Task<string> DownloadAsync(BrowserTab tab, string link)
    {
        var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync());
        var path = Path.Combine(Directory.CreateTempSubdirectory("refunddesk-download-").FullName, download.SuggestedFilename);
        await download.SaveAsAsync(path);
        return path;
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await holds())
        {
            await Task.Delay(50, deadline.Token);
        }
    }

    private sealed class Customer(ClientId client) : ICurrentUser
    {
        public ValueTask<DeskPrincipal> GetAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(new DeskPrincipal(Actor.Customer("Kim Customer"), null, client, new HashSet<Permission> { Permission.RequestRefunds }));
    }
}
