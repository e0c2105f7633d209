using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Portal;

/// <summary>Files on the customers' pages, without script: they outlive the steps of the form.</summary>
public sealed partial class FilesTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_chosen_first_is_there_when_the_request_is_sent()
    {
        await using var portal = await PortalDesk.StartAsync(automation: false);
        using var kim = await portal.LetInAsync();

        var preview = await SendAsync(portal, kim, "check", "1", ("damage.jpg", Pictures.WithExif(Pictures.File(1))), ("receipt.pdf", Pictures.Pdf()));
        Assert.Contains("damage.jpg", preview, StringComparison.Ordinal);
        using var confirmed = await kim.SendFilesAsync($"{portal.Root}/items", "items", Fields("confirm", "1"), []);

        Assert.Equal(HttpStatusCode.Redirect, confirmed.StatusCode);
        await using var db = await portal.Desk.Data.OpenAsync();
        var refund = await db.RefundCases.SingleAsync(Cancelled);
        var files = await db.Attachments.OrderBy(row => row.Name).ToListAsync(Cancelled);
        Assert.Equal([("damage.jpg", AttachmentKind.Photo), ("receipt.pdf", AttachmentKind.Pdf)], files.Select(file => (file.Name, file.Kind)));
        Assert.All(files, file => Assert.Equal((refund.Id, null), (file.CaseId!.Value, file.DraftOf)));
        Assert.Contains("damage.jpg", await db.CaseEvents.Where(row => row.Text == "Added 2 files").Select(row => row.Why!).SingleAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_taken_is_named_and_the_others_stay()
    {
        await using var portal = await PortalDesk.StartAsync(automation: false);
        using var kim = await portal.LetInAsync();

        var page = await SendAsync(portal, kim, "check", "1", ("fine.jpg", Pictures.File(1)), ("page.jpg", "<html>"u8.ToArray()));

        Assert.Contains("“page.jpg” is neither", page, StringComparison.Ordinal);
        Assert.Contains("fine.jpg", page, StringComparison.Ordinal);
        Assert.DoesNotContain("You get back", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_chosen_is_kept_where_something_else_is_missing_and_can_be_taken_out()
    {
        await using var portal = await PortalDesk.StartAsync(automation: false);
        using var kim = await portal.LetInAsync();

        var page = await SendAsync(portal, kim, "check", "0", ("one.jpg", Pictures.File(1)), ("two.jpg", Pictures.File(2)));
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        var remove = RemoveOne().Match(page).Groups[1].Value;
        var after = await SendAsync(portal, kim, remove, "0");

        Assert.DoesNotContain("one.jpg", after, StringComparison.Ordinal);
        Assert.Contains("two.jpg", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_files_of_one_order_are_out_of_reach_from_another()
    {
        await using var portal = await PortalDesk.StartAsync(automation: false);
        using var kim = await portal.LetInAsync();
        await SendAsync(portal, kim, "check", "1", ("one.jpg", Pictures.File(1)));
        var id = await IdAsync(portal);
        var other = await portal.Desk.Data.AddOrderAsync(portal.Client, AnOrder().WithLine(60_00, quantity: 3).PlacedAt(Now.AddDays(-9)).DeliveredAt(Now.AddDays(-6)).With(draft => draft with { CustomerEmail = PortalDesk.Email }));
        using var stranger = portal.Desk.Visit();
        var codePage = await portal.AskAsync(stranger, other.OrderNumber);
        using var letIn = await stranger.SendFormAsync(codePage, "code", ("Code", (await portal.CodeAsync())!));

        var page = await SendAsync(portal, stranger, $"remove {id}", "1");
        using var confirmed = await stranger.SendFilesAsync($"{portal.Root}/items", "items", Fields("confirm", "1"), []);

        Assert.DoesNotContain("one.jpg", page, StringComparison.Ordinal);
        await using var db = await portal.Desk.Data.OpenAsync();
        Assert.Null((await db.Attachments.SingleAsync(Cancelled)).CaseId);
    }

    [Theory]
    [InlineData("en", "We have a question")]
    [InlineData("de", "Wir haben eine Frage")]
    [InlineData("fr", "Nous avons une question")]
    [InlineData("es", "Tenemos una pregunta")]
    public async Task What_the_desk_asked_is_answered_in_words_and_with_files(string language, string title)
    {
        await using var portal = await PortalDesk.StartAsync(automation: false);
        using var kim = await portal.LetInAsync();
        using var chosen = await kim.GetAsync($"{portal.Root}/language/{language}");
        using var confirmed = await kim.SendFilesAsync($"{portal.Root}/items", "items", Fields("confirm", "1"), []);
        var track = PortalDesk.PathOf(confirmed);
        Assert.DoesNotContain(title, await kim.ReadAsync(track), StringComparison.Ordinal);
        await AskAsync(portal, "Which side is scratched?\nPlease send a photo.");

        var page = await kim.ReadAsync(track);
        Assert.Contains(title, page, StringComparison.Ordinal);
        Assert.Contains("Which side is scratched?", page, StringComparison.Ordinal);
        using var bad = await kim.SendFilesAsync(track, "answer", [("Answer", "The left one.")], [("a.jpg", "<html>"u8.ToArray())]);
        Assert.Contains("a.jpg", WebUtility.HtmlDecode(await bad.Content.ReadAsStringAsync(Cancelled)), StringComparison.Ordinal);
        Assert.Equal(RefundStatus.NeedsInformation, (await RefundAsync(portal)).Status);
        using var answered = await kim.SendFilesAsync(track, "answer", [("Answer", "The left one.")], [("side.jpg", Pictures.File(3))]);

        var refund = await RefundAsync(portal);
        Assert.Equal((HttpStatusCode.Redirect, RefundStatus.Received), (answered.StatusCode, refund.Status));
        await using var db = await portal.Desk.Data.OpenAsync();
        Assert.Equal("side.jpg", (await db.Attachments.SingleAsync(row => row.CaseId == refund.Id, Cancelled)).Name);
        var said = await db.CaseEvents.SingleAsync(row => row.Text == "Answered", Cancelled);
        Assert.Equal((ActorKind.Customer, "The left one."), (said.ActorKind, said.Why));
    }

    [Fact]
    public async Task Files_alone_are_an_answer_and_nothing_at_all_is_none()
    {
        await using var portal = await PortalDesk.StartAsync(automation: false);
        using var kim = await portal.LetInAsync();
        using var confirmed = await kim.SendFilesAsync($"{portal.Root}/items", "items", Fields("confirm", "1"), []);
        var track = PortalDesk.PathOf(confirmed);
        await AskAsync(portal, "Please send a photo.");

        using var nothing = await kim.SendFilesAsync(track, "answer", [("Answer", " ")], []);
        Assert.Contains("role=\"alert\"", await nothing.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        using var answered = await kim.SendFilesAsync(track, "answer", [("Answer", "")], [("side.jpg", Pictures.File(3))]);

        Assert.Equal(RefundStatus.Received, (await RefundAsync(portal)).Status);
        using var again = await kim.SendFormAsync($"{portal.Root}/items", "items", ("Form.Step", "change"));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    private static (string, string)[] Fields(string step, string quantity) =>
    [
        ("Form.Step", step), ("Form.Key", "0190a0a0a0a0700080000000000000aa"), ("Form.Note", "It is scratched."),
        ("Form.Lines[0].LineNumber", "1"), ("Form.Lines[0].Quantity", quantity), ("Form.Lines[0].Reason", "ChangedMind"), ("Form.Lines[0].Condition", "Unopened"),
    ];

    private static async Task<string> SendAsync(PortalDesk portal, WebVisitor visitor, string step, string quantity, params (string Name, byte[] Bytes)[] files)
    {
        using var answer = await visitor.SendFilesAsync($"{portal.Root}/items", "items", Fields(step, quantity), files);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancelled));
    }

    private static async Task<AttachmentId> IdAsync(PortalDesk portal)
    {
        await using var db = await portal.Desk.Data.OpenAsync();
        return (await db.Attachments.SingleAsync(Cancelled)).Id;
    }

    private static async Task<RefundCase> RefundAsync(PortalDesk portal)
    {
        await using var db = await portal.Desk.Data.OpenAsync();
        return await db.RefundCases.AsNoTracking().SingleAsync(Cancelled);
    }

    /// <summary>An agent asks the customer, of the only case there is.</summary>
    private static async Task AskAsync(PortalDesk portal, string question)
    {
        await using var db = await portal.Desk.Data.OpenAsync();
        var number = await db.RefundCases.Select(refund => refund.Number).SingleAsync(Cancelled);
        var (refund, order) = (await Web.Infrastructure.Persistence.Loading.LoadCaseAsync(db, number, Cancelled))!.Value;
        var scene = new RefundScene(refund, order, APolicy() with { AutomaticApprovalMinor = 0 }, portal.Desk.Data.Time.GetUtcNow());
        scene.Decide();
        Done(refund.Ask(AgentAnn, question, portal.Desk.Data.Time.GetUtcNow().AddDays(7), portal.Desk.Data.Time.GetUtcNow()));
        await db.SaveChangesAsync(Cancelled);
    }

    [GeneratedRegex("value=\"(remove [^\"]+)\"")]
    private static partial Regex RemoveOne();
}
