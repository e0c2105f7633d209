using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Mailing;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Tests.Automation;
using RefundDesk.Tests.Features.Portal;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Mail;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Mail;

/// <summary>A desk with a client, its mailbox in memory and automation whose policy would pay everything by itself.</summary>
internal sealed class MailDesk : IAsyncDisposable
{
    public const string Kim = "kim@customer.example";

    private MailDesk(AutomationDesk desk, Client client, FakeMailboxes boxes, FakeMailboxes.Folder box, Mailbox sent) => (Desk, Client, Boxes, Box, Sent) = (desk, client, boxes, box, sent);

    public AutomationDesk Desk { get; }

    public TestDatabase Data => Desk.Database;

    public Client Client { get; }

    public FakeMailboxes Boxes { get; }

    public FakeMailboxes.Folder Box { get; }

    /// <summary>What the desk wrote to senders.</summary>
    public Mailbox Sent { get; }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>The most generous policy there is: with it a request over any other door is paid at once.</summary>
    public static Func<ReturnPolicy, ReturnPolicy> PaysEverything => policy => policy with { AutomaticApprovalMinor = 1_000_000_00, ReviewFromRiskScore = 100 };

    public static async Task<MailDesk> OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, IConcernReader? reader = null, string? trustedHost = null)
    {
        var (boxes, sent) = (new FakeMailboxes(), new Mailbox());
        var desk = await AutomationDesk.OpenAsync(provider, services => Replace(services, boxes, sent, reader));
        var client = await desk.Database.AddClientAsync("northwind", policy: PaysEverything);
        return new MailDesk(desk, client, boxes, boxes.Add("northwind", trustedHost), sent);
    }

    public static void Replace(IServiceCollection services, IMailboxes boxes, INotificationChannel sent, IConcernReader? reader)
    {
        services.Replace(ServiceDescriptor.Singleton(boxes));
        services.Replace(ServiceDescriptor.Singleton(sent));
        services.RemoveAll<IConcernReader>();
        if (reader is not null)
        {
            services.AddSingleton(reader);
        }
    }

    public Task<Order> OrderAsync(string number = "SO-1001", string? email = Kim, Func<OrderBuilder, OrderBuilder>? lines = null, Client? client = null) => Data.AddOrderAsync(
        client ?? Client, (lines ?? (order => order.With(Article("JACKET-1", "Rain jacket", 80_00))))(AnOrder()).With(draft => draft with { OrderNumber = number, CustomerEmail = email }));

    public static OrderLineDraft Article(string sku, string description, long minor, int quantity = 1) => new(sku, description, "general", quantity, minor);

    /// <summary>Puts a mail into the mailbox.</summary>
    public void Put(string text, string subject = "Return", string from = Kim, string? id = null, string? headers = null, FakeMailboxes.Folder? box = null) =>
        (box ?? Box).Put(Raw(text, subject, from, id, headers), Data.Time.GetUtcNow());

    public byte[] Raw(string text, string subject = "Return", string from = Kim, string? id = null, string? headers = null) => Encoding.UTF8.GetBytes(
        $"From: Kim Customer <{from}>\r\nTo: returns@northwind.example\r\nSubject: {subject}\r\nMessage-ID: <{id ?? $"m{Next()}@customer.example"}>\r\n"
        + $"Date: {Data.Time.GetUtcNow().AddHours(-1).ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture)}\r\n{headers}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text.ReplaceLineEndings("\r\n")}\r\n");

    /// <summary>One look into the mailboxes.</summary>
    public Task<int> LookAsync() => Desk.Get<MailRound>().RunOnceAsync(Cancelled);

    /// <summary>A look, and automation as long as it has something to do.</summary>
    public async Task SettleAsync()
    {
        await LookAsync();
        for (var round = 0; round < 10 && await Desk.RoundAsync() > 0; round++)
        {
            Data.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    public async Task<List<MailMessageRow>> MailsAsync()
    {
        await using var db = await Data.OpenAsync();
        return await db.MailMessages.AsNoTracking().OrderBy(row => row.StoredAt).ThenBy(row => row.Mailbox).ThenBy(row => row.Uid).ToListAsync(Cancelled);
    }

    public async Task<MailMessageRow> MailAsync() => Assert.Single(await MailsAsync());

    public async Task<List<RefundCase>> CasesAsync()
    {
        await using var db = await Data.OpenAsync();
        return await db.WholeCases().AsNoTracking().OrderBy(refund => refund.ReceivedAt).ToListAsync(Cancelled);
    }

    public async Task<RefundCase> CaseAsync() => Assert.Single(await CasesAsync());

    public async Task<List<string>> HistoryAsync(RefundCase refund)
    {
        await using var db = await Data.OpenAsync();
        return await db.CaseEvents.AsNoTracking().Where(row => row.CaseId == refund.Id).OrderBy(row => row.Id).Select(row => row.Text + " | " + row.Why).ToListAsync(Cancelled);
    }

    /// <summary>Takes a step on behalf of a person, in a scope of its own.</summary>
    public async Task<T> AsAsync<TUseCase, T>(DeskPrincipal principal, Func<TUseCase, Task<T>> step)
        where TUseCase : notnull
    {
        await using var scope = Data.BuildHost(principal, services => Replace(services, Boxes, Sent, null)).Services.CreateAsyncScope();
        return await step(scope.ServiceProvider.GetRequiredService<TUseCase>());
    }

    public async ValueTask DisposeAsync() => await Desk.DisposeAsync();
}
