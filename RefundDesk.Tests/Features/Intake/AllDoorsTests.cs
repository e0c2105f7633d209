using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Mailing;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Tests.Features.Api;
using RefundDesk.Tests.Features.Case;
using RefundDesk.Tests.Features.Mail;
using RefundDesk.Tests.Features.Portal;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Automation;
using RefundDesk.Web.Features.Intake;
using RefundDesk.Web.Features.Intake.Calls;
using RefundDesk.Web.Features.Intake.Importing;
using RefundDesk.Web.Features.Intake.Mail;
using RefundDesk.Web.Features.SelfService;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Intake;

/// <summary>The same purchase and the same wish over every door: what is found and what goes back do not depend on the door.</summary>
public sealed partial class AllDoorsTests
{
    private const string Words = "The jacket is too small.";

    private static readonly RequestChannel[] Doors = [RequestChannel.Api, RequestChannel.Portal, RequestChannel.Agent, RequestChannel.File, RequestChannel.Mail];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task Every_door_comes_to_the_same_findings_and_amounts(DatabaseProvider provider)
    {
        var (boxes, sent) = (new FakeMailboxes(), new Mailbox());
        await using var desk = await WebDesk.StartAsync(
            services =>
            {
                services.Replace(ServiceDescriptor.Singleton<IMailboxes>(boxes)).Replace(ServiceDescriptor.Singleton<INotificationChannel>(sent)).Replace(ServiceDescriptor.Singleton<IConcernReader>(new FewWordsReader()));
                services.Remove(services.Single(service => service.ImplementationType == typeof(CodeService)));
            },
            new Dictionary<string, string?> { ["Automation:Enabled"] = "false", ["Portal:TriesAnHourByAddress"] = "1000" },
            standingClock: true,
            provider);
        var client = await desk.Data.AddClientAsync(policy: policy => policy with { ReviewFromRiskScore = 100 });
        foreach (var door in Doors)
        {
            await desk.Data.AddOrderAsync(client, OrderFor(door));
        }

        await OverApiAsync(desk, client);
        await OverPortalAsync(desk, client, sent);
        await OverAgentAsync(desk, client);
        await OverFileAsync(desk, client);
        await OverMailAsync(desk, client, boxes);
        while (await desk.Services.GetRequiredService<AutomationRound>().RunOnceAsync("test", Cancelled) > 0)
        {
        }

        var outcomes = await OutcomesAsync(desk);
        Assert.Equal(Doors.Order(), outcomes.Keys.Order());
        var expected = outcomes[RequestChannel.Api];
        Assert.Contains("72.00", expected, StringComparison.Ordinal);
        Assert.All(outcomes, outcome => Assert.Equal(expected, outcome.Value));
        await AssertPaidButByMailAsync(desk);
    }

    /// <summary>What was found and what it comes to, without what is the order's own.</summary>
    private static async Task<Dictionary<RequestChannel, string>> OutcomesAsync(WebDesk desk)
    {
        await using var db = await desk.Data.OpenAsync();
        var outcomes = new Dictionary<RequestChannel, string>();
        foreach (var refund in await db.WholeCases().AsNoTracking().ToListAsync(Cancelled))
        {
            var decided = await db.Decisions.AsNoTracking().SingleAsync(row => row.CaseId == refund.Id, Cancelled);
            var (decision, text) = (DecisionJson.Read(decided.Json), new StringBuilder());
            text.AppendLine(CultureInfo.InvariantCulture, $"{refund.Requested} asked, {refund.Proposed} proposed, policy {decision.Evaluation.PolicyVersion}, goods back {decision.Evaluation.WantsReturn}");
            foreach (var line in refund.Lines.OrderBy(line => line.LineNumber))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"line {line.LineNumber}: {line.Quantity} {line.Reason} {line.Condition}, charged {line.ChargedMinor}, goes back {line.PayableMinor}, tax {line.TaxMinor}");
            }

