using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Api;

/// <summary>Requests that come at the same moment are taken in together, and each is answered as if it had come alone.</summary>
public sealed class GroupedRequestsTests
{
    private static readonly Dictionary<string, string?> AtRest = new() { ["Automation:Enabled"] = "false", ["Waiting:LookEverySeconds"] = "3600" };
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task Each_of_many_at_once_gets_its_own_case_with_units_counted_and_history(DatabaseProvider provider)
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true, provider: provider);
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());
        var orders = Enumerable.Range(1, 24).Select(number => $"A-{number}").ToArray();
        foreach (var order in orders)
        {
            await shop.PutOrderAsync(order);
        }

        var answers = await Task.WhenAll(orders.Select(order => shop.AskAsync(ApiCaller.Request(order), $"key {order}")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        Assert.Equal(orders, answers.Select(answer => answer.Json.GetProperty("orderNumber").GetString()));
        Assert.Equal(orders.Length, answers.Select(answer => answer.Json.GetProperty("number").GetString()).Distinct().Count());
        await using var db = await desk.Data.OpenAsync();
        var cases = await db.WholeCases().AsNoTracking().ToListAsync(Cancelled);
        Assert.Equal(orders.Order(), cases.Select(refund => refund.OrderNumber).Order());
        Assert.All(cases, refund => Assert.Equal((1, 20_00L, $"key {refund.OrderNumber}"), (refund.Lines.Single().Quantity, refund.RequestedMinor, refund.RequestKey)));
        Assert.Equal(orders.Length, await db.CaseEvents.CountAsync(Cancelled));
        Assert.Equal(orders.Length, await db.OrderLines.CountAsync(line => line.LineNumber == 1 && line.ReservedQuantity == 1, Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task The_same_key_many_times_at_once_is_one_case_and_with_another_body_a_conflict(DatabaseProvider provider)
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true, provider: provider);
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());
        await shop.PutOrderAsync("A-1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => shop.AskAsync(ApiCaller.Request(quantity: 1 + (i % 2)))));

        var taken = answers.Where(answer => answer.Status == HttpStatusCode.Accepted).Select(answer => answer.Text).ToArray();
        Assert.Equal(8, taken.Length);
        Assert.Single(taken.Distinct());
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Accepted), answer => Assert.Equal((HttpStatusCode.Conflict, "request.key-reused"), (answer.Status, answer.Code)));
        await using var db = await desk.Data.OpenAsync();
        Assert.Equal(1, await db.RefundCases.CountAsync(Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task Of_more_than_was_bought_as_many_are_taken_as_there_are_units(DatabaseProvider provider)
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true, provider: provider);
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());
        await shop.PutOrderAsync("A-1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => shop.AskAsync(ApiCaller.Request(), $"key-{i}")));

        Assert.Equal(3, answers.Count(answer => answer.Status == HttpStatusCode.Accepted));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Accepted), answer => Assert.Equal("order.quantity-taken", answer.Code));
    }

    [Fact]
    public async Task Two_retailers_with_the_same_numbers_and_keys_at_once_get_their_own()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        using var one = await ApiCaller.OfAsync(desk, await desk.ClientAsync());
        using var two = await ApiCaller.OfAsync(desk, await desk.Data.AddClientAsync());
        await one.PutOrderAsync("A-1");
        await two.PutOrderAsync("A-1", ApiCaller.Order(shirts: 5));

        var answers = await Task.WhenAll(one.AskAsync(ApiCaller.Request(quantity: 3)), two.AskAsync(ApiCaller.Request(quantity: 5)));

        Assert.Equal((60_00, 100_00), (await RequestedAsync(one, answers[0]), await RequestedAsync(two, answers[1])));
    }

    [Fact]
    public async Task What_is_not_plain_is_left_to_be_looked_at_alone_and_keeps_no_other_waiting()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        var client = await desk.ClientAsync();
        using var shop = await ApiCaller.OfAsync(desk, client);
        await shop.PutOrderAsync("A-1");
        var groups = desk.Services.GetRequiredService<IRequestGroups>();
        Task<GroupedRequest?> Take(ClientId of, string order, int line, string key) => groups.TakeAsync(
            of, order, new RefundRequest(RequestChannel.Api, key, Now, null, [new RequestedLine(line, 1, RefundReason.ChangedMind, GoodsCondition.Unopened)]), Actor.System("Shop"), Cancelled);

        var together = await Task.WhenAll(Take(client.Id, "A-9", 1, "unknown order"), Take(client.Id, "A-1", 7, "unknown line"), Take(client.Id, "A-1", 1, "plain"), Take(ClientId.New(Now), "A-1", 1, "nobody's"));
        var again = await Take(client.Id, "A-1", 1, "plain");

        Assert.Equal([false, false, true, false], together.Select(number => number is not null));
        Assert.Null(again);
        await using var db = await desk.Data.OpenAsync();
        Assert.Equal((1, 0), (await db.RefundCases.CountAsync(Cancelled), await db.WaitingRequests.CountAsync(Cancelled)));
    }

    private static async Task<int> RequestedAsync(ApiCaller shop, ApiReply asked) =>
        (await shop.GetAsync($"refunds/{asked.Json.GetProperty("number").GetString()}")).Json.GetProperty("requested").GetProperty("amount").GetInt32();
}
