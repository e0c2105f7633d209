using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Web.Features.SelfService;
using RefundDesk.Web.Infrastructure.Notifications;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Portal;

/// <summary>The address in every mail, and what its page lets the customer see and do.</summary>
public sealed class TrackingTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("DE", "Ihr Antrag zur Bestellung", "Antrag zurückziehen")]
    [InlineData("France", "Nous avons bien reçu", "Retirer cette demande")]
    [InlineData("ES", "Hemos recibido", "Retirar esta solicitud")]
    [InlineData("CH", "We have your request", "Withdraw this request")]
    public async Task Mails_are_in_the_language_of_the_country_and_lead_to_the_refund(string country, string subject, string button)
    {
        await using var portal = await PortalDesk.StartAsync();
        var refund = await AddAsync(portal, country, case_ => case_.Ask(AgentAnn, "Which one is it?", portal.Desk.Data.Time.GetUtcNow().AddDays(14), portal.Desk.Data.Time.GetUtcNow()));
        await NoticeAsync(portal, refund, NoticeKind.Received);

        var mail = Assert.Single(portal.Mails.Mails, mail => mail.Subject.StartsWith(subject, StringComparison.Ordinal));
        var address = mail.TextBody.Split(' ', '\n').Single(word => word.Contains("/r/", StringComparison.Ordinal));
        Assert.StartsWith($"http://localhost:5000/r/{portal.Client.Key}/track/", address, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{address}\">", mail.HtmlBody, StringComparison.Ordinal);
        using var kim = portal.Desk.Visit();
        kim.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(refund.Language);
        var page = await kim.ReadAsync(new Uri(address).PathAndQuery);
        Assert.Contains(refund.Number.ToString(), page, StringComparison.Ordinal);
        Assert.Contains("Which one is it?", page, StringComparison.Ordinal);
        Assert.Contains(button, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_asked_is_answered_on_the_page_once()
    {
        await using var portal = await PortalDesk.StartAsync();
        var now = portal.Desk.Data.Time.GetUtcNow();
        var refund = await AddAsync(portal, "DE", case_ => case_.Ask(AgentAnn, "Which one is it?", now.AddDays(14), now));
        using var kim = portal.Desk.Visit();
        var page = PageOf(portal, refund);

        using var empty = await kim.SendFormAsync(page, "answer", ("Answer", "  "));
        using var answered = await kim.SendFormAsync(page, "answer", ("Answer", "The blue one."));
        using var again = await kim.GetAsync(page);

        Assert.Contains("Please write an answer or choose a file", await empty.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, answered.StatusCode);
        Assert.DoesNotContain("Which one is it?", await again.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        await using var db = await portal.Desk.Data.OpenAsync();
        var answer = await db.CaseEvents.SingleAsync(row => row.Trigger == RefundTrigger.Answer, Cancelled);
        Assert.Equal((ActorKind.Customer, "The blue one."), (answer.ActorKind, answer.Why));
    }

    [Fact]
    public async Task A_request_is_withdrawn_in_two_steps_and_its_units_are_free_again()
    {
        await using var portal = await PortalDesk.StartAsync();
        var refund = await AddAsync(portal, "DE", _ => { });
        using var kim = portal.Desk.Visit();
        var page = PageOf(portal, refund);

        using var sure = await kim.SendFormAsync(page, "cancel", ("Step", "ask"));
        await using (var before = await portal.Desk.Data.OpenAsync())
        {
            Assert.Equal(RefundStatus.InReview, await before.RefundCases.Select(row => row.Status).SingleAsync(Cancelled));
        }

        using var done = await kim.SendFormAsync(page, "cancel", ("Step", "confirm"));

        Assert.Contains("Yes, withdraw it", await sure.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.DoesNotContain("Withdraw this request", await kim.ReadAsync(page), StringComparison.Ordinal);
        await using var db = await portal.Desk.Data.OpenAsync();
        Assert.Equal(RefundStatus.Cancelled, await db.RefundCases.Select(row => row.Status).SingleAsync(Cancelled));
        Assert.Equal(3, (await db.WholeOrders().SingleAsync(order => order.OrderNumber == refund.OrderNumber, Cancelled)).Lines[0].OpenQuantity);
    }

    [Fact]
    public async Task A_link_of_another_retailer_or_a_changed_one_leads_nowhere()
    {
        await using var portal = await PortalDesk.StartAsync();
        var refund = await AddAsync(portal, "DE", _ => { });
        var other = await portal.Desk.Data.AddClientAsync();
        using var stranger = portal.Desk.Visit();
        var page = PageOf(portal, refund);

        using var elsewhere = await stranger.GetAsync(page.Replace(portal.Client.Key, other.Key, StringComparison.Ordinal));
        using var changed = await stranger.GetAsync(page[..^2] + (page.EndsWith("AA", StringComparison.Ordinal) ? "BB" : "AA"));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (elsewhere.StatusCode, changed.StatusCode));
    }

    [Theory]
    [InlineData("10115")]
    [InlineData(" 101 15 ")]
    public async Task The_postcode_of_the_order_lets_its_own_mailbox_have_a_code(string postcode)
    {
        await using var portal = await PortalDesk.StartAsync();
        var order = await portal.Desk.Data.AddOrderAsync(portal.Client, AnOrder().With(draft => draft with { CustomerEmail = PortalDesk.Email, Postcode = "10115" }));
        using var kim = portal.Desk.Visit();

        await portal.AskAsync(kim, order.OrderNumber, postcode);
        var code = await portal.CodeAsync();
        await portal.AskAsync(kim, order.OrderNumber, "10117");
        var mails = portal.Mails.Mails.Count;
        await portal.CodeAsync();

        Assert.NotNull(code);
        Assert.Equal(PortalDesk.Email, portal.Mails.Mails.Last().To);
        Assert.Equal(mails, portal.Mails.Mails.Count);
    }

    [Theory]
    [InlineData("de")]
    [InlineData("fr")]
    [InlineData("es")]
    public void Every_word_is_there_in_every_language_with_the_same_places(string language)
    {
        var words = new System.Resources.ResourceManager(typeof(PortalText).FullName!, typeof(PortalText).Assembly);
        var english = words.GetResourceSet(CultureInfo.InvariantCulture, true, false)!.Cast<System.Collections.DictionaryEntry>().ToDictionary(word => (string)word.Key, word => (string)word.Value!);
        var own = words.GetResourceSet(CultureInfo.GetCultureInfo(language), true, false)!.Cast<System.Collections.DictionaryEntry>().ToDictionary(word => (string)word.Key, word => (string)word.Value!);

        Assert.Empty(english.Keys.Except(own.Keys));
        Assert.All(english, word => Assert.Equal(Places(word.Value), Places(own[word.Key])));
    }

    private static IEnumerable<string> Places(string text) => System.Text.RegularExpressions.Regex.Matches(text, @"\{\d\}").Select(place => place.Value).Order();

    private static string PageOf(PortalDesk portal, RefundCase refund) => portal.Desk.Services.GetRequiredService<ICustomerLinks>().PathTo(portal.Client.Key, portal.Client.Id, refund.Number);

    /// <summary>A case in review of an order to a country, with something done to it.</summary>
    private static async Task<RefundCase> AddAsync(PortalDesk portal, string country, Action<RefundCase> step)
    {
        var scene = await portal.Desk.Data.AddCaseAsync(
            portal.Client, ARefund().InReview(), AnOrder().WithLine(60_00, quantity: 3).With(draft => draft with { Country = country, CustomerEmail = PortalDesk.Email }));
        await using var db = await portal.Desk.Data.OpenAsync();
        var refund = await db.WholeCases().SingleAsync(row => row.Number == scene.Refund.Number, Cancelled);
        step(refund);
        await db.SaveChangesAsync(Cancelled);
        return refund;
    }

    /// <summary>Puts a message of a kind into the outbox and lets it leave.</summary>
    private static async Task NoticeAsync(PortalDesk portal, RefundCase refund, NoticeKind kind)
    {
        await using (var db = await portal.Desk.Data.OpenAsync())
        {
            await db.Clients.LoadAsync(Cancelled);
            await db.WholeCases().LoadAsync(Cancelled);
            db.Outbox.Add(PendingRows.RowOf(refund, new RefundNotice(kind, PortalDesk.Email, "Kim", refund.Number.ToString(), refund.OrderNumber, string.Empty, string.Empty) { Language = refund.Language }, portal.Desk.Data.Time.GetUtcNow()));
            await db.SaveChangesAsync(Cancelled);
        }

        await portal.Desk.Services.GetRequiredService<OutboxRound>().RunOnceAsync("test", Cancelled);
    }
}
