using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Domain.Refunds.Withdrawing;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Clients;
using RefundDesk.Web.Features.Intake.Withdrawing;
using RefundDesk.Web.Features.SelfService.Withdrawing;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Portal;

/// <summary>The withdrawal function of Article 11a of Directive 2011/83/EU.</summary>
public sealed class WithdrawalTests
{
    private const string Key = "0191f3a0c0de7000800000000000000a";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_steps_withdraw_give_a_receipt_with_date_and_time_and_make_the_refund_of_everything()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var kim = portal.Desk.Visit();
        var at = portal.Desk.Data.Time.GetUtcNow();

        var check = await StepAsync(portal, kim, "check");
        var receipt = await DeclareAsync(portal, kim);
        portal.Desk.Data.Time.Leap(TimeSpan.FromHours(3));
        await RunAsync(portal);

        Assert.Contains("Confirm withdrawal", check, StringComparison.Ordinal);
        await using var db = await portal.Desk.Data.OpenAsync();
        var declaration = await db.Withdrawals.SingleAsync(Cancelled);
        Assert.Equal((WithdrawalState.BecameCase, at), (declaration.State, declaration.DeclaredAt));
        Assert.Contains(declaration.Number.ToString(), receipt, StringComparison.Ordinal);
        Assert.Contains(portal.Order.OrderNumber, receipt, StringComparison.Ordinal);
        var refund = await db.WholeCases().SingleAsync(Cancelled);
        Assert.Equal((declaration.Number, at, RequestChannel.Portal, RefundReason.ChangedMind), (refund.Number, refund.AskedAt, refund.Channel, refund.Reason));
        Assert.Equal(3, Assert.Single(refund.Lines).Quantity);
    }

    [Fact]
    public async Task The_acknowledgement_holds_what_was_declared_and_when_and_goes_out_once()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var kim = portal.Desk.Visit();
        kim.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("de");
        await DeclareAsync(portal, kim, parts: "nur das blaue Hemd");
        portal.Mails.IsBroken = true;
        await portal.Desk.Services.GetRequiredService<AcknowledgementRound>().RunOnceAsync(Cancelled);
        portal.Mails.IsBroken = false;
        Assert.Empty(portal.Mails.Mails);

        portal.Desk.Data.Time.Advance(TimeSpan.FromMinutes(1));
        for (var look = 0; look < 3; look++)
        {
            await portal.Desk.Services.GetRequiredService<AcknowledgementRound>().RunOnceAsync(Cancelled);
            portal.Desk.Data.Time.Leap(TimeSpan.FromHours(2));
        }

        var mail = Assert.Single(portal.Mails.Mails);
        var local = TimeZoneInfo.ConvertTime(Now, TimeZoneInfo.FindSystemTimeZoneById(portal.Client.TimeZoneId));
        Assert.Equal(PortalDesk.Email, mail.To);
        Assert.Contains("Ihr Widerruf ist eingegangen", mail.Subject, StringComparison.Ordinal);
        Assert.Contains($"{local:HH:mm:ss} ({portal.Client.TimeZoneId}", mail.TextBody, StringComparison.Ordinal);
        foreach (var said in new[] { "Kim Customer", portal.Order.OrderNumber, "nur das blaue Hemd", PortalDesk.Email })
        {
            Assert.Contains(said, mail.TextBody, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_same_form_sent_twice_is_one_declaration()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var kim = portal.Desk.Visit();

        var first = await DeclareAsync(portal, kim);
        var second = await DeclareAsync(portal, kim);

        await using var db = await portal.Desk.Data.OpenAsync();
        Assert.Contains((await db.Withdrawals.SingleAsync(Cancelled)).Number.ToString(), first, StringComparison.Ordinal);
        Assert.Contains((await db.Withdrawals.SingleAsync(Cancelled)).Number.ToString(), second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_declaration_is_acknowledged_too_and_tied_to_the_refund_that_is_there()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var kim = portal.Desk.Visit();
        await DeclareAsync(portal, kim);
        await RunAsync(portal);
        portal.Desk.Data.Time.Leap(TimeSpan.FromDays(1));

        await DeclareAsync(portal, kim, key: Key.Replace('a', 'b'));
        await RunAsync(portal);

        await using var db = await portal.Desk.Data.OpenAsync();
        var refund = await db.RefundCases.SingleAsync(Cancelled);
        var second = await db.Withdrawals.SingleAsync(row => row.Number != refund.Number, Cancelled);
        Assert.Equal((WithdrawalState.Tied, refund.Number), (second.State, second.CaseNumber));
        Assert.Contains(await db.CaseEvents.Select(row => row.Text).ToListAsync(Cancelled), text => text.Contains($"receipt {second.Number}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("NOT-THERE", PortalDesk.Email, null, "No order has the number")]
    [InlineData(null, "somebody@elsewhere.example", null, "another e-mail address")]
    [InlineData(null, PortalDesk.Email, "only the blue one", "a part of the order")]
    public async Task What_cannot_be_matched_waits_for_a_person_and_is_closed_with_what_was_found_out(string? contract, string email, string? parts, string why)
    {
        await using var portal = await PortalDesk.StartAsync();
        using var kim = portal.Desk.Visit();
        await DeclareAsync(portal, kim, contract, email, parts);
        await RunAsync(portal);

        // An order may still come for a day.
        portal.Desk.Data.Time.Leap(TimeSpan.FromHours(25));
        await RunAsync(portal);

        var (rows, closed, left) = await AsAgentAsync(portal, async (query, close) =>
        {
            var found = await query.ToLookAtAsync(Cancelled);
            var done = await close.HandleAsync(found[0].Number, null, "Asked on the telephone: it was a test.", Cancelled);
            return (found, done, await query.ToLookAtAsync(Cancelled));
        });
        Assert.Contains(why, Assert.Single(rows).Why, StringComparison.Ordinal);
        Assert.Equal(contract is null, rows[0].HasOrder);
        Assert.True(closed.Succeeded);
        Assert.Empty(left);
        await using var db = await portal.Desk.Data.OpenAsync();
        Assert.False(await db.RefundCases.AnyAsync(Cancelled));
    }

    [Fact]
    public async Task An_order_that_comes_later_is_found_and_measured_by_the_day_of_the_declaration()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var kim = portal.Desk.Visit();
        await DeclareAsync(portal, kim, "SO-LATE");
        await RunAsync(portal);
        portal.Desk.Data.Time.Leap(TimeSpan.FromHours(2));

        await portal.Desk.Data.AddOrderAsync(portal.Client, AnOrder().With(draft => draft with { OrderNumber = "SO-LATE", CustomerEmail = PortalDesk.Email.ToUpperInvariant() }));
        await RunAsync(portal);

        await using var db = await portal.Desk.Data.OpenAsync();
        Assert.Equal(("SO-LATE", Now), (await db.RefundCases.Select(refund => new ValueTuple<string, DateTimeOffset>(refund.OrderNumber, refund.AskedAt)).SingleAsync(Cancelled)));
    }

    [Theory]
    [InlineData("", "SO-1", PortalDesk.Email, "Please give your name")]
    [InlineData("Kim", " ", PortalDesk.Email, "Please give the order number")]
    [InlineData("Kim", "SO-1", "kim", "Please give an e-mail address")]
    public async Task A_field_that_is_missing_is_named_and_nothing_is_stored(string name, string contract, string email, string fault)
    {
        await using var portal = await PortalDesk.StartAsync();
        using var kim = portal.Desk.Visit();

        var page = await StepAsync(portal, kim, "confirm", contract, email, name: name);

        Assert.Contains(fault, page, StringComparison.Ordinal);
        await using var db = await portal.Desk.Data.OpenAsync();
        Assert.False(await db.Withdrawals.AnyAsync(Cancelled));
    }

    [Fact]
    public async Task A_stranger_learns_nothing_and_fills_nobodys_mailbox()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var stranger = portal.Desk.Visit();

        var there = await DeclareAsync(portal, stranger, portal.Order.OrderNumber, "stranger@elsewhere.example", key: Key);
        var notThere = await DeclareAsync(portal, stranger, "SO-999999", "stranger@elsewhere.example", key: Key.Replace('a', 'b'));
        for (var more = 0; more < 3; more++)
        {
            await DeclareAsync(portal, stranger, "SO-1", "stranger@elsewhere.example", key: Key.Replace('a', (char)('c' + more)));
        }

        using var tooMany = await SendAsync(portal, stranger, "confirm", "SO-1", "stranger@elsewhere.example", key: Key.Replace('a', 'f'));

        Assert.Equal(Bare(there, portal.Order.OrderNumber), Bare(notThere, "SO-999999"));
        Assert.Equal(HttpStatusCode.TooManyRequests, tooMany.StatusCode);
        Assert.NotNull(tooMany.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_retailer_without_the_function_has_neither_page_nor_link()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var kim = portal.Desk.Visit();
        var with = await kim.ReadAsync(portal.Root);
        await using (var host = portal.Desk.Data.BuildHost())
        {
            await using var scope = host.Services.CreateAsyncScope();
            var was = (await scope.ServiceProvider.GetRequiredService<ClientsQuery>().FindAsync(portal.Client.Key, Cancelled))!;
            Done(await scope.ServiceProvider.GetRequiredService<ChangeClient>().HandleAsync(portal.Client.Key, was.Version, was.Details with { OffersWithdrawal = false }, Cancelled));
        }

        var without = await kim.ReadAsync(portal.Root);
        using var page = await kim.GetAsync($"{portal.Root}/withdraw");

        Assert.Contains("Withdraw from contract here", with, StringComparison.Ordinal);
        Assert.DoesNotContain("Withdraw from contract here", without, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    private static async Task RunAsync(PortalDesk portal) => await portal.Desk.Services.GetRequiredService<WithdrawalRound>().RunOnceAsync(Cancelled);

    private static Task<HttpResponseMessage> SendAsync(PortalDesk portal, WebVisitor visitor, string step, string? contract = null, string email = PortalDesk.Email, string? parts = null, string name = "Kim Customer", string key = Key) =>
        visitor.SendFormAsync(
            $"{portal.Root}/withdraw", "withdraw", ("Form.Key", key), ("Form.Name", name), ("Form.Contract", contract ?? portal.Order.OrderNumber), ("Form.Email", email), ("Form.Parts", parts ?? string.Empty), ("Form.Step", step));

    private static async Task<string> StepAsync(PortalDesk portal, WebVisitor visitor, string step, string? contract = null, string email = PortalDesk.Email, string name = "Kim Customer")
    {
        using var answer = await SendAsync(portal, visitor, step, contract, email, name: name);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancelled));
    }

    /// <summary>Confirms, and reads the receipt.</summary>
    private static async Task<string> DeclareAsync(PortalDesk portal, WebVisitor visitor, string? contract = null, string email = PortalDesk.Email, string? parts = null, string key = Key)
    {
        using var answer = await SendAsync(portal, visitor, "confirm", contract, email, parts, key: key);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return await visitor.ReadAsync(PortalDesk.PathOf(answer));
    }

    private static async Task<T> AsAgentAsync<T>(PortalDesk portal, Func<WithdrawalsQuery, CloseWithdrawal, Task<T>> work)
    {
        await using var host = portal.Desk.Data.BuildHost(DeskPrincipal.Person(AgentAnn.Id!.Value, AgentAnn.Name, Role.Agent, null));
        await using var scope = host.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<WithdrawalsQuery>(), scope.ServiceProvider.GetRequiredService<CloseWithdrawal>());
    }

    /// <summary>The page without what differs between any two declarations.</summary>
    private static string Bare(string page, string contract) => System.Text.RegularExpressions.Regex.Replace(
        page.Replace(contract, "CONTRACT", StringComparison.Ordinal), "RD-[0-9A-Z]{4}-[0-9A-Z]{4}|CfDJ8[A-Za-z0-9+/=_%-]+", string.Empty);
}
