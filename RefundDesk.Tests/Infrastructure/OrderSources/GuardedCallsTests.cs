using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.OrderSources;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Infrastructure.OrderSources;

/// <summary>Shops are called over TLS, outside the desk's own network, for a limited time and size.</summary>
public sealed class GuardedCallsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("10.1.2.3", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::1", false)]
    [InlineData("2606:4700::1111", true)]
    public void An_address_of_a_private_network_is_told_from_a_public_one(string number, bool isPublic) => Assert.Equal(isPublic, SourceAddresses.IsPublic(IPAddress.Parse(number)));

    [Theory]
    [InlineData("https://shop.example", null)]
    [InlineData("https://shop.example/store", null)]
    [InlineData("http://shop.example", "without TLS")]
    [InlineData("http://localhost:3000", "AllowHttpOnLocalhost")]
    [InlineData("ftp://shop.example", "no address of a shop")]
    [InlineData("file:///etc/passwd", "no address of a shop")]
    [InlineData("https://me:secret@shop.example", "no name and password")]
    [InlineData("https://shop.example/?a=b", "no question mark")]
    [InlineData("https://192.168.0.1", "private network")]
    [InlineData("https://[::1]/", "private network")]
    [InlineData("https://2130706433/", "private network")]
    [InlineData("https://0x7f.1/", "private network")]
    public void An_address_that_is_not_called_is_refused_with_what_to_do(string address, string? why)
    {
        var refusal = new SourceAddresses(Options.Create(new OrderSourcesOptions())).WhyNot(new Uri(address));

        Assert.Equal(why is null ? null : "source.address", refusal?.Code);
        Assert.Contains(why ?? string.Empty, refusal?.Message ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void This_machine_is_called_without_TLS_only_where_that_is_allowed()
    {
        var addresses = new SourceAddresses(Options.Create(new OrderSourcesOptions { AllowHttpOnLocalhost = true }));

        Assert.Null(addresses.WhyNot(new Uri("http://localhost:3000")));
        Assert.Null(addresses.WhyNot(new Uri("http://127.0.0.1:3000")));
        Assert.NotNull(addresses.WhyNot(new Uri("http://shop.example")));
        Assert.NotNull(addresses.WhyNot(new Uri("https://10.0.0.1")));
        Assert.Null(new SourceAddresses(Options.Create(new OrderSourcesOptions { AllowPrivateNetworks = true })).WhyNot(new Uri("https://10.0.0.1")));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task A_name_that_leads_into_the_desks_own_network_is_not_connected_to(string host)
    {
        var calls = 0;
        await using var server = await RubbishServer.StartAsync(context => context.Response.WriteAsync($"{++calls}"));
        using var guarded = new SourceCalls(("OrderSources:AllowHttpOnLocalhost", "false"));

        var answer = await guarded.Calls.SendAsync(At(new UriBuilder(server.Address) { Host = host }.Uri), Get(new UriBuilder(server.Address) { Host = host }.Uri), Cancelled);

        Assert.Equal("source.unreachable", Refused(answer).Code);
        Assert.Contains("private network", answer.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(0, calls);
    }

    [Theory]
    [InlineData(401, "source.denied")]
    [InlineData(403, "source.denied")]
    [InlineData(301, "source.answer")]
    [InlineData(429, "source.unreachable")]
    [InlineData(500, "source.unreachable")]
    [InlineData(404, null)]
    [InlineData(200, null)]
    public async Task An_answer_is_what_its_status_says(int status, string? code)
    {
        await using var server = await RubbishServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = status == 301 ? "https://elsewhere.example" : default;
            return context.Response.WriteAsync("{}");
        });
        using var guarded = new SourceCalls();

        var answer = await guarded.Calls.SendAsync(At(server.Address), new HttpRequestMessage(HttpMethod.Post, server.Address), Cancelled);

        Assert.Equal(code, answer.Refusal?.Code);
        Assert.Equal(code is null ? status : 0, answer.Succeeded ? (int)answer.Value.Status : 0);
    }

    [Fact]
    public async Task What_may_have_had_an_effect_is_not_sent_again_and_a_reading_is()
    {
        var calls = new List<string>();
        await using var server = await RubbishServer.StartAsync(context =>
        {
            calls.Add(context.Request.Method);
            context.Response.StatusCode = calls.Count(method => method == "GET") == 2 ? 200 : 503;
            return context.Response.WriteAsync("{}");
        });
        using var guarded = new SourceCalls();

        var posted = await guarded.Calls.SendAsync(At(server.Address), new HttpRequestMessage(HttpMethod.Post, server.Address), Cancelled);
        var got = await guarded.Calls.SendAsync(At(server.Address), Get(server.Address), Cancelled);

        Assert.Equal("source.unreachable", Refused(posted).Code);
        Assert.True(got.Succeeded);
        Assert.Equal(["POST", "GET", "GET"], calls);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off()
    {
        await using var server = await RubbishServer.StartAsync(async context =>
        {
            var block = Encoding.ASCII.GetBytes(new string('x', 100_000));
            for (var i = 0; i < 50; i++)
            {
                await context.Response.Body.WriteAsync(block);
            }
        });
        using var guarded = new SourceCalls(("OrderSources:MaxAnswerMegabytes", "1"));

        var answer = await guarded.Calls.SendAsync(At(server.Address), Get(server.Address), Cancelled);

        Assert.Equal("source.answer", Refused(answer).Code);
        Assert.Contains("MaxAnswerMegabytes", answer.Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_that_takes_its_time_is_given_up()
    {
        await using var server = await RubbishServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var guarded = new SourceCalls(("OrderSources:TimeoutSeconds", "1"));

        var answer = await guarded.Calls.SendAsync(At(server.Address), new HttpRequestMessage(HttpMethod.Post, server.Address), Cancelled);

        Assert.Equal("source.unreachable", Refused(answer).Code);
        Assert.Contains("TimeoutSeconds", answer.Refusal!.Message, StringComparison.Ordinal);
    }

    private static HttpRequestMessage Get(Uri address) => new(HttpMethod.Get, address);

    private static SourceAccess At(Uri address) => new(address, "desk", "secret", "sandbox", Now);
}
