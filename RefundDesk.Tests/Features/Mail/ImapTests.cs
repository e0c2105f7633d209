using System.Text;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds.Mailing;
using RefundDesk.Tests.Automation;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Mail;
using RefundDesk.Web.Infrastructure.Mailboxes;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Mail;

/// <summary>Against a real IMAP server.</summary>
public sealed class ImapTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mails_are_read_without_a_mark_and_moved_once_they_are_done_with()
    {
        await using var server = await DovecotServer.StartAsync();
        await using var desk = await DeskAsync(server);
        var client = await desk.Database.AddClientAsync("northwind");
        await desk.Database.AddOrderAsync(client, AnOrder().With(draft => draft with { OrderNumber = "SO-1001", CustomerEmail = "kim@customer.example" }));
        await PutAsync(server, Mail("The article of SO-1001 is broken", "one"), Mail("no order", "two", "x@elsewhere.example"), Mail("The article of SO-1001 is broken", "one"), Big());

        await desk.Get<MailRound>().RunOnceAsync(Cancelled);

        Assert.Equal((0, 3, 1), (await CountAsync(server, "INBOX"), await CountAsync(server, "RefundDesk-done"), await CountAsync(server, "RefundDesk-failed")));
        await using var db = await desk.Database.OpenAsync();
        Assert.Equal("SO-1001", (await db.RefundCases.SingleAsync(Cancelled)).OrderNumber);
        Assert.Equal([MailState.BecameCase, MailState.ToLookAt, MailState.Repeated, MailState.Failed], await db.MailMessages.OrderBy(row => row.Uid).Select(row => row.State).ToListAsync(Cancelled));
        var big = await db.MailMessages.SingleAsync(row => row.State == MailState.Failed, Cancelled);
        Assert.Equal(("kim@customer.example", "Big"), (big.FromAddress, big.Subject));
        Assert.Equal(0, await SeenAsync(server));
    }

    [Fact]
    public async Task A_mail_a_person_moves_back_is_the_same_one_and_goes_to_done_again()
    {
        await using var server = await DovecotServer.StartAsync();
        await using var desk = await DeskAsync(server);
        var client = await desk.Database.AddClientAsync("northwind");
        await desk.Database.AddOrderAsync(client, AnOrder().With(draft => draft with { OrderNumber = "SO-1001", CustomerEmail = "kim@customer.example" }));
        await PutAsync(server, Mail("The article of SO-1001 is broken", "one"));
        await desk.Get<MailRound>().RunOnceAsync(Cancelled);

        await WithAsync(server, "RefundDesk-done", async (imap, folder) => await folder.MoveToAsync(await folder.SearchAsync(SearchQuery.All, Cancelled), imap.Inbox, Cancelled));
        await desk.Get<MailRound>().RunOnceAsync(Cancelled);

        await using var db = await desk.Database.OpenAsync();
        Assert.Equal(1, await db.RefundCases.CountAsync(Cancelled));
        Assert.Equal([MailState.BecameCase, MailState.Repeated], await db.MailMessages.OrderBy(row => row.Uid).Select(row => row.State).ToListAsync(Cancelled));
        Assert.Equal(1, await CountAsync(server, "RefundDesk-done"));
    }

    [Fact]
    public async Task A_server_that_goes_away_in_the_middle_loses_nothing()
    {
        await using var server = await DovecotServer.StartAsync();
        await using var desk = await DeskAsync(server);
        var client = await desk.Database.AddClientAsync("northwind");
        for (var i = 0; i < 5; i++)
        {
            await desk.Database.AddOrderAsync(client, AnOrder().With(draft => draft with { OrderNumber = $"SO-100{i}", CustomerEmail = "kim@customer.example" }));
            await PutAsync(server, Mail($"The article of SO-100{i} is broken", $"m{i}"));
        }

        var mailbox = desk.Get<IMailboxes>().All[0];
        await using (var connection = await desk.Get<IMailboxes>().OpenAsync(mailbox, Cancelled))
        {
            await desk.Get<MailInbox>().FetchAsync(client, mailbox, connection, Cancelled);
            await server.StopAsync();
            await Assert.ThrowsAsync<IOException>(() => connection.MoveAsync([1], failed: false, Cancelled));
        }

        await desk.Get<MailRound>().RunOnceAsync(Cancelled);
        await using (var db = await desk.Database.OpenAsync())
        {
            Assert.Equal(5, await db.RefundCases.CountAsync(Cancelled));
        }

        await server.RunAsync();
        await desk.Get<MailRound>().RunOnceAsync(Cancelled);

        Assert.Equal((0, 5), (await CountAsync(server, "INBOX"), await CountAsync(server, "RefundDesk-done")));
        await using var after = await desk.Database.OpenAsync();
        Assert.Equal((5, 5), (await after.RefundCases.CountAsync(Cancelled), await after.MailMessages.CountAsync(Cancelled)));
    }

    [Fact]
    public async Task A_wrong_password_is_a_fault_of_that_mailbox_and_is_said_as_one()
    {
        await using var server = await DovecotServer.StartAsync();
        var boxes = new ImapMailboxes(Options.Create(new MailboxesOptions { Boxes = [Box(server.Port, "wrong")] }));

        var fault = await Assert.ThrowsAsync<IOException>(() => boxes.OpenAsync(boxes.All[0], Cancelled));

        Assert.Contains("uthenticat", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_of_a_mailbox_cannot_work_is_named_before_the_start()
    {
        var settings = new ConfigurationBuilder().AddJsonStream(new MemoryStream("{}"u8.ToArray())).Build();
        var wrong = new MailboxesOptions
        {
            Boxes =
            [
                new Web.Infrastructure.Mailboxes.Mailbox { Port = 70_000, Security = MailboxSecurity.None, Host = "mail.example", DoneFolder = "INBOX" },
                Box(143, "x"),
                Box(143, "x"),
            ],
        };

        var faults = string.Join('\n', new MailboxesCheck(settings).Validate(null, wrong).Failures!);

        foreach (var named in new[] { "Mailboxes:Boxes:0:Client", "Mailboxes:Boxes:0:User", "Mailboxes:Boxes:0:Password", "Mailboxes:Boxes:0:Port 70000", "in the clear", "three different ones", "is there twice" })
        {
            Assert.Contains(named, faults, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_password_in_a_settings_file_keeps_the_application_from_starting()
    {
        var folder = Directory.CreateTempSubdirectory("refunddesk-settings-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "appsettings.json"), """{"Mailboxes":{"Boxes":[{"Password":"secret"}]}}""");
            var settings = new ConfigurationBuilder().AddJsonFile(Path.Combine(folder.FullName, "appsettings.json")).Build();

            var fault = Assert.Single(new MailboxesCheck(settings).Validate(null, new MailboxesOptions { Boxes = [Box(143, "secret")] }).Failures!);

            Assert.Contains("Password stands in appsettings.json", fault, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<AutomationDesk> DeskAsync(DovecotServer server) => AutomationDesk.OpenAsync(DatabaseProvider.Sqlite, services => MailDesk.Replace(
        services, new ImapMailboxes(Options.Create(new MailboxesOptions { Boxes = [Box(server.Port, DovecotServer.Password)], MessageBytes = 200_000, TimeoutSeconds = 20 })), new Portal.Mailbox(), null));

    private static Web.Infrastructure.Mailboxes.Mailbox Box(int port, string password) =>
        new() { Client = "northwind", Host = "127.0.0.1", Port = port, Security = MailboxSecurity.None, User = DovecotServer.User, Password = password };

    private static byte[] Mail(string text, string id, string from = "kim@customer.example") =>
        Encoding.ASCII.GetBytes($"From: Kim <{from}>\r\nTo: returns@northwind.example\r\nSubject: Return\r\nMessage-ID: <{id}@customer.example>\r\nContent-Type: text/plain\r\n\r\n{text}\r\n");

    private static byte[] Big() => Encoding.ASCII.GetBytes($"From: kim@customer.example\r\nSubject: Big\r\n\r\n{new string('x', 300_000)}\r\n");

    private static Task PutAsync(DovecotServer server, params byte[][] mails) => WithAsync(server, "INBOX", async (_, folder) =>
    {
        foreach (var mail in mails)
        {
            using var message = await MimeKit.MimeMessage.LoadAsync(new MemoryStream(mail), Cancelled);
            await folder.AppendAsync(message, MessageFlags.None, Cancelled);
        }
    });

    private static async Task<int> CountAsync(DovecotServer server, string name)
    {
        var count = 0;
        await WithAsync(server, name, (_, folder) =>
        {
            count = folder.Count;
            return Task.CompletedTask;
        });
        return count;
    }

    private static async Task<int> SeenAsync(DovecotServer server)
    {
        var seen = 0;
        await WithAsync(server, "RefundDesk-done", async (_, folder) => seen = (await folder.SearchAsync(SearchQuery.Seen, Cancelled)).Count);
        return seen;
    }

    private static async Task WithAsync(DovecotServer server, string name, Func<ImapClient, IMailFolder, Task> work)
    {
        using var imap = new ImapClient();
        await imap.ConnectAsync("127.0.0.1", server.Port, MailKit.Security.SecureSocketOptions.None, Cancelled);
        await imap.AuthenticateAsync(DovecotServer.User, DovecotServer.Password, Cancelled);
        var folder = await imap.GetFolderAsync(name, Cancelled);
        await folder.OpenAsync(FolderAccess.ReadWrite, Cancelled);
        await work(imap, folder);
        await imap.DisconnectAsync(quit: true, Cancelled);
    }
}
