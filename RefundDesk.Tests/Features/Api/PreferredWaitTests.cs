using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Api;
using RefundDesk.Web.Features.Case;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Api;

/// <summary>Callers that would rather wait for the answer than ask again.</summary>
public sealed class PreferredWaitTests
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("wait=10", 10)]
    [InlineData("respond-async, Wait = \"7\"; foo=bar", 7)]
    [InlineData("wait=600", 20)]
    [InlineData("wait=0", 0)]
    [InlineData("wait", null)]
    [InlineData("wait=-1", null)]
    [InlineData("wait=1e3", null)]
    [InlineData("wait=99999999999999", null)]
    [InlineData("return=minimal", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void What_can_be_read_is_granted_up_to_the_most_and_the_rest_passed_over(string? header, int? seconds) =>
        Assert.Equal(seconds, PreferredWait.Read(header, 20)?.TotalSeconds);

    [Fact]
    public async Task The_answer_comes_when_automation_is_done()
    {
        await using var desk = await WebDesk.StartAsync();
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());
        await shop.PutOrderAsync("A-1");

        var numbers = (await Task.WhenAll(Enumerable.Range(1, 3).Select(i => shop.AskAsync(ApiCaller.Request(), $"key-{i}")))).Select(asked => asked.Json.GetProperty("number").GetString()!).ToArray();
        var answers = await Task.WhenAll(numbers.Select(number => ReadAsync(shop, number, "wait=20")));

        Assert.All(answers, answer => Assert.Equal("wait=20", answer.Applied));
        Assert.DoesNotContain(answers, answer => answer.Status is nameof(RefundStatus.Received) or nameof(RefundStatus.Approved) or nameof(RefundStatus.Paying));
        Assert.Equal(answers, await Task.WhenAll(numbers.Select(number => ReadAsync(shop, number, "wait=20"))));
    }

    [Fact]
    public async Task Who_asks_and_waits_is_answered_with_the_refund_and_again_with_the_same()
    {
        await using var desk = await WebDesk.StartAsync();
        var client = await desk.ClientAsync();
        using var shop = await ApiCaller.OfAsync(desk, client);
        using var blind = await ApiCaller.OfAsync(desk, client, ApiScopes.Requests);
        await shop.PutOrderAsync("A-1");

        var asked = await AskAsync(shop, "wait=20");
        var again = await AskAsync(shop, "wait=20");

        Assert.Equal((HttpStatusCode.OK, "wait=20", nameof(RefundStatus.Paid)), (asked.Status, asked.Applied, asked.Body.GetProperty("status").GetString()));
        Assert.Equal((asked.Status, asked.Address, asked.Body.GetRawText()), (again.Status, again.Address, again.Body.GetRawText()));
        Assert.Equal(asked.Body.GetRawText(), (await shop.GetAsync(asked.Address!["/api/v1/".Length..])).Json.GetRawText());
        foreach (var (caller, prefer) in new[] { (shop, "respond-async"), (blind, "wait=20") })
        {
            var known = await AskAsync(caller, prefer);
            Assert.Equal((HttpStatusCode.Accepted, null, asked.Address), (known.Status, known.Applied, known.Address));
            Assert.Equal(asked.Body.GetProperty("number").GetString(), known.Body.GetProperty("number").GetString());
        }
    }

    [Fact]
    public async Task Who_asks_and_waits_for_what_takes_longer_is_told_that_it_was_taken()
    {
        await using var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?> { ["Automation:Enabled"] = "false" });
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());
        await shop.PutOrderAsync("A-1");

        var (status, applied, address, _) = await AskAsync(shop, "wait=1");
        var waits = await AskAsync(shop, "wait=1", "A-unknown");

        Assert.Equal((HttpStatusCode.Accepted, "wait=1"), (status, applied));
        Assert.Equal(nameof(RefundStatus.Received), (await shop.GetAsync(address!["/api/v1/".Length..])).Json.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.Accepted, waits.Status);
    }

    [Fact]
    public async Task When_the_time_is_over_the_refund_is_told_as_it_is()
    {
        await using var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?> { ["Automation:Enabled"] = "false" });
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());
        await shop.PutOrderAsync("A-1");
        var number = (await shop.AskAsync(ApiCaller.Request())).Json.GetProperty("number").GetString()!;

        Assert.Equal((nameof(RefundStatus.Received), "wait=1"), await ReadAsync(shop, number, "wait=1"));
        Assert.Equal((nameof(RefundStatus.Received), null), await ReadAsync(shop, number, "nothing we know"));
    }

    [Fact]
    public async Task Nobody_waits_for_what_is_not_in_reach()
    {
        await using var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?> { ["Automation:Enabled"] = "false" }, standingClock: true);
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());
        using var other = await ApiCaller.OfAsync(desk, await desk.Data.AddClientAsync());
        await shop.PutOrderAsync("A-1");
        var number = (await shop.AskAsync(ApiCaller.Request())).Json.GetProperty("number").GetString()!;

        // The clock stands: whoever waited here would wait for ever.
        Assert.Equal((null, "wait=20"), await ReadAsync(other, number, "wait=20"));
    }

    [Fact]
    public async Task One_that_came_to_rest_between_looking_and_waiting_is_not_missed()
    {
        await using var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?> { ["Automation:Enabled"] = "false" }, standingClock: true);
        var scene = await desk.Data.AddCaseAsync(await desk.ClientAsync(), ARefund().Paid());

        Assert.True(await desk.Services.GetRequiredService<RestingRefunds>().WaitAsync(scene.Refund.Id, TimeSpan.FromSeconds(5), Cancelled));
    }

    private static async Task<(HttpStatusCode Status, string? Applied, string? Address, JsonElement Body)> AskAsync(ApiCaller shop, string prefer, string order = "A-1")
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(shop.Http.BaseAddress!, "refund-requests")) { Content = JsonContent.Create(ApiCaller.Request(order)) };
        message.Headers.Add("Idempotency-Key", $"key {order}");
        message.Headers.Add(PreferredWait.Header, prefer);
        using var answer = await shop.Http.SendAsync(message, Cancelled);
        return (answer.StatusCode, AppliedOf(answer), answer.Headers.Location?.OriginalString, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).RootElement);
    }

    private static string? AppliedOf(HttpResponseMessage answer) => answer.Headers.TryGetValues("Preference-Applied", out var said) ? said.Single() : null;

    private static async Task<(string? Status, string? Applied)> ReadAsync(ApiCaller shop, string number, string prefer)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(shop.Http.BaseAddress!, $"refunds/{number}"));
        message.Headers.Add(PreferredWait.Header, prefer);
        using var answer = await shop.Http.SendAsync(message, Cancelled);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).RootElement;
        return (answer.StatusCode == HttpStatusCode.OK ? body.GetProperty("status").GetString() : null, AppliedOf(answer));
    }
}
