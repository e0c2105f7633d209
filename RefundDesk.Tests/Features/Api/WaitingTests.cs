using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Waiting;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Tests.Features.Api;

/// <summary>Requests that come before their orders.</summary>
public sealed class WaitingTests
{
    private static readonly Dictionary<string, string?> AtRest = new() { ["Automation:Enabled"] = "false", ["Waiting:LookEverySeconds"] = "3600" };
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task A_request_ahead_of_its_order_waits_under_its_number_and_becomes_one_case(DatabaseProvider provider)
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true, provider: provider);
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());
        var asked = await shop.AskAsync(ApiCaller.Request());
        var again = await shop.AskAsync(ApiCaller.Request());
        var other = await shop.AskAsync(ApiCaller.Request(quantity: 2));
        var number = asked.Json.GetProperty("number").GetString()!;
        var round = desk.Services.GetRequiredService<WaitingRound>();

        Assert.Equal((HttpStatusCode.Accepted, asked.Text, "request.key-reused"), (asked.Status, again.Text, other.Code));
        Assert.Equal("WaitingForOrder", (await shop.GetAsync($"refunds/{number}")).Json.GetProperty("status").GetString());
        Assert.Equal(0, await round.RunOnceAsync(Cancelled));
        await shop.PutOrderAsync("A-1");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => round.RunOnceAsync(Cancelled)));

        var refund = await shop.GetAsync($"refunds/{number}");
        Assert.Equal((nameof(RefundStatus.Received), 20_00), (refund.Json.GetProperty("status").GetString(), refund.Json.GetProperty("requested").GetProperty("amount").GetInt32()));
        Assert.Equal(asked.Text, (await shop.AskAsync(ApiCaller.Request())).Text);
        await using var db = await desk.Data.OpenAsync();
        Assert.Equal((1, 0), (await db.RefundCases.CountAsync(Cancelled), await db.WaitingRequests.CountAsync(Cancelled)));
    }

    [Fact]
    public async Task An_order_that_does_not_come_or_does_not_have_the_line_ends_it_and_says_why()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());
        var late = (await shop.AskAsync(ApiCaller.Request("A-9"), "key-9")).Json.GetProperty("number").GetString();
        var many = (await shop.AskAsync(ApiCaller.Request("A-1", quantity: 7), "key-1")).Json.GetProperty("number").GetString();
        var round = desk.Services.GetRequiredService<WaitingRound>();

        await shop.PutOrderAsync("A-1");
        await round.RunOnceAsync(Cancelled);
        desk.Data.Time.Leap(TimeSpan.FromHours(25));
        await round.RunOnceAsync(Cancelled);

        var (first, second) = (await shop.GetAsync($"refunds/{many}"), await shop.GetAsync($"refunds/{late}"));
        Assert.Equal(("NotTaken", "order.quantity-taken"), (first.Json.GetProperty("status").GetString(), first.Json.GetProperty("code").GetString()));
        Assert.Equal(("NotTaken", "request.order-did-not-come"), (second.Json.GetProperty("status").GetString(), second.Json.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Where_nothing_shall_wait_an_unknown_order_is_refused_at_once()
    {
        await using var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?>(AtRest) { ["Waiting:Hours"] = "0" }, standingClock: true);
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());

        Assert.Equal("request.unknown-order", (await shop.AskAsync(ApiCaller.Request("A-9"))).Code);
    }
}
