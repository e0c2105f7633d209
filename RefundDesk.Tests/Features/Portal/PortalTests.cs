using System.Net;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Kit;

namespace RefundDesk.Tests.Features.Portal;

public sealed class PortalTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_customer_comes_from_the_order_number_to_the_receipt()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var kim = await portal.LetInAsync();
        var key = Guid.CreateVersion7(Given.Now).ToString("N");

        using var checkedFirst = await kim.SendFormAsync($"{portal.Root}/items", "items", Choose("check", key));
        var preview = WebUtility.HtmlDecode(await checkedFirst.Content.ReadAsStringAsync(Cancelled));
        using var confirmed = await kim.SendFormAsync($"{portal.Root}/items", "items", Choose("confirm", key));
        var receipt = await kim.ReadAsync(PortalDesk.PathOf(confirmed));

        Assert.Contains("You get back", preview, StringComparison.Ordinal);
        Assert.Contains("€20.00", preview, StringComparison.Ordinal);
        var refund = await OnlyCaseAsync(portal);
        Assert.Equal((RequestChannel.Portal, "It is too small."), (refund.Channel, refund.CustomerNote));
        Assert.Contains(refund.Number.ToString(), receipt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_stored_by_looking_at_what_would_come_back()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var kim = await portal.LetInAsync();

        using var answer = await kim.SendFormAsync($"{portal.Root}/items", "items", Choose("check", Guid.CreateVersion7(Given.Now).ToString("N")));

        await using var db = await portal.Desk.Data.OpenAsync();
        Assert.False(await db.RefundCases.AnyAsync(Cancelled));
        Assert.Equal(0, (await db.OrderLines.SingleAsync(Cancelled)).ReservedQuantity);
    }

    [Fact]
    public async Task A_request_confirmed_twice_is_one()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var kim = await portal.LetInAsync();
        var key = Guid.CreateVersion7(Given.Now).ToString("N");

        using var once = await kim.SendFormAsync($"{portal.Root}/items", "items", Choose("confirm", key));
        using var again = await kim.SendFormAsync($"{portal.Root}/items", "items", Choose("confirm", key));

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Redirect), (once.StatusCode, again.StatusCode));
        var refund = await OnlyCaseAsync(portal);
        Assert.Contains(refund.Number.ToString(), await kim.ReadAsync(PortalDesk.PathOf(again)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4", "ChangedMind", "Unopened")]
    [InlineData("-1", "ChangedMind", "Unopened")]
    [InlineData("0", "ChangedMind", "Unopened")]
    [InlineData("many", "ChangedMind", "Unopened")]
    [InlineData("1", "", "Unopened")]
    [InlineData("1", "Goodwill", "Unopened")]
    [InlineData("1", "99", "Unopened")]
    [InlineData("1", "ChangedMind", "99")]
    public async Task What_cannot_be_asked_for_is_said_and_nothing_is_stored(string quantity, string reason, string condition)
    {
        await using var portal = await PortalDesk.StartAsync();
        using var kim = await portal.LetInAsync();

        using var answer = await kim.SendFormAsync($"{portal.Root}/items", "items", Choose("confirm", Guid.CreateVersion7(Given.Now).ToString("N"), quantity, reason, condition));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("role=\"alert\"", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        await using var db = await portal.Desk.Data.OpenAsync();
        Assert.False(await db.RefundCases.AnyAsync(Cancelled));
    }

    [Fact]
    public async Task Nobody_sees_an_order_without_its_code()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var stranger = portal.Desk.Visit();

        using var answer = await stranger.GetAsync($"{portal.Root}/items");

        Assert.Equal((HttpStatusCode.Redirect, portal.Root), (answer.StatusCode, PortalDesk.PathOf(answer)));
    }

    [Fact]
    public async Task A_visit_opens_neither_another_retailer_nor_the_desk()
    {
        await using var portal = await PortalDesk.StartAsync();
        var other = await portal.Desk.Data.AddClientAsync();
        using var kim = await portal.LetInAsync();

        using var elsewhere = await kim.GetAsync($"/r/{other.Key}/items");
        using var desk = await kim.GetAsync("/queues/review");
        using var api = await kim.GetAsync("/api/v1/refunds");

        Assert.Equal((HttpStatusCode.Redirect, $"/r/{other.Key}"), (elsewhere.StatusCode, PortalDesk.PathOf(elsewhere)));
        Assert.StartsWith("/sign-in", PortalDesk.PathOf(desk), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
    }

    [Fact]
    public async Task A_made_up_link_and_one_of_another_retailer_lead_nowhere()
    {
        await using var portal = await PortalDesk.StartAsync();
        var other = await portal.Desk.Data.AddClientAsync();
        using var kim = await portal.LetInAsync();
        using var confirmed = await kim.SendFormAsync($"{portal.Root}/items", "items", Choose("confirm", Guid.CreateVersion7(Given.Now).ToString("N")));
        var link = PortalDesk.PathOf(confirmed);
        using var stranger = portal.Desk.Visit();

        using var good = await stranger.GetAsync(link);
        using var elsewhere = await stranger.GetAsync(link.Replace(portal.Client.Key, other.Key, StringComparison.Ordinal));
        using var madeUp = await stranger.GetAsync($"{portal.Root}/track/CfDJ8AAAA");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (good.StatusCode, elsewhere.StatusCode, madeUp.StatusCode));
    }

    [Fact]
    public async Task An_unknown_retailer_has_no_page()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var stranger = portal.Desk.Visit();

        using var answer = await stranger.GetAsync("/r/nobody-here");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("en", "Ask for a refund")]
    [InlineData("de-AT", "Rückerstattung beantragen")]
    [InlineData("fr", "Demander un remboursement")]
    [InlineData("es", "Solicitar un reembolso")]
    [InlineData("pt", "Ask for a refund")]
    public async Task The_page_speaks_the_language_the_browser_asks_for(string language, string title)
    {
        await using var portal = await PortalDesk.StartAsync();
        using var visitor = portal.Desk.Visit();
        visitor.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        var page = await visitor.ReadAsync(portal.Root);

        Assert.Contains(title, page, StringComparison.Ordinal);
        Assert.Contains(portal.Client.Name, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_that_was_chosen_stays_and_the_mail_is_in_it()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var visitor = portal.Desk.Visit();

        using var chosen = await visitor.GetAsync($"{portal.Root}/language/fr?back={Uri.EscapeDataString(portal.Root)}");
        var page = await visitor.ReadAsync(PortalDesk.PathOf(chosen));
        await portal.AskAsync(visitor);
        var code = await portal.CodeAsync();

        Assert.Contains("Demander un remboursement", page, StringComparison.Ordinal);
        Assert.Equal($"{code} est votre code", portal.Mails.Mails.Last().Subject);
    }

    private static (string, string)[] Choose(string step, string key, string quantity = "1", string reason = "ChangedMind", string condition = "Unopened") =>
    [
        ("Form.Key", key), ("Form.Step", step), ("Form.Note", "It is too small."), ("Form.Lines[0].LineNumber", "1"), ("Form.Lines[0].Quantity", quantity),
        ("Form.Lines[0].Reason", reason), ("Form.Lines[0].Condition", condition),
    ];

    private static async Task<RefundCase> OnlyCaseAsync(PortalDesk portal)
    {
        await using var db = await portal.Desk.Data.OpenAsync();
        return await db.RefundCases.SingleAsync(Cancelled);
    }
}
