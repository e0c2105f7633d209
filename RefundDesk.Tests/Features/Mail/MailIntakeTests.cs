using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Features.Mail.MailDesk;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Mail;

public sealed class MailIntakeTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task A_mail_with_its_order_from_its_customer_is_reviewed_with_the_mail_attached_and_never_paid_by_itself(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, new FewWordsReader());
        await desk.OrderAsync();
        desk.Put("Hello,\nthe zip of the jacket from order SO-1001 is broken.\n\nKim\n-- \nKim Customer\nFlower Street 1\n\nOn Mon, Mar 2, 2026 at 10:00 AM Shop <shop@northwind.example> wrote:\n\n> Your order has left.");

        await desk.SettleAsync();

        var (mail, refund) = (await desk.MailAsync(), await desk.CaseAsync());
        Assert.Equal((MailState.BecameCase, refund.Number), (mail.State, mail.CaseNumber));
        Assert.Equal((RefundStatus.InReview, RequestChannel.Mail, RefundReason.Defective, true), (refund.Status, refund.Channel, refund.Reason, refund.HasMail));
        Assert.Equal("Hello,\nthe zip of the jacket from order SO-1001 is broken.\n\nKim", refund.CustomerNote);
        Assert.Equal(desk.Data.Time.GetUtcNow().AddHours(-1), refund.AskedAt, TimeSpan.FromMinutes(1));
        Assert.StartsWith("Came by mail, so a person decides", refund.WhyHere, StringComparison.Ordinal);
        await using var db = await desk.Data.OpenAsync();
        var attached = await db.Attachments.SingleAsync(Cancelled);
        Assert.Equal((AttachmentKind.Mail, refund.Id), (attached.Kind, attached.CaseId!.Value));
        Assert.False(await db.MailContents.AnyAsync(Cancelled), "The bytes are kept twice.");
        Assert.Empty(desk.Box.Inbox);
        Assert.Single(desk.Box.Done);
        Assert.Empty(desk.Sent.Mails);
    }

    [Fact]
    public async Task The_same_request_over_another_door_is_paid_at_once_so_that_it_is_the_mail_alone_that_keeps_it()
    {
        await using var desk = await OpenAsync();
        await desk.OrderAsync();
        await using var db = await desk.Data.OpenAsync();
        var order = await db.WholeOrders().SingleAsync(Cancelled);
        var request = new RefundRequest(RequestChannel.Portal, null, Now, "Broken", [new RequestedLine(1, 1, RefundReason.DamagedInTransit, GoodsCondition.Damaged)]);
        Done(await SubmitRequest.ReceiveAsync(db, await db.Clients.SingleAsync(Cancelled), order, request, ANumber(), CustomerKim, Now, Cancelled));
        await db.SaveChangesAsync(Cancelled);

        await desk.SettleAsync();

        Assert.NotEqual(RefundStatus.InReview, (await desk.CaseAsync()).Status);
    }

    [Theory]
    [InlineData("Order SO-1001, everything is broken", "SO-1001")]
    [InlineData("Bestellung 1001: die Jacke ist kaputt", "SO-1001")]
    [InlineData("my order so-1001 please", "SO-1001")]
    [InlineData("order SO 1001, jacket", "SO-1001")]
    [InlineData("(SO-1001)", "SO-1001")]
    public async Task The_number_is_found_as_people_write_it(string text, string number)
    {
        await using var desk = await OpenAsync();
        await desk.OrderAsync();
        desk.Put(text);

        await desk.LookAsync();

        Assert.Equal(number, (await desk.CaseAsync()).OrderNumber);
    }

    [Theory, DatabaseMatrix]
    public async Task The_same_mail_twice_is_one_request_wherever_the_second_lies(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        await desk.OrderAsync();
        desk.Put("The jacket of SO-1001 is broken", id: "once@customer.example");
        desk.Put("The jacket of SO-1001 is broken", id: "once@customer.example");
        await desk.LookAsync();
        desk.Put("The jacket of SO-1001 is broken", id: "once@customer.example");
        await desk.LookAsync();
        desk.Box.Validity++;
        desk.Put("The jacket of SO-1001 is broken", id: "once@customer.example");
        await desk.LookAsync();

        var refund = await desk.CaseAsync();
        Assert.Equal([MailState.BecameCase, MailState.Repeated, MailState.Repeated, MailState.Repeated], (await desk.MailsAsync()).Select(mail => mail.State));
        Assert.All(await desk.MailsAsync(), mail => Assert.Equal(refund.Number, mail.CaseNumber));
        Assert.Equal(4, desk.Box.Done.Count);
    }

    [Fact]
    public async Task Another_mail_under_the_same_message_id_is_not_lost()
    {
        await using var desk = await OpenAsync();
        await desk.OrderAsync();
        await desk.OrderAsync("SO-1002");
        desk.Put("The jacket of SO-1001 is broken", id: "form@shop.example");
        desk.Put("The jacket of SO-1002 is broken", id: "form@shop.example");

        await desk.LookAsync();

        Assert.Equal(["SO-1001", "SO-1002"], (await desk.CasesAsync()).Select(refund => refund.OrderNumber).Order());
    }

    [Theory, DatabaseMatrix]
    public async Task What_is_asked_back_already_is_held_with_the_other_request_named(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        await desk.OrderAsync();
        desk.Put("The jacket of SO-1001 is broken");
        await desk.SettleAsync();
        var first = await desk.CaseAsync();
        desk.Put("I want my money for SO-1001, the jacket");

        await desk.SettleAsync();

        Assert.Equal(first.Number, (await desk.CaseAsync()).Number);
        var held = (await desk.MailsAsync())[1];
        Assert.Equal((MailState.ToLookAt, first.Number), (held.State, held.CaseNumber));
        Assert.Contains($"asked back already with {first.Number} (mail)", held.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_is_not_clear_what_is_meant_the_customer_is_asked_in_the_language_of_the_mail_and_the_answer_is_put_to_the_case()
    {
        await using var desk = await OpenAsync();
        await desk.OrderAsync(lines: order => order.With(Article("JACKET-1", "Regenjacke", 80_00)).With(Article("SHOE-1", "Wanderschuhe", 120_00)));
        desk.Put("Guten Tag, ich möchte etwas aus der Bestellung SO-1001 zurückgeben, bitte.");
        await desk.SettleAsync();
        var asked = await desk.CaseAsync();
        string detail;
        await using (var db = await desk.Data.OpenAsync())
        {
            detail = (await db.Outbox.SingleAsync(Cancelled)).Json;
        }

        desk.Put("Die Schuhe, sie sind zu klein.", subject: $"AW: Ihre Erstattung {asked.Number}");
        await desk.SettleAsync();

        Assert.Equal((RefundStatus.NeedsInformation, "de"), (asked.Status, asked.Language));
        Assert.Contains("Welche dieser Artikel", System.Text.RegularExpressions.Regex.Unescape(detail), StringComparison.Ordinal);
        Assert.Contains("Wanderschuhe", detail, StringComparison.Ordinal);
        var answered = await desk.CaseAsync();
        Assert.Equal(RefundStatus.InReview, answered.Status);
        Assert.Contains("Answered | Die Schuhe, sie sind zu klein.", await desk.HistoryAsync(answered));
        Assert.Equal([MailState.BecameCase, MailState.AddedToCase], (await desk.MailsAsync()).Select(mail => mail.State));
    }

    [Fact]
    public async Task An_answer_by_mail_to_a_case_of_another_door_makes_a_person_decide_it()
    {
        await using var desk = await OpenAsync();
        var scene = await desk.Data.AddCaseAsync(desk.Client, ARefund().Because(RefundReason.DamagedInTransit).InReview(), AnOrder().With(draft => draft with { CustomerEmail = Kim }));
        await using (var db = await desk.Data.OpenAsync())
        {
            var refund = await db.WholeCases().SingleAsync(Cancelled);
            Done(refund.Ask(AgentAnn, "Is it really broken?", Now.AddDays(9), Now));
            await db.SaveChangesAsync(Cancelled);
        }

        desk.Put("Yes, it is.", subject: "Re: Your refund", headers: $"In-Reply-To: <42.{scene.Refund.Id.Value:N}@northwind.example>\r\n");
        await desk.SettleAsync();

        var answered = await desk.CaseAsync();
        Assert.Equal((RefundStatus.InReview, true), (answered.Status, answered.HasMail));
        Assert.StartsWith("Came by mail", answered.WhyHere, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_never_came_leaves_a_mail_to_a_person()
    {
        await using var desk = await OpenAsync();
        await desk.OrderAsync(lines: order => order.With(Article("A-1", "Lamp", 80_00)).With(Article("B-1", "Chair", 120_00)));
        desk.Put("I want to return something of SO-1001.");
        await desk.SettleAsync();

        desk.Data.Time.Advance(TimeSpan.FromDays(60));
        await desk.SettleAsync();

        var refund = await desk.CaseAsync();
        Assert.Equal(RefundStatus.InReview, refund.Status);
        Assert.Contains("it came by mail", refund.WhyHere, StringComparison.Ordinal);
    }

    [Theory, DatabaseMatrix]
    public async Task A_stranger_is_told_what_is_told_about_an_order_that_is_not_there(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        await desk.OrderAsync();
        desk.Put("Refund order SO-1001 please, it is broken", from: "stranger@elsewhere.example");
        desk.Put("Refund order SO-9999 please, it is broken", from: "other@elsewhere.example");

        await desk.SettleAsync();

        Assert.Empty(await desk.CasesAsync());
        Assert.Equal(["Order SO-1001 has another e-mail address than the sender.", "It names no order of the retailer."], (await desk.MailsAsync()).Select(mail => mail.Why));
        var sent = desk.Sent.Mails.OrderBy(mail => mail.To).ToArray();
        Assert.Equal(["other@elsewhere.example", "stranger@elsewhere.example"], sent.Select(mail => mail.To));
        Assert.Equal((sent[0].Subject, sent[0].TextBody, sent[0].HtmlBody), (sent[1].Subject, sent[1].TextBody, sent[1].HtmlBody));
        Assert.DoesNotContain("1001", sent[0].TextBody + sent[1].TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_number_that_was_asked_for_opens_the_request_with_both_mails_words()
    {
        await using var desk = await OpenAsync(reader: new FewWordsReader());
        await desk.OrderAsync();
        desk.Put("My jacket is broken, I want my money back.");
        await desk.LookAsync();
        var question = Assert.Single(desk.Sent.Mails);

        desk.Put("It is SO-1001.", subject: "Re: Your message", headers: $"In-Reply-To: <{question.MessageId}>\r\n");
        await desk.SettleAsync();

        var refund = await desk.CaseAsync();
        Assert.Equal("My jacket is broken, I want my money back.\n\nIt is SO-1001.", refund.CustomerNote);
        Assert.All(await desk.MailsAsync(), mail => Assert.Equal((MailState.BecameCase, refund.Number), (mail.State, mail.CaseNumber)));
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied\r\n", Kim)]
    [InlineData("Precedence: bulk\r\n", Kim)]
    [InlineData("List-Id: <news.shop.example>\r\n", Kim)]
    [InlineData("Return-Path: <>\r\n", Kim)]
    [InlineData("X-Autoreply: yes\r\n", Kim)]
    [InlineData("", "mailer-daemon@customer.example")]
    [InlineData("", "returns@northwind.example")]
    public async Task What_no_person_wrote_opens_nothing_and_is_never_answered(string headers, string from)
    {
        await using var desk = await OpenAsync();
        await desk.OrderAsync(email: from);
        desk.Put("I am out of office. Order SO-1001, broken.", headers: headers, from: from);
        desk.Put("I am out of office. No order.", headers: headers, from: from);

        await desk.SettleAsync();

        Assert.Empty(await desk.CasesAsync());
        Assert.Empty(desk.Sent.Mails);
        Assert.All(await desk.MailsAsync(), mail => Assert.Equal(MailState.Ignored, mail.State));
        Assert.Equal(2, desk.Box.Done.Count);
    }

    [Fact]
    public async Task A_sender_is_asked_three_times_a_day_and_no_more()
    {
        await using var desk = await OpenAsync();
        for (var i = 0; i < 8; i++)
        {
            desk.Put($"Where is it? {i}");
        }

        await desk.LookAsync();
        var today = desk.Sent.Mails.Count;
        desk.Data.Time.Advance(TimeSpan.FromHours(25));
        desk.Put("And now?");
        await desk.LookAsync();

        Assert.Equal((3, 4), (today, desk.Sent.Mails.Count));
    }

    [Theory]
    [InlineData("Authentication-Results: mx.northwind.example; spf=fail smtp.mailfrom=customer.example; dkim=none\r\n", "SPF fail")]
    [InlineData("Authentication-Results: mx.northwind.example; dmarc=fail header.from=customer.example\r\n", "DMARC fail")]
    [InlineData("Authentication-Results: evil.example; dmarc=pass\r\n", "says nothing about the sender")]
    [InlineData("Authentication-Results: mx.northwind.example; dkim=fail\r\nAuthentication-Results: mx.northwind.example; dmarc=pass\r\n", "DKIM fail")]
    [InlineData("", "says nothing about the sender")]
    [InlineData("Authentication-Results: mx.northwind.example; spf=fail; dkim=pass; dmarc=pass\r\n", null)]
    [InlineData("Authentication-Results: mx.northwind.example; spf=pass smtp.mailfrom=customer.example\r\n", null)]
    public async Task What_the_receiving_host_doubts_is_held_and_said(string headers, string? why)
    {
        await using var desk = await OpenAsync(trustedHost: "mx.northwind.example");
        await desk.OrderAsync();
        desk.Put("The jacket of SO-1001 is broken", headers: headers);

        await desk.SettleAsync();

        var mail = await desk.MailAsync();
        Assert.Equal(why is null ? MailState.BecameCase : MailState.ToLookAt, mail.State);
        Assert.Contains(why ?? string.Empty, mail.Why ?? string.Empty, StringComparison.Ordinal);
        Assert.Empty(desk.Sent.Mails);
    }

    [Theory, DatabaseMatrix]
    public async Task A_mail_in_one_clients_mailbox_never_reaches_another_clients_order(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        var other = await desk.Data.AddClientAsync("southwind", policy: PaysEverything);
        var box = desk.Boxes.Add("southwind");
        await desk.OrderAsync(client: other);
        var theirs = await desk.Data.AddCaseAsync(other, ARefund().InReview(), AnOrder().With(draft => draft with { CustomerEmail = Kim }));
        desk.Put("The jacket of SO-1001 is broken");
        desk.Put("More words", subject: $"Re: {theirs.Refund.Number}", headers: $"In-Reply-To: <7.{theirs.Refund.Id.Value:N}@southwind.example>\r\n");

        await desk.LookAsync();
        var before = (await desk.CasesAsync()).Count;
        desk.Put("The jacket of SO-1001 is broken", box: box);
        await desk.LookAsync();

        Assert.Equal(1, before);
        Assert.Equal(2, (await desk.CasesAsync()).Count);
        Assert.Equal([MailState.ToLookAt, MailState.ToLookAt, MailState.BecameCase], (await desk.MailsAsync()).Select(mail => mail.State));
        Assert.All((await desk.MailsAsync()).Take(2), mail => Assert.Null(mail.CaseNumber));
    }

    [Fact]
    public async Task What_seems_to_be_no_request_waits_for_a_person_with_the_suggestion()
    {
        await using var desk = await OpenAsync(reader: new FewWordsReader());
        await desk.OrderAsync();
        desk.Put("Where is my parcel? Order SO-1001.");

        await desk.SettleAsync();

        var mail = await desk.MailAsync();
        Assert.Equal((MailState.ToLookAt, CustomerConcern.AsksForDelivery, 910, "SO-1001"), (mail.State, mail.Concern, mail.ConcernPermille, mail.OrderNumber));
        Assert.Empty(await desk.CasesAsync());
    }
}
