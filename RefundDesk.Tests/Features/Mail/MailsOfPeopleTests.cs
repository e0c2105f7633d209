using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Features.Case;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Automation.Erasing;
using RefundDesk.Web.Features.Case;
using RefundDesk.Web.Features.Clients.Leaving;
using RefundDesk.Web.Features.Customers;
using RefundDesk.Web.Features.Intake.Mail;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Mail;

/// <summary>What agents do with mails, and what is left of them.</summary>
public sealed class MailsOfPeopleTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task An_agent_connects_a_mail_with_an_order_and_a_person_still_decides(DatabaseProvider provider)
    {
        await using var desk = await MailDesk.OpenAsync(provider);
        await desk.OrderAsync();
        desk.Put("My jacket is broken", from: "kims.work@elsewhere.example");
        await desk.LookAsync();
        var row = Assert.Single(await desk.AsAsync<MailsQuery, IReadOnlyList<MailToLookAt>>(CaseDesk.Agent, query => query.ToLookAtAsync(Cancelled)));

        var unknown = await ConnectAsync(desk, row.Id, "SO-4711");
        var connected = await ConnectAsync(desk, row.Id, "so-1001");
        var again = await ConnectAsync(desk, row.Id, "SO-1001");
        await desk.SettleAsync();

        Assert.Equal("mail.no-such-target", Refused(unknown).Code);
        Assert.Equal("mail.not-found", Refused(again).Code);
        var refund = await desk.CaseAsync();
        Assert.Equal((Done(connected), RefundStatus.InReview, AgentAnn.Id), (refund.Number, refund.Status, refund.CreatedById));
        var mail = await desk.MailAsync();
        Assert.Equal((MailState.BecameCase, "Ann Agent"), (mail.State, mail.ClosedByName));
        await using var db = await desk.Data.OpenAsync();
        Assert.Equal(1, await db.Attachments.CountAsync(Cancelled));
    }

    [Fact]
    public async Task The_whole_mail_is_for_who_may_look_at_it_and_lies_with_the_refund_afterwards()
    {
        await using var desk = await MailDesk.OpenAsync();
        await desk.OrderAsync();
        desk.Put("My jacket is broken", from: "kims.work@elsewhere.example");
        await desk.LookAsync();
        var id = (await desk.MailAsync()).Id;

        var own = await OriginalAsync(CaseDesk.Agent);
        var ofAnotherClient = await OriginalAsync(CaseDesk.AgentOf(new RefundDesk.Domain.Clients.ClientId(Guid.CreateVersion7(Now))));
        var ofAViewer = await OriginalAsync(DeskPrincipal.Person(AgentAnn.Id!.Value, "Vera Viewer", Role.ClientViewer, desk.Client.Id));
        Done(await ConnectAsync(desk, id, "SO-1001"));

        Assert.Contains("My jacket is broken", System.Text.Encoding.UTF8.GetString(own!), StringComparison.Ordinal);
        Assert.Null(ofAnotherClient);
        Assert.Null(ofAViewer);
        Assert.Null(await OriginalAsync(CaseDesk.Agent));

        Task<byte[]?> OriginalAsync(DeskPrincipal person) => desk.AsAsync<MailsQuery, byte[]?>(person, query => query.OriginalAsync(id, Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task An_agent_puts_a_mail_to_a_refund_and_does_not_approve_it_alone(DatabaseProvider provider)
    {
        await using var desk = await MailDesk.OpenAsync(provider);
        var scene = await desk.Data.AddCaseAsync(desk.Client, ARefund().InReview());
        desk.Put("More about it", from: "kims.work@elsewhere.example");
        await desk.LookAsync();
        var mail = await desk.MailAsync();

        Done(await ConnectAsync(desk, mail.Id, scene.Refund.Number.ToString()));

        var refund = await desk.CaseAsync();
        Assert.True(refund.HasRecorded(AgentAnn.Id!.Value));
        Assert.Contains("Put a mail of the customer to it | More about it", await desk.HistoryAsync(refund));
        Assert.Equal(MailState.AddedToCase, (await desk.MailAsync()).State);
    }

    [Fact]
    public async Task An_agent_asks_the_goods_back_and_decides_when_they_came()
    {
        await using var desk = await MailDesk.OpenAsync();
        await desk.OrderAsync();
        desk.Put("The jacket of SO-1001 does not suit me");
        await desk.SettleAsync();
        var refund = await desk.CaseAsync();

        Done(await desk.AsAsync<AskGoodsBack, Outcome>(CaseDesk.Agent, step => step.HandleAsync(refund.Number, refund.Version, Cancelled)));
        var asked = await desk.CaseAsync();
        Done(await desk.AsAsync<RecordInspection, Outcome>(CaseDesk.AnotherAgent, step => step.HandleAsync(refund.Number, asked.Version, new Dictionary<int, GoodsFound>(), Cancelled)));
        await desk.SettleAsync();

        Assert.Equal((RefundStatus.InReview, RefundStatus.AwaitingReturn, RefundStatus.InReview), (refund.Status, asked.Status, (await desk.CaseAsync()).Status));
    }

    [Fact]
    public async Task Closed_and_spam_leave_the_list_and_a_reason_is_wanted()
    {
        await using var desk = await MailDesk.OpenAsync();
        desk.Put("One");
        desk.Put("Two");
        await desk.LookAsync();
        var mails = await desk.MailsAsync();

        var without = await CloseAsync(desk, CaseDesk.Agent, mails[0].Id, " ", false);
        Done(await CloseAsync(desk, CaseDesk.Agent, mails[0].Id, "A question about opening hours, answered by telephone.", false));
        Done(await CloseAsync(desk, CaseDesk.Agent, mails[1].Id, string.Empty, true));

        Assert.Equal("mail.why", Refused(without).Code);
        Assert.Equal([MailState.Closed, MailState.Spam], (await desk.MailsAsync()).Select(mail => mail.State));
        Assert.Empty(await desk.AsAsync<MailsQuery, IReadOnlyList<MailToLookAt>>(CaseDesk.Agent, query => query.ToLookAtAsync(Cancelled)));
    }

    [Fact]
    public async Task Who_may_not_put_requests_in_sees_and_does_nothing_and_another_clients_mails_are_out_of_reach()
    {
        await using var desk = await MailDesk.OpenAsync();
        var other = await desk.Data.AddClientAsync("southwind");
        await desk.OrderAsync();
        desk.Put("Something");
        await desk.LookAsync();
        var id = (await desk.MailAsync()).Id;

        foreach (var nobody in new[] { CaseDesk.Administrator, DeskPrincipal.Person(SupervisorTom.Id!.Value, "Vera", Role.ClientViewer, desk.Client.Id), DeskPrincipal.Nobody, DeskPrincipal.Customer("Kim", desk.Client.Id) })
        {
            Assert.Empty(await desk.AsAsync<MailsQuery, IReadOnlyList<MailToLookAt>>(nobody, query => query.ToLookAtAsync(Cancelled)));
            Assert.Null(await desk.AsAsync<MailsQuery, MailContent?>(nobody, query => query.FindAsync(id, Cancelled)));
            Assert.Equal("refund.forbidden", Refused(await CloseAsync(desk, nobody, id, "Not mine", false)).Code);
            Assert.Equal("refund.forbidden", Refused(await ConnectAsync(desk, id, "SO-1001", nobody)).Code);
        }

        var stranger = CaseDesk.AgentOf(other.Id);
        Assert.Empty(await desk.AsAsync<MailsQuery, IReadOnlyList<MailToLookAt>>(stranger, query => query.ToLookAtAsync(Cancelled)));
        Assert.Equal("mail.not-found", Refused(await CloseAsync(desk, stranger, id, "Not mine", false)).Code);
        Assert.Equal("mail.not-found", Refused(await ConnectAsync(desk, id, "SO-1001", stranger)).Code);
        Assert.Equal(MailState.ToLookAt, (await desk.MailAsync()).State);
    }

    [Fact]
    public async Task The_case_shows_what_the_model_suggested()
    {
        await using var desk = await MailDesk.OpenAsync(reader: new FewWordsReader());
        await desk.OrderAsync();
        desk.Put("The jacket of SO-1001 is broken");
        await desk.SettleAsync();
        var refund = await desk.CaseAsync();

        var view = Done(await desk.AsAsync<CaseQuery, Outcome<CaseView>>(CaseDesk.Agent, query => query.FindAsync(refund.Number, Cancelled)));

        Assert.Equal("suggested by text model, 87 %", view.Suggested!.ToString());
    }

    [Theory, DatabaseMatrix]
    public async Task A_customer_who_is_forgotten_is_in_no_mail_any_more(DatabaseProvider provider)
    {
        await using var desk = await MailDesk.OpenAsync(provider);
        var order = await desk.OrderAsync();
        desk.Put("I, Kim Secretname, say the jacket of SO-1001 is broken");
        desk.Put("I, Kim Secretname, write again without a number");
        desk.Put("Somebody else", from: "other@elsewhere.example");
        await desk.SettleAsync();
        await using (var db = await desk.Data.OpenAsync())
        {
            var refund = await db.WholeCases().SingleAsync(Cancelled);
            Done(refund.Cancel(AgentAnn, "The customer keeps it.", await db.WholeOrders().SingleAsync(Cancelled), desk.Data.Time.GetUtcNow()));
            await db.SaveChangesAsync(Cancelled);
        }

        Done(await desk.AsAsync<AskCustomerErasure, Outcome>(CaseDesk.Supervisor, step => step.HandleAsync("northwind", order.CustomerReference, Cancelled)));
        for (var round = 0; round < 3; round++)
        {
            await using var db = await desk.Data.OpenAsync();
            await db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(row => row.DueAt, (DateTimeOffset?)null), Cancelled);
            await desk.Desk.Get<CustomerErasureRound>().RunOnceAsync("node-1", Cancelled);
            desk.Data.Time.Advance(TimeSpan.FromMinutes(20));
        }

        var mails = await desk.MailsAsync();
        Assert.All(mails.Take(2), mail => Assert.Equal(("(erased)", "(erased)", "(erased)", "(erased)", (string?)null), (mail.FromAddress, mail.FromName, mail.Subject, mail.Words, mail.ContentHash)));
        Assert.Equal(MailState.Closed, mails[1].State);
        Assert.Equal("other@elsewhere.example", mails[2].FromAddress);
        await using var read = await desk.Data.OpenAsync();
        Assert.Equal([mails[2].Id], await read.MailContents.Select(content => content.MailId).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task What_was_closed_long_ago_is_forgotten_and_still_known_again()
    {
        await using var desk = await MailDesk.OpenAsync();
        desk.Put("Words to forget", id: "old@customer.example");
        await desk.LookAsync();
        Done(await CloseAsync(desk, CaseDesk.Agent, (await desk.MailAsync()).Id, "Nothing for us.", false));

        desk.Data.Time.Advance(TimeSpan.FromDays(91));
        await desk.LookAsync();
        var forgotten = await desk.MailAsync();
        await using var db = await desk.Data.OpenAsync();

        Assert.Equal((string.Empty, string.Empty, "(forgotten)"), (forgotten.FromAddress, forgotten.Words, forgotten.Subject));
        Assert.NotNull(forgotten.ContentHash);
        Assert.False(await db.MailContents.AnyAsync(Cancelled));
    }

    [Fact]
    public async Task A_client_that_leaves_takes_its_mails_along()
    {
        await using var desk = await MailDesk.OpenAsync();
        desk.Put("A mail nobody connected");
        await desk.LookAsync();
        var path = Path.Combine(Path.GetTempPath(), $"refunddesk-mails-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}.zip");
        try
        {
            Done(await desk.AsAsync<ExportClient, Outcome<HandedOver>>(DeskPrincipal.Operator, step => step.HandleAsync("northwind", path, null, Cancelled)));
            await using var zip = await ZipFile.OpenReadAsync(path, Cancelled);
            using var lines = new StreamReader(await zip.GetEntry("mails.ndjson")!.OpenAsync(Cancelled));
            using var whole = new StreamReader(await zip.GetEntry($"mails/{(await desk.MailAsync()).Id}.eml")!.OpenAsync(Cancelled));

            Assert.Contains("A mail nobody connected", await lines.ReadToEndAsync(Cancelled), StringComparison.Ordinal);
            Assert.Contains("From: Kim Customer", await whole.ReadToEndAsync(Cancelled), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Task<Outcome<RefundNumber>> ConnectAsync(MailDesk desk, Guid id, string target, DeskPrincipal? by = null) =>
        desk.AsAsync<ConnectMail, Outcome<RefundNumber>>(by ?? CaseDesk.Agent, step => step.HandleAsync(id, target, Cancelled));

    private static Task<Outcome> CloseAsync(MailDesk desk, DeskPrincipal by, Guid id, string why, bool spam) =>
        desk.AsAsync<CloseMail, Outcome>(by, step => step.HandleAsync(id, why, spam, Cancelled));
}
