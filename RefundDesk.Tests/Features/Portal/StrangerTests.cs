using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.SelfService;

namespace RefundDesk.Tests.Features.Portal;

/// <summary>What the customers' pages tell whoever is no customer: nothing, and slowly.</summary>
public sealed partial class StrangerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_guesses_tell_a_stranger_nothing()
    {
        await using var portal = await PortalDesk.StartAsync(tries: 2_000);
        using var stranger = portal.Desk.Visit();
        var answers = new HashSet<string>();

        // Every tenth guess is an order that is there.
        for (var guess = 0; guess < 1_000; guess++)
        {
            var order = guess % 10 == 0 ? await portal.Desk.Data.AddOrderAsync(portal.Client) : null;
            var page = await portal.AskAsync(stranger, order?.OrderNumber ?? $"GUESS-{guess}", "stranger@elsewhere.example");
            answers.Add(Ask().Replace(page, "ask"));
        }

        Assert.Single(answers);
        while (await portal.Desk.Services.GetRequiredService<CodeRound>().RunOnceAsync(Cancelled) > 0)
        {
        }

        Assert.Empty(portal.Mails.Mails);
        await using var db = await portal.Desk.Data.OpenAsync();
        Assert.Equal(1_000, await db.PortalCodes.CountAsync(row => row.CodeHash == null && row.DueAt == null, Cancelled));
    }

    [Fact]
    public async Task The_page_for_the_code_is_the_same_whether_or_not_there_is_an_order()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var stranger = portal.Desk.Visit();

        var there = await AfterAWrongCodeAsync(portal, stranger, portal.Order.OrderNumber);
        var notThere = await AfterAWrongCodeAsync(portal, stranger, "NOT-THERE");

        Assert.Equal(notThere, there);
    }

    [Fact]
    public async Task An_address_that_asks_too_often_waits_and_is_told_how_long()
    {
        await using var portal = await PortalDesk.StartAsync(tries: 3);
        using var stranger = portal.Desk.Visit();
        for (var guess = 0; guess < 3; guess++)
        {
            await portal.AskAsync(stranger, $"GUESS-{guess}");
        }

        using var answer = await stranger.SendFormAsync(portal.Root, "ask", ("OrderNumber", "GUESS-4"), ("Proof", PortalDesk.Email));
        portal.Desk.Data.Time.Leap(TimeSpan.FromHours(1));
        var later = await portal.AskAsync(stranger, "GUESS-5");

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromHours(1)), (answer.StatusCode, answer.Headers.RetryAfter?.Delta));
        Assert.Contains("Please go on in 60 minutes", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Contains("/code?", later, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nobodys_mailbox_is_filled_and_that_tells_nothing_either(bool isThere)
    {
        await using var portal = await PortalDesk.StartAsync();
        using var stranger = portal.Desk.Visit();
        var order = isThere ? portal.Order.OrderNumber : "NOT-THERE";
        for (var i = 0; i < 5; i++)
        {
            await portal.AskAsync(stranger, order);
        }

        using var answer = await stranger.SendFormAsync(portal.Root, "ask", ("OrderNumber", order), ("Proof", PortalDesk.Email));

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
    }

    [Fact]
    public async Task Five_wrong_codes_lock_the_right_one_out()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var kim = portal.Desk.Visit();
        var page = await portal.AskAsync(kim);
        var code = (await portal.CodeAsync())!;
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await kim.SendFormAsync(page, "code", ("Code", code == "000000" ? "000001" : "000000"));
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        }

        using var right = await kim.SendFormAsync(page, "code", ("Code", code));

        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task A_code_works_once_and_for_ten_minutes()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var kim = portal.Desk.Visit();
        var first = await portal.AskAsync(kim);
        var code = (await portal.CodeAsync())!;
        using var used = await kim.SendFormAsync(first, "code", ("Code", $"{code[..3]} {code[3..]}"));
        using var other = portal.Desk.Visit();
        using var again = await other.SendFormAsync(first, "code", ("Code", code));
        var second = await portal.AskAsync(other);
        code = (await portal.CodeAsync())!;

        portal.Desk.Data.Time.Advance(TimeSpan.FromMinutes(10));
        using var late = await other.SendFormAsync(second, "code", ("Code", code));

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.OK, HttpStatusCode.OK), (used.StatusCode, again.StatusCode, late.StatusCode));
    }

    [Fact]
    public async Task A_mail_that_did_not_leave_is_written_anew_with_another_code()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var kim = portal.Desk.Visit();
        var page = await portal.AskAsync(kim);
        portal.Mails.IsBroken = true;
        Assert.Null(await portal.CodeAsync());

        portal.Mails.IsBroken = false;
        portal.Desk.Data.Time.Advance(TimeSpan.FromSeconds(30));
        using var answer = await kim.SendFormAsync(page, "code", ("Code", (await portal.CodeAsync())!));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task Neither_code_nor_address_is_stored_and_the_question_is_forgotten_after_a_day()
    {
        await using var portal = await PortalDesk.StartAsync();
        using var kim = portal.Desk.Visit();
        await portal.AskAsync(kim);
        var code = (await portal.CodeAsync())!;
        await using var db = await portal.Desk.Data.OpenAsync();
        var row = await db.PortalCodes.AsNoTracking().SingleAsync(Cancelled);

        portal.Desk.Data.Time.Leap(TimeSpan.FromMinutes(11) + TimeSpan.FromDays(1));
        await portal.Desk.Services.GetRequiredService<CodeRound>().ForgetAsync(Cancelled);

        Assert.DoesNotContain(code, row.CodeHash, StringComparison.Ordinal);
        Assert.DoesNotContain("kim", row.ProofHash, StringComparison.OrdinalIgnoreCase);
        Assert.False(await db.PortalCodes.AnyAsync(Cancelled));
    }

    private static async Task<string> AfterAWrongCodeAsync(PortalDesk portal, WebVisitor stranger, string orderNumber)
    {
        var page = await portal.AskAsync(stranger, orderNumber);
        await portal.CodeAsync();
        using var answer = await stranger.SendFormAsync(page, "code", ("Code", "12"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Sealed().Replace(Ask().Replace(await answer.Content.ReadAsStringAsync(Cancelled), "ask"), string.Empty);
    }

    [GeneratedRegex("ask(=|%3D)[0-9a-f]{32}")]
    private static partial Regex Ask();

    [GeneratedRegex("CfDJ8[A-Za-z0-9+/=_-]+")]
    private static partial Regex Sealed();
}
