using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static Microsoft.Playwright.Assertions;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Journeys;

/// <summary>An agent finds out what mails are about.</summary>
[Trait("Category", "Browser")]
public sealed class MailJourneyTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_reads_connects_and_closes()
    {
        await using var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?> { ["Automation:Enabled"] = "false" });
        var client = await desk.Data.AddClientAsync("northwind");
        await desk.Data.AddOrderAsync(client, AnOrder().With(draft => draft with { OrderNumber = "SO-1001", CustomerEmail = "maximiliane@customer.example" }));
        await AddAsync(desk, client.Id, 1, "Maximiliane von Hohenstein-Lichterfelde", "maximiliane@customer.example", "Question about my last order, the one with the blue rain jacket and the hiking boots that came too late", "It names no order of the retailer.", "Hello,\n\nthe jacket is broken: the zip came off on the first day. I want my money back.\n\nMaximiliane");
        await AddAsync(desk, client.Id, 2, string.Empty, "averyveryverylongaddresswithoutanybreakinit.itgoesonandon@customer.example", "Sooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooolong", "Order SO-1001 has another e-mail address than the sender.", "Refund SO-1001 to me.");
        await AddAsync(desk, client.Id, 3, string.Empty, string.Empty, string.Empty, "The mail is nested deeper than 12 times, or has more than 200 parts.", string.Empty, MailState.Failed);
        await using var tab = await Browser.OpenAsync(desk, Role.Agent, "/mails");

        await Expect(tab.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(4);
        var inTheList = tab.Page.GetByRole(AriaRole.Navigation, new() { Name = "Rooms" }).GetByRole(AriaRole.Link, new() { Name = "Mails" }).Locator("span");
        await Expect(inTheList).ToHaveTextAsync("3");
        await tab.LookAsync("mails");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Look at the mail of Maximiliane" }).ClickAsync();
        await Expect(tab.Page.GetByText("Suggested by text model: wants money back, 95 % · defective, 87 %")).ToBeVisibleAsync();
        await tab.LookAsync("mails-open");
        var original = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.GetByRole(AriaRole.Link, new() { Name = "The whole mail as it came" }).ClickAsync());
        Assert.EndsWith(".eml", original.SuggestedFilename, StringComparison.Ordinal);
        Assert.Contains("Message-ID: <1@x.example>", await File.ReadAllTextAsync(await original.PathAsync(), Cancelled), StringComparison.Ordinal);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "SO-1001" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Connect" }).ClickAsync();
        await Expect(tab.Page.GetByText("The mail is attached to")).ToBeVisibleAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Look at the mail of averyvery" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Connect" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("asked back already with RD-");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Spam" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Look at the mail of" }).ClickAsync();
        await tab.Page.GetByLabel("Or: why it leads to no refund").FillAsync("Nothing in it could be read.");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await Expect(tab.Page.GetByText("Nothing to look at")).ToBeVisibleAsync();
        await Expect(inTheList).ToHaveTextAsync("0");
        await tab.LookAsync("mails-empty");

        await using var db = await desk.Data.OpenAsync();
        var refund = await db.RefundCases.SingleAsync(Cancelled);
        await tab.GoAsync($"/cases/{refund.Number}");
        await Expect(tab.Page.GetByText("suggested by text model, 87 %")).ToBeVisibleAsync();
        await tab.LookAsync("mail-case");
    }

    private static async Task AddAsync(WebDesk desk, RefundDesk.Domain.Clients.ClientId client, int uid, string name, string from, string subject, string why, string words, MailState state = MailState.ToLookAt)
    {
        var now = TimeProvider.System.GetUtcNow().AddHours(-uid);
        await using var db = await desk.Data.OpenAsync();
        var row = new MailMessageRow
        {
            Id = Guid.CreateVersion7(now), ClientId = client, Mailbox = "returns@northwind.example/INBOX", Validity = 1, Uid = uid, RawBytes = 1_000, ReceivedAt = now, StoredAt = now.AddHours(-4 + (2 * uid)), FromName = name, FromAddress = from,
            Subject = subject, Why = why, Words = words, State = state, Files = uid % 3, Version = 1, AnsweredAt = uid == 1 ? now.AddMinutes(1) : null,
            OrderNumber = uid == 2 ? "SO-1001" : null, Concern = uid == 1 ? CustomerConcern.WantsRefund : null, ConcernPermille = 950, Reason = uid == 1 ? RefundReason.Defective : null, ReasonPermille = 874,
        };
        db.MailMessages.Add(row);
        if (state == MailState.ToLookAt)
        {
            db.MailContents.Add(new MailContentRow { MailId = row.Id, ClientId = client, Raw = System.Text.Encoding.UTF8.GetBytes($"From: {from}\r\nSubject: {subject}\r\nMessage-ID: <{uid}@x.example>\r\n\r\n{words}") });
        }

        await db.SaveChangesAsync(Cancelled);
    }
}
