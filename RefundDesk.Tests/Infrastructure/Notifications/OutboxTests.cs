using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MimeKit;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Notifications;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Infrastructure.Notifications;

public sealed class OutboxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("refunddesk-mail-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task A_paid_customer_is_told_and_the_history_says_so(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var client = await desk.AddClientAsync();
        var scene = await desk.AddCaseAsync(client, ARefund().Paid());
        var host = Host(desk);
        desk.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, await RoundAsync(host));
        Assert.Equal(0, await RoundAsync(host));

        var mail = await MimeMessage.LoadAsync(Assert.Single(Directory.GetFiles(_folder, "*.eml")), Cancelled);
        Assert.Equal($"Your refund of 100.00 EUR is on its way ({scene.Refund.Number})", mail.Subject);
        Assert.Equal(client.SenderAddress, mail.From.Mailboxes.Single().Address);
        Assert.Equal("kim@customer.example", mail.To.Mailboxes.Single().Address);
        Assert.Contains("Hello Kim Customer,", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("<p", mail.HtmlBody, StringComparison.Ordinal);
        await using var db = await desk.OpenAsync();
        var row = await db.Outbox.SingleAsync(Cancelled);
        Assert.Null(row.DueAt);
        Assert.Null(row.LeaseOwner);
        Assert.NotNull(row.DeliveredAt);
        Assert.Equal("Told the customer: money on its way", (await db.CaseEvents.OrderBy(e => e.Id).LastAsync(Cancelled)).Text);
    }

    [Fact]
    public async Task A_message_to_a_supervisor_leaves_with_a_link_and_is_no_part_of_the_cases_history()
    {
        await using var desk = await TestDatabase.CreateAsync();
        var client = await desk.AddClientAsync();
        var scene = await desk.AddCaseAsync(client, ARefund().InReview());
        await using var db = await desk.OpenAsync();
        await db.Outbox.ExecuteDeleteAsync(Cancelled);
        var notice = new StaffNotice(StaffNoticeKind.AutomationStopped, "sue@desk.example", "Sue Supervisor", "automatic approvals of policy version 3", "120 decisions, 4310.00 EUR within an hour", "/policies/northwind/breaker");
        db.Add(new OutboxRow { ClientId = client.Id, CaseId = scene.Refund.Id, Channel = StaffNotice.Channel, Json = JsonSerializer.Serialize(notice, PendingRows.Json), CreatedAt = Now, DueAt = Now });
        await db.SaveChangesAsync(Cancelled);
        var before = await db.CaseEvents.CountAsync(Cancelled);
        desk.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, await RoundAsync(Host(desk)));

        var mail = await MimeMessage.LoadAsync(Assert.Single(Directory.GetFiles(_folder, "*.eml")), Cancelled);
        Assert.Equal($"{client.Name}: Automatic approvals of policy version 3 stopped themselves", mail.Subject);
        Assert.Equal("sue@desk.example", mail.To.Mailboxes.Single().Address);
        Assert.Equal("RefundDesk", mail.From.Mailboxes.Single().Name);
        Assert.Contains("http://localhost:5000/policies/northwind/breaker", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(before, await db.CaseEvents.CountAsync(Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task A_message_that_cannot_leave_is_tried_again_and_given_up_visibly(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        await desk.AddCaseAsync(await desk.AddClientAsync(), ARefund().Paid());
        var host = Host(desk, services => services.Replace(ServiceDescriptor.Singleton<INotificationChannel>(new BrokenChannel())));
        for (var i = 0; i < 8; i++)
        {
            desk.Time.Advance(TimeSpan.FromHours(7));
            Assert.Equal(1, await RoundAsync(host));
        }

        desk.Time.Advance(TimeSpan.FromDays(9));
        Assert.Equal(0, await RoundAsync(host));
        await using var db = await desk.OpenAsync();
        var row = await db.Outbox.SingleAsync(Cancelled);
        Assert.Equal(8, row.Attempts);
        Assert.Equal("The wire is cut", row.LastError);
        Assert.Null(row.DeliveredAt);
        Assert.Equal("Could not tell the customer: money on its way", (await db.CaseEvents.OrderBy(e => e.Id).LastAsync(Cancelled)).Text);
    }

    [Fact]
    public async Task What_another_node_holds_is_left_alone_until_its_lease_runs_out()
    {
        await using var desk = await TestDatabase.CreateAsync();
        await desk.AddCaseAsync(await desk.AddClientAsync(), ARefund().Paid());
        desk.Time.Advance(TimeSpan.FromHours(1));
        await using (var db = await desk.OpenAsync())
        {
            var now = desk.Time.GetUtcNow();
            Assert.Single(await db.Dialect.ClaimOutboxAsync(db, "dead", now, now.AddSeconds(60), 10, Cancelled));
        }

        var host = Host(desk);

        Assert.Equal(0, await RoundAsync(host));
        desk.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(1, await RoundAsync(host));
    }

    [Fact]
    public async Task A_name_with_line_breaks_makes_no_header_and_no_markup()
    {
        await using var desk = await TestDatabase.CreateAsync();
        await AddNoticeAsync(desk, new RefundNotice(NoticeKind.Rejected, "kim@customer.example", "Kim\r\nBcc: all@customer.example", "RD-1", "<b>O-1</b>", "", "<script>alert(1)</script>\n\nUsed {{ amount }}"));

        Assert.Equal(1, await RoundAsync(Host(desk)));

        var mail = await MimeMessage.LoadAsync(Assert.Single(Directory.GetFiles(_folder, "*.eml")), Cancelled);
        Assert.Empty(mail.Bcc);
        Assert.Equal("Kim  Bcc: all@customer.example", mail.To.Mailboxes.Single().Name);
        Assert.DoesNotContain("<script>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;O-1&lt;/b&gt;", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("Used {{ amount }}", mail.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("kim@customer.example\r\nBcc: all@customer.example")]
    [InlineData("Kim <kim@customer.example>")]
    public async Task An_address_that_is_none_is_given_up_at_once(string address)
    {
        await using var desk = await TestDatabase.CreateAsync();
        await AddNoticeAsync(desk, new RefundNotice(NoticeKind.Paid, address, "Kim", "RD-1", "O-1", "1.00 EUR", "card"));

        Assert.Equal(1, await RoundAsync(Host(desk)));

        await using var db = await desk.OpenAsync();
        var row = await db.Outbox.SingleAsync(Cancelled);
        Assert.Null(row.DueAt);
        Assert.Equal("The address is not an e-mail address", row.LastError);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Messages_leave_over_one_connection_and_keep_their_id_when_they_are_repeated()
    {
        await using var server = new FakeSmtpServer();
        await using var desk = await TestDatabase.CreateAsync();
        var client = await desk.AddClientAsync();
        await desk.AddCaseAsync(client, ARefund().Paid());
        await desk.AddCaseAsync(client, ARefund().Paid());
        var host = OverSmtp(desk, server);
        desk.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(2, await RoundAsync(host));
        await using (var db = await desk.OpenAsync())
        {
            DateTimeOffset? again = desk.Time.GetUtcNow();
            await db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(row => row.DueAt, again), Cancelled);
        }

        Assert.Equal(2, await RoundAsync(host));

        Assert.Equal(1, server.Connections);
        var ids = server.Received.Select(message => message.Split('\n').Single(line => line.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase))).ToArray();
        Assert.Equal(4, ids.Length);
        Assert.Equal(2, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_recipient_the_server_refuses_is_given_up_and_a_broken_connection_is_not()
    {
        await using var server = new FakeSmtpServer();
        await using var desk = await TestDatabase.CreateAsync();
        await AddNoticeAsync(desk, new RefundNotice(NoticeKind.Paid, "gone@customer.example", "Kim", "RD-1", "O-1", "1.00 EUR", "card"));
        await AddNoticeAsync(desk, new RefundNotice(NoticeKind.Paid, "drop@customer.example", "Kim", "RD-2", "O-2", "1.00 EUR", "card"));

        Assert.Equal(2, await RoundAsync(OverSmtp(desk, server)));

        await using var db = await desk.OpenAsync();
        var rows = await db.Outbox.OrderBy(row => row.Id).ToListAsync(Cancelled);
        Assert.Null(rows[0].DueAt);
        Assert.Equal("The mail server refuses the recipient: 550", rows[0].LastError);
        Assert.NotNull(rows[1].DueAt);
        Assert.Equal(1, rows[1].Attempts);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task AddNoticeAsync(TestDatabase desk, RefundNotice notice)
    {
        var client = await desk.AddClientAsync();
        var scene = await desk.AddCaseAsync(client);
        await using var db = await desk.OpenAsync();
        db.Outbox.Add(new OutboxRow
        {
            ClientId = client.Id,
            CaseId = scene.Refund.Id,
            Channel = "mail",
            Json = System.Text.Json.JsonSerializer.Serialize(notice, PendingRows.Json),
            CreatedAt = Now,
            DueAt = Now,
        });
        await db.SaveChangesAsync(Cancelled);
    }

    private static Task<int> RoundAsync(WebApplication host) => host.Services.GetRequiredService<OutboxRound>().RunOnceAsync("node", Cancelled);

    private WebApplication Host(TestDatabase desk, Action<IServiceCollection>? change = null) => desk.BuildHost(change: services =>
    {
        services.PostConfigure<NotificationOptions>(options => options.Folder = _folder);
        change?.Invoke(services);
    });

    private WebApplication OverSmtp(TestDatabase desk, FakeSmtpServer server) => Host(desk, services => services.PostConfigure<NotificationOptions>(options =>
    {
        options.Smtp.Host = "127.0.0.1";
        options.Smtp.Port = server.Port;
        options.Smtp.Security = SmtpSecurity.None;
    }));

    private sealed class BrokenChannel : INotificationChannel
    {
        public Task SendAsync(OutgoingMail mail, CancellationToken cancellationToken) => throw new IOException("The wire is cut");
    }
}
