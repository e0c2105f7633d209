using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Mail;
using RefundDesk.Web.Infrastructure.Mailboxes;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Mail;

/// <summary>Mails made to break things, servers that go away, processes that die, nodes that race.</summary>
public sealed class MailTroubleTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_cannot_be_read_goes_to_failed_with_words_and_keeps_no_other_one_waiting()
    {
        await using var desk = await MailDesk.OpenAsync();
        await desk.OrderAsync();
        var at = desk.Data.Time.GetUtcNow();
        desk.Box.Put(new byte[3_000_000], at);
        desk.Box.Put(Encoding.ASCII.GetBytes("From: kim@customer.example\r\nSubject: nul\r\n\r\nSO-1001 \0 broken"), at);
        desk.Box.Put([], at);
        desk.Box.Put(Encoding.ASCII.GetBytes("no header at all, only words"), at);
        desk.Box.Put(Nested(60), at);
        desk.Box.Put(Encoding.ASCII.GetBytes("From: a@b.example, c@d.example\r\nSubject: two\r\n\r\nSO-1001"), at);
        desk.Put(string.Empty, subject: string.Empty);
        desk.Put("The jacket of SO-1001 is broken");

        await desk.LookAsync();

        Assert.Equal("SO-1001", (await desk.CaseAsync()).OrderNumber);
        Assert.Equal(7, desk.Box.Failed.Count);
        Assert.Single(desk.Box.Done);
        var failed = (await desk.MailsAsync()).Where(mail => mail.State == MailState.Failed).ToArray();
        Assert.Equal(7, failed.Length);
        Assert.All(failed, mail => Assert.True(mail.Why is { Length: > 10 }, mail.Subject));
        Assert.Contains("3 MB; more than 2 MB are not read", failed[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_charset_nobody_knows_html_alone_and_what_is_cut_in_the_middle_are_read_as_far_as_they_go()
    {
        await using var desk = await MailDesk.OpenAsync();
        await desk.OrderAsync();
        await desk.OrderAsync("SO-1002");
        await desk.OrderAsync("SO-1003");
        var at = desk.Data.Time.GetUtcNow();
        desk.Box.Put([.. Encoding.ASCII.GetBytes("From: kim@customer.example\r\nContent-Type: text/plain; charset=x-klingon\r\nContent-Transfer-Encoding: 8bit\r\n\r\nJacket of SO-1001 "), 0xFF, 0xFE, 0xE4], at);
        desk.Box.Put(Encoding.UTF8.GetBytes("From: kim@customer.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><head><style>p{color:red}</style></head><body><p>Die&nbsp;Jacke aus <b>SO-1002</b> ist kaputt</p><script>alert(1)</script><blockquote>alte W&ouml;rter</blockquote>"), at);
        desk.Box.Put(Encoding.UTF8.GetBytes("From: kim@customer.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nThe jacket of SO-1003 is broken\r\n--x\r\nContent-Type: image/jpeg; name=a.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n/9j/4AAQSkZJ"), at);

        await desk.LookAsync();

        var cases = await desk.CasesAsync();
        Assert.Equal(["SO-1001", "SO-1002", "SO-1003"], cases.Select(refund => refund.OrderNumber).Order());
        Assert.Equal("Die Jacke aus SO-1002 ist kaputt", cases.Single(refund => refund.OrderNumber == "SO-1002").CustomerNote);
        Assert.Contains("Of the mail not everything is attached: “a.jpg” is damaged or cut short and cannot be read. | ", await desk.HistoryAsync(cases.Single(refund => refund.OrderNumber == "SO-1003")));
    }

    [Fact]
    public async Task Photos_and_documents_are_attached_and_what_is_refused_is_named()
    {
        await using var desk = await MailDesk.OpenAsync();
        await desk.OrderAsync();
        desk.Box.Put(WithFiles("The jacket of SO-1001 is broken", ("zip.jpg", "image/jpeg", Pictures.File(1)), ("letter.docx", "application/vnd.openxmlformats", Encoding.ASCII.GetBytes("PK not a picture"))), desk.Data.Time.GetUtcNow());

        await desk.LookAsync();

        var refund = await desk.CaseAsync();
        await using var db = await desk.Data.OpenAsync();
        Assert.Equal([AttachmentKind.Mail, AttachmentKind.Photo], await db.Attachments.OrderBy(row => row.AddedAt).Select(row => row.Kind).ToListAsync(Cancelled));
        Assert.Contains(await desk.HistoryAsync(refund), said => said.Contains("“letter.docx” is neither a JPEG", StringComparison.Ordinal));
    }

    [Theory, DatabaseMatrix]
    public async Task Killed_at_any_step_nothing_is_lost_and_nothing_is_opened_twice(DatabaseProvider provider)
    {
        await using var desk = await MailDesk.OpenAsync(provider);
        string[] steps = ["open", "list", "read", "move"];
        for (var i = 0; i < steps.Length; i++)
        {
            await desk.OrderAsync($"SO-200{i}");
            desk.Put($"The jacket of SO-200{i} is broken");
            var (step, left) = (steps[i], 1);
            desk.Boxes.Before = at =>
            {
                if (at == step && left-- > 0)
                {
                    throw new IOException("The server went away.");
                }
            };
            await desk.LookAsync();
            await desk.LookAsync();
        }

        Assert.Equal(4, (await desk.CasesAsync()).Count);
        Assert.Equal(4, (await desk.MailsAsync()).Count);
        Assert.Equal((4, 0), (desk.Box.Done.Count, desk.Box.Inbox.Count));
    }

    [Theory, DatabaseMatrix]
    public async Task A_node_that_died_over_a_mail_is_followed_by_another_when_its_lease_ends(DatabaseProvider provider)
    {
        await using var desk = await MailDesk.OpenAsync(provider);
        await desk.OrderAsync();
        desk.Put("The jacket of SO-1001 is broken");
        var client = desk.Client;
        var mailbox = desk.Boxes.All[0];
        await using (var connection = await desk.Boxes.OpenAsync(mailbox, Cancelled))
        {
            // Stored, taken, and then the process is gone.
            await desk.Desk.Get<MailInbox>().FetchAsync(client, mailbox, connection, Cancelled);
            await using var db = await desk.Data.OpenAsync();
            await db.MailMessages.ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseOwner, "dead").SetProperty(row => row.LeaseUntil, desk.Data.Time.GetUtcNow().AddMinutes(5)), Cancelled);
        }

        await desk.LookAsync();
        var whileLeased = (await desk.CasesAsync()).Count;
        var lay = desk.Box.Inbox.Count;
        desk.Data.Time.Advance(TimeSpan.FromMinutes(6));
        await desk.LookAsync();

        Assert.Equal((0, 1), (whileLeased, lay));
        Assert.Equal("SO-1001", (await desk.CaseAsync()).OrderNumber);
        Assert.Empty(desk.Box.Inbox);
    }

    [Theory, DatabaseMatrix]
    public async Task Nodes_that_look_at_once_open_each_request_once(DatabaseProvider provider)
    {
        await using var desk = await MailDesk.OpenAsync(provider);
        for (var i = 0; i < 6; i++)
        {
            await desk.OrderAsync($"SO-300{i}");
            desk.Put($"The jacket of SO-300{i} is broken", id: $"copy{i}@customer.example");
            desk.Put($"The jacket of SO-300{i} is broken", id: $"copy{i}@customer.example");
        }

        var second = desk.Desk.AddNode(services => MailDesk.Replace(services, desk.Boxes, desk.Sent, null));
        await Task.WhenAll(Task.Run(desk.LookAsync, Cancelled), Task.Run(() => second.Services.GetRequiredService<MailRound>().RunOnceAsync(Cancelled), Cancelled));
        await desk.LookAsync();
        desk.Data.Time.Advance(TimeSpan.FromMinutes(6));
        await desk.LookAsync();

        Assert.Equal(6, (await desk.CasesAsync()).Count);
        Assert.Equal(6, (await desk.MailsAsync()).Count(mail => mail.State == MailState.Repeated));
        Assert.Empty(desk.Box.Inbox);
    }

    [Fact]
    public async Task A_thousand_mails_are_worked_off()
    {
        const int Count = 1_000;
        await using var desk = await MailDesk.OpenAsync();
        for (var i = 0; i < Count / 10; i++)
        {
            await desk.OrderAsync($"SO-{i + 10_000}");
        }

        for (var i = 0; i < Count; i++)
        {
            desk.Put(i % 10 == 0 ? $"The jacket of SO-{(i / 10) + 10_000} is broken" : $"Hello number {i}, where is my invoice?", from: i % 10 == 0 ? MailDesk.Kim : $"person{i}@elsewhere.example");
        }

        var watch = Stopwatch.StartNew();
        await desk.LookAsync();
        watch.Stop();

        TestContext.Current.SendDiagnosticMessage("{0} mails in {1:0.0} s, {2:0} a second", Count, watch.Elapsed.TotalSeconds, Count / watch.Elapsed.TotalSeconds);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Count} mails in {watch.Elapsed.TotalSeconds:0.0} s, {Count / watch.Elapsed.TotalSeconds:0} a second");
        Assert.Equal(100, (await desk.CasesAsync()).Count);
        Assert.Equal((Count, 0, Count), (desk.Box.Done.Count, desk.Box.Failed.Count, desk.Box.Reads));
    }

    [Fact]
    public void Whatever_is_changed_in_a_mail_the_reader_says_something_and_never_throws()
    {
        var random = new Random(20_261_127);
        var reader = new MimeMailReader();
        byte[][] seeds =
        [
            WithFiles("The jacket of SO-1001 is broken", ("zip.jpg", "image/jpeg", Pictures.File(1, width: 40, height: 30))), Nested(6),
            Encoding.UTF8.GetBytes("From: =?utf-8?Q?K=C3=BC?= <kim@customer.example>\r\nSubject: =?iso-8859-1?B?SGFsbG8=?=\r\nReferences: <a@b> <c@d>\r\nAuthentication-Results: mx; spf=pass\r\nContent-Type: text/html\r\n\r\n<p>Hi<br><blockquote>x</blockquote>"),
        ];
        var (read, refused) = (0, 0);
        for (var i = 0; i < 3_000; i++)
        {
            var mail = seeds[i % seeds.Length].ToArray().ToList();
            for (var change = random.Next(1, 12); change > 0; change--)
            {
                var at = random.Next(Math.Min(mail.Count, 1_500));
                switch (random.Next(4))
                {
                    case 0: mail[at] = (byte)random.Next(256); break;
                    case 1: mail.RemoveRange(at, Math.Min(random.Next(40), mail.Count - at)); break;
                    case 2: mail.InsertRange(at, mail.GetRange(at, Math.Min(random.Next(60), mail.Count - at))); break;
                    default: mail.InsertRange(at, "\r\n--x\r\nContent-Type: "u8.ToArray()); break;
                }
            }

            var outcome = reader.Read(mail.ToArray());
            (read, refused) = outcome.Succeeded ? (read + 1, refused) : (read, refused + 1);
            Assert.True(outcome.Succeeded || outcome.Refusal.Code.StartsWith("mail.", StringComparison.Ordinal));
        }

        Assert.True(read > 100 && refused > 100, $"{read} read, {refused} refused: one of the two was not tried.");
    }

    private static byte[] Nested(int depth)
    {
        var text = new StringBuilder("From: kim@customer.example\r\nSubject: deep\r\n");
        for (var i = 0; i < depth; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n");
        }

        return Encoding.ASCII.GetBytes(text.Append("Content-Type: text/plain\r\n\r\nSO-1001 is broken\r\n").ToString());
    }

    private static byte[] WithFiles(string text, params (string Name, string Type, byte[] Bytes)[] files)
    {
        var mail = new StringBuilder($"From: kim@customer.example\r\nSubject: Return\r\nMessage-ID: <files{Next()}@customer.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n\r\n--cut\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n");
        foreach (var (name, type, bytes) in files)
        {
            mail.Append(System.Globalization.CultureInfo.InvariantCulture, $"--cut\r\nContent-Type: {type}; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks)}\r\n");
        }

        return Encoding.UTF8.GetBytes(mail.Append("--cut--\r\n").ToString());
    }
}
