using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
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

    private static async Task<(string? Status, string? Applied)> ReadAsync(ApiCaller shop, string number, string prefer)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(shop.Http.BaseAddress!, $"refunds/{number}"));
        message.Headers.Add(PreferredWait.Header, prefer);
        using var answer = await shop.Http.SendAsync(message, Cancelled);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).RootElement;
        var applied = answer.Headers.TryGetValues("Preference-Applied", out var said) ? said.Single() : null;
        return (answer.StatusCode == HttpStatusCode.OK ? body.GetProperty("status").GetString() : null, applied);
    }
}
