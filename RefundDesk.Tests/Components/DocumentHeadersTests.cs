using System.Net;
using System.Net.WebSockets;
using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web;
using RefundDesk.Web.Components;

namespace RefundDesk.Tests.Components;

public sealed class DocumentHeadersTests
{
    [Fact]
    public async Task Every_page_says_what_the_browser_may_do_with_it()
    {
        await using var desk = await WebDesk.StartAsync();
        using var visitor = await desk.SignInAsync(Role.Agent);
        foreach (var path in new[] { "/", "/account", "/not-found", "/nowhere" })
        {
            using var answer = await visitor.GetAsync(path);

            Assert.Contains("script-src 'self';", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
            Assert.Equal("same-origin", Header(answer, "Referrer-Policy"));
            Assert.Contains("no-store", Header(answer, "Cache-Control"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Static_files_are_served_to_anybody_and_may_be_kept()
    {
        await using var desk = await WebDesk.StartAsync();
        using var visitor = await desk.SignInAsync(Role.Agent);

        using var font = await visitor.GetAsync("/fonts/inter-latin-wght-normal.woff2");

        Assert.Equal(HttpStatusCode.OK, font.StatusCode);
        Assert.DoesNotContain("no-store", Header(font, "Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        await using var desk = await WebDesk.StartAsync();
        var ann = await desk.PersonAsync(Role.Agent);
        using var visitor = desk.Visit();

        using var answer = await visitor.SignInAsync(ann.Email!, WebDesk.Password);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("desk=", StringComparison.Ordinal));

        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.Contains("path=/", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("domain", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("own", HttpStatusCode.OK)]
    public async Task Only_our_own_pages_open_a_circuit(string origin, HttpStatusCode expected)
    {
        await using var desk = await WebDesk.StartAsync();
        using var visitor = await desk.SignInAsync(Role.Agent);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", origin == "own" ? desk.Address.GetLeftPart(UriPartial.Authority) : origin);

        using var answer = await visitor.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_keeps_connections_open_without_end()
    {
        await using var desk = await WebDesk.StartAsync();
        using var visitor = await desk.SignInAsync(Role.Agent);
        var opened = new List<ClientWebSocket>();
        try
        {
            for (var i = 0; i < OpenConnections.EachAtMost; i++)
            {
                opened.Add(await ConnectAsync(desk, visitor));
            }

            await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(desk, visitor));
        }
        finally
        {
            opened.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task A_stranger_opens_no_circuit()
    {
        await using var desk = await WebDesk.StartAsync();
        using var visitor = desk.Visit();

        using var answer = await visitor.Http.PostAsync(new Uri("/_blazor/negotiate?negotiateVersion=1", UriKind.Relative), null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Health_is_told_to_anybody()
    {
        await using var desk = await WebDesk.StartAsync();
        using var visitor = desk.Visit();

        using var answer = await visitor.GetAsync("/health/live");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public void Every_page_says_who_may_see_it()
    {
        var pages = typeof(DeskHost).Assembly.GetTypes().Where(type => type.GetCustomAttributes<RouteAttribute>().Any()).ToList();

        Assert.NotEmpty(pages);
        Assert.Empty(pages.Where(page => page.GetCustomAttributes<AuthorizeAttribute>(inherit: true).Any() == page.GetCustomAttributes<AllowAnonymousAttribute>(inherit: true).Any()).Select(page => page.FullName));
    }

    private static async Task<ClientWebSocket> ConnectAsync(WebDesk desk, WebVisitor visitor)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.SetRequestHeader("Cookie", string.Join("; ", visitor.Cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));
            await socket.ConnectAsync(new Uri($"ws://{desk.Address.Authority}/_blazor"), TestContext.Current.CancellationToken);
            return socket;
        }
        catch (WebSocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        string.Join(", ", answer.Headers.TryGetValues(name, out var values) ? values : answer.Content.Headers.TryGetValues(name, out values) ? values : []);
}