            foreach (var finding in decision.Evaluation.Findings)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{finding.Rule} {finding.Clause} {finding.Result} {finding.LineNumber}: {finding.Text} [{finding.Used}]");
            }

            text.AppendLine(CultureInfo.InvariantCulture, $"risk {decision.Risk.Score}: {string.Join("; ", decision.Risk.Reasons)}");
            outcomes.Add(refund.Channel, text.ToString().Replace(refund.OrderNumber, "ORDER", StringComparison.Ordinal));
        }

        return outcomes;
    }

    /// <summary>Everything is paid at once but for the mail, about which a person decides.</summary>
    private static async Task AssertPaidButByMailAsync(WebDesk desk)
    {
        await using var db = await desk.Data.OpenAsync();
        var ends = await db.RefundCases.AsNoTracking().ToDictionaryAsync(refund => refund.Channel, refund => refund.Status, Cancelled);
        Assert.All(ends, end => Assert.Equal(end.Key == RequestChannel.Mail ? RefundStatus.InReview : RefundStatus.Paid, end.Value));
    }

    private static string NumberFor(RequestChannel door) => $"SO-10{(int)door}1";

    private static string AddressFor(RequestChannel door) => $"kim.{door}@customer.example".ToLowerInvariant();

    /// <summary>A jacket of 80.00 with a tenth off everything, paid by card, delivered six days ago, each of a customer of its own.</summary>
    private static OrderBuilder OrderFor(RequestChannel door) => AnOrder()
        .With(new OrderLineDraft("JACKET-1", "Rain jacket", "clothing", 1, 80_00, 0, 1_900)).WithShipping(5_00, tax: 1_900).WithDiscount(8_50)
        .With(draft => draft with { OrderNumber = NumberFor(door), CustomerReference = $"C-{door}", CustomerEmail = AddressFor(door), Country = "US" });

    private static async Task OverApiAsync(WebDesk desk, Client client)
    {
        using var shop = await ApiCaller.OfAsync(desk, client);
        var body = new { orderNumber = NumberFor(RequestChannel.Api), lines = new object[] { new { lineNumber = 1, quantity = 1, reason = "WrongSize", condition = "Opened" } }, askedAt = Now, note = Words };
        Assert.Equal(HttpStatusCode.Accepted, (await shop.AskAsync(body)).Status);
    }

    private static async Task OverPortalAsync(WebDesk desk, Client client, Mailbox sent)
    {
        using var visitor = desk.Visit();
        var root = $"/r/{client.Key}";
        using var asked = await visitor.SendFormAsync(root, "ask", ("OrderNumber", NumberFor(RequestChannel.Portal)), ("Proof", AddressFor(RequestChannel.Portal)));
        await desk.Services.GetRequiredService<CodeRound>().RunOnceAsync(Cancelled);
        var code = SixDigits().Match(sent.Mails.Single(mail => mail.MessageId.StartsWith("code.", StringComparison.Ordinal)).TextBody).Value;
        using var letIn = await visitor.SendFormAsync(PortalDesk.PathOf(asked), "code", ("Code", code));
        using var confirmed = await visitor.SendFormAsync(
            $"{root}/items", "items", ("Form.Key", Guid.CreateVersion7(Now).ToString("N")), ("Form.Step", "confirm"), ("Form.Note", Words),
            ("Form.Lines[0].LineNumber", "1"), ("Form.Lines[0].Quantity", "1"), ("Form.Lines[0].Reason", "WrongSize"), ("Form.Lines[0].Condition", "Opened"));
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Redirect), (letIn.StatusCode, confirmed.StatusCode));
    }

    /// <summary>As the agent's form does it: the order found, the draft filled in, looked at and put in.</summary>
    private static async Task OverAgentAsync(WebDesk desk, Client client)
    {
        await using var scope = desk.Data.BuildHost(CaseDesk.Agent).Services.CreateAsyncScope();
        var found = Done(await scope.ServiceProvider.GetRequiredService<OrdersQuery>().FindAsync(client.Key, NumberFor(RequestChannel.Agent), Cancelled));
        var draft = new RequestDraft(found, Now) { Note = Words };
        draft.Choose(draft.Lines[0], true);
        (draft.Lines[0].Reason, draft.Lines[0].Condition) = (RefundReason.WrongSize, GoodsCondition.Opened);
        Assert.Null(draft.Missing);
        var preview = Done(await scope.ServiceProvider.GetRequiredService<PreviewRequest>().HandleAsync(client.Key, found.OrderNumber, draft.ToRequest(), Cancelled));
        Assert.Equal(72_00, preview.Payable.Minor);
        Done(await scope.ServiceProvider.GetRequiredService<SubmitRequest>().HandleAsync(client.Key, found.OrderNumber, draft.ToRequest(), Cancelled));
    }

    private static async Task OverFileAsync(WebDesk desk, Client client)
    {
        var folder = Directory.CreateTempSubdirectory("refunddesk-doors-");
        try
        {
            var file = Path.Combine(folder.FullName, "requests.csv");
            await File.WriteAllTextAsync(
                file, $"requestKey,orderNumber,lineNumber,quantity,askedAt,reason,condition,note\nR-1,{NumberFor(RequestChannel.File)},1,1,{Now:yyyy-MM-ddTHH:mm:ssZ},WrongSize,Opened,{Words}\n", Cancelled);
            await using var scope = desk.Data.BuildHost().Services.CreateAsyncScope();
            var summary = Done(await scope.ServiceProvider.GetRequiredService<ImportRequests>().HandleAsync(new ImportOrder(client.Key, file, null, file + ".rejected", false), false, null, Cancelled));
            Assert.Equal((1, 0), (summary.Stored, summary.LinesRejected));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task OverMailAsync(WebDesk desk, Client client, FakeMailboxes boxes)
    {
        boxes.Add(client.Key).Put(
            Encoding.UTF8.GetBytes(
                $"From: Kim Customer <{AddressFor(RequestChannel.Mail)}>\r\nTo: returns@shop.example\r\nSubject: Order {NumberFor(RequestChannel.Mail)}\r\nMessage-ID: <doors@customer.example>\r\n"
                + $"Date: {Now.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture)}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{Words}\r\n"),
            Now);
        Assert.Equal(1, await desk.Services.GetRequiredService<MailRound>().RunOnceAsync(Cancelled));
    }

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex SixDigits();
}
