using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Withdrawing;
using RefundDesk.Web.Features.SelfService;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Portal;

/// <summary>Keeps what was sent.</summary>
internal sealed class Mailbox : INotificationChannel
{
    public ConcurrentQueue<OutgoingMail> Mails { get; } = new();

    /// <summary>While it is true, nothing leaves.</summary>
    public bool IsBroken { get; set; }

    public Task SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        if (IsBroken)
        {
            throw new IOException("The mail server is away.");
        }

        Mails.Enqueue(mail);
        return Task.CompletedTask;
    }
}

/// <summary>The customers' pages of one retailer, with a mailbox that the test reads, and a customer without script.</summary>
internal sealed partial class PortalDesk : IAsyncDisposable
{
    public const string Email = "kim@customer.example";

    private PortalDesk(WebDesk desk, Mailbox mails, Client client, Order order) => (Desk, Mails, Client, Order) = (desk, mails, client, order);

    public WebDesk Desk { get; }

    public Mailbox Mails { get; }

    public Client Client { get; }

    public Order Order { get; }

    public string Root => $"/r/{Client.Key}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <param name="tries">Tries an hour that an address has.</param>
    /// <param name="automation">Whether cases are worked off.</param>
    /// <param name="standingClock">Whether time stands, so that codes are written only when the test says so.</param>
    public static async Task<PortalDesk> StartAsync(int tries = 1_000, bool standingClock = true, bool automation = true)
    {
        var mails = new Mailbox();
        var desk = await WebDesk.StartAsync(
            services =>
            {
                services.Replace(ServiceDescriptor.Singleton<INotificationChannel>(mails));
                if (standingClock)
                {
                    services.Remove(services.Single(service => service.ImplementationType == typeof(CodeService)));
                    services.Remove(services.Single(service => service.ImplementationType == typeof(WithdrawalService)));
                }
            },
            new Dictionary<string, string?> { ["Portal:TriesAnHourByAddress"] = $"{tries}", ["Automation:Enabled"] = $"{automation}" },
            standingClock);
        var client = await desk.Data.AddClientAsync();
        var now = desk.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var order = await desk.Data.AddOrderAsync(client, AnOrder().WithLine(60_00, quantity: 3).PlacedAt(now.AddDays(-9)).DeliveredAt(now.AddDays(-6)).With(draft => draft with { CustomerEmail = Email }));
        return new PortalDesk(desk, mails, client, order);
    }

    /// <summary>Asks for a code.</summary>
    /// <returns>Where the code is to be typed.</returns>
    public async Task<string> AskAsync(WebVisitor visitor, string? orderNumber = null, string email = Email, string from = "")
    {
        using var answer = await visitor.SendFormAsync(Root + from, "ask", ("OrderNumber", orderNumber ?? Order.OrderNumber), ("Proof", email));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return PathOf(answer);
    }

    /// <summary>Lets the desk look at what was asked.</summary>
    /// <returns>The code of the last mail; null where none came.</returns>
    public async Task<string?> CodeAsync()
    {
        await Desk.Services.GetRequiredService<CodeRound>().RunOnceAsync(Cancelled);
        return Mails.Mails.LastOrDefault(mail => mail.MessageId.StartsWith("code.", StringComparison.Ordinal)) is { } mail ? SixDigits().Match(mail.TextBody).Value : null;
    }

    /// <summary>A customer who was let in.</summary>
    public async Task<WebVisitor> LetInAsync(string from = "")
    {
        var visitor = Desk.Visit();
        var page = await AskAsync(visitor, from: from);
        using var answer = await visitor.SendFormAsync(page, "code", ("Code", (await CodeAsync())!));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return visitor;
    }

    public static string PathOf(HttpResponseMessage answer) => answer.Headers.Location!.IsAbsoluteUri ? answer.Headers.Location.PathAndQuery : answer.Headers.Location.OriginalString;

    public ValueTask DisposeAsync() => Desk.DisposeAsync();

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex SixDigits();
}
