using System.Net;
using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Api;

public sealed class AttachmentApiTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static Dictionary<string, string?> AtRest => new() { ["Automation:Enabled"] = "false" };

    [Fact]
    public async Task Files_are_sent_as_a_form_or_alone_listed_with_the_refund_and_read_back_with_safe_headers()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        using var shop = await ApiCaller.OfAsync(desk, await desk.Data.AddClientAsync());
        var number = await AskAsync(shop);

        var form = await SendAsync(shop, number, Form(("damage.jpg", Pictures.File(1)), ("receipt.pdf", Pictures.Pdf())));
        var alone = await SendAsync(shop, $"{number}/attachments?name=side.png", Alone(Pictures.File(2, SkiaSharp.SKEncodedImageFormat.Png), "image/png"));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (form.Status, alone.Status));
        Assert.Equal("side.png", alone.Json[0].GetProperty("name").GetString());
        var listed = (await shop.GetAsync($"refunds/{number}")).Json.GetProperty("attachments");
        Assert.Equal(["damage.jpg", "receipt.pdf", "side.png"], listed.EnumerateArray().Select(file => file.GetProperty("name").GetString()));
        using var photo = await shop.Http.GetAsync(new Uri(desk.Address, listed[0].GetProperty("address").GetString()), Cancelled);
        using var pdf = await shop.Http.GetAsync(new Uri(desk.Address, listed[1].GetProperty("address").GetString()), Cancelled);
        Assert.Equal(("image/jpeg", "inline"), (photo.Content.Headers.ContentType!.MediaType, photo.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal(("application/pdf", "attachment"), (pdf.Content.Headers.ContentType!.MediaType, pdf.Content.Headers.ContentDisposition!.DispositionType));
        Assert.All([photo, pdf], answer =>
        {
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("default-src 'none'; sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
            Assert.True(answer.Headers.CacheControl is { Private: true, NoStore: true });
        });
        Assert.Equal(Pictures.Pdf(), await pdf.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Fact]
    public async Task A_call_that_is_sent_again_leaves_every_file_there_once()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        using var shop = await ApiCaller.OfAsync(desk, await desk.Data.AddClientAsync());
        var number = await AskAsync(shop);
        HttpContent Call() => Form(("damage.jpg", Pictures.File(1)), ("receipt.pdf", Pictures.Pdf()));

        var first = await SendAsync(shop, $"{number}/attachments", Call());
        var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendAsync(shop, $"{number}/attachments", Call())));
        var more = await SendAsync(shop, $"{number}/attachments", Form(("other name.jpg", Pictures.File(1)), ("side.jpg", Pictures.File(2)), ("side again.jpg", Pictures.File(2))));

        Assert.All(again, answer => Assert.Equal((HttpStatusCode.Created, first.Text), (answer.Status, answer.Text)));
        Assert.Equal(["damage.jpg", "side.jpg"], more.Json.EnumerateArray().Select(file => file.GetProperty("name").GetString()));
        await using var db = await desk.Data.OpenAsync();
        Assert.Equal(["damage.jpg", "receipt.pdf", "side.jpg"], await db.Attachments.OrderBy(row => row.AddedAt).Select(row => row.Name).ToArrayAsync(Cancelled));
        Assert.Equal(2, await db.CaseEvents.CountAsync(row => row.Text.StartsWith("Added "), Cancelled));
    }

    [Fact]
    public async Task Files_sent_at_once_for_the_first_time_are_there_once()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        using var shop = await ApiCaller.OfAsync(desk, await desk.Data.AddClientAsync());
        var number = await AskAsync(shop);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendAsync(shop, $"{number}/attachments", Form(("damage.jpg", Pictures.File(1))))));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Created, answers[0].Text), (answer.Status, answer.Text)));
        await using var db = await desk.Data.OpenAsync();
        Assert.Equal(1, await db.Attachments.CountAsync(Cancelled));
    }

    [Fact]
    public async Task What_is_wrong_is_said_with_its_status_and_nothing_is_stored()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        using var shop = await ApiCaller.OfAsync(desk, await desk.Data.AddClientAsync());
        var number = await AskAsync(shop);
        var path = $"{number}/attachments";

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "attachment.type"), await RefusedAsync(shop, path, Form(("a.jpg", "<html>"u8.ToArray()))));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "attachment.too-large"), await RefusedAsync(shop, path, Form(("a.jpg", new byte[10_000_001]))));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "attachment.too-large"), await RefusedAsync(shop, path, Alone(new byte[10_000_001], "image/jpeg")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "attachment.too-many"), await RefusedAsync(shop, path, Form([.. Enumerable.Range(0, 21).Select(i => ($"{i}.pdf", Pictures.Pdf()))])));
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "request.type"), await RefusedAsync(shop, path, Alone("{}"u8.ToArray(), "application/json")));
        Assert.Equal((HttpStatusCode.BadRequest, "request.multipart"), await RefusedAsync(shop, path, Alone("--x\r\nContent-Disposition: form-data; name=f; filename=a.pdf\r\n\r\nabc"u8.ToArray(), "multipart/form-data; boundary=x")));
        Assert.Equal((HttpStatusCode.BadRequest, "request.multipart"), await RefusedAsync(shop, path, Alone("abc"u8.ToArray(), "multipart/form-data")));
        Assert.Equal((HttpStatusCode.BadRequest, "request.part"), await RefusedAsync(shop, path, new MultipartFormDataContent { { new StringContent("words"), "note" } }));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "attachment.none"), await RefusedAsync(shop, path, Alone("--x--\r\n"u8.ToArray(), "multipart/form-data; boundary=x")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "attachment.empty"), await RefusedAsync(shop, path, Alone([], "image/jpeg")));
        Assert.Equal((HttpStatusCode.NotFound, "refund.not-found"), await RefusedAsync(shop, "R-NOTHING/attachments", Form(("a.jpg", Pictures.File(1)))));
        await using var db = await desk.Data.OpenAsync();
        Assert.False(await db.Attachments.AnyAsync(Cancelled));
    }

    [Fact]
    public async Task Another_clients_key_and_a_key_without_the_scope_reach_nothing()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        var client = await desk.Data.AddClientAsync();
        using var shop = await ApiCaller.OfAsync(desk, client);
        using var stranger = await ApiCaller.OfAsync(desk, await desk.Data.AddClientAsync());
        using var reader = await ApiCaller.OfAsync(desk, client, ApiScopes.Refunds);
        using var writer = await ApiCaller.OfAsync(desk, client, ApiScopes.Requests);
        using var nobody = ApiCaller.With(desk, null);
        var number = await AskAsync(shop);
        var id = (await SendAsync(shop, $"{number}/attachments", Form(("a.jpg", Pictures.File(1))))).Json[0].GetProperty("id").GetString();

        Assert.Equal((HttpStatusCode.NotFound, "refund.not-found"), await RefusedAsync(stranger, $"{number}/attachments", Form(("a.jpg", Pictures.File(1)))));
        Assert.Equal((HttpStatusCode.NotFound, "attachment.not-found"), Of(await stranger.GetAsync($"refunds/{number}/attachments/{id}")));
        Assert.Equal((HttpStatusCode.Forbidden, "refund.forbidden"), await RefusedAsync(reader, $"{number}/attachments", Form(("a.jpg", Pictures.File(1)))));
        Assert.Equal((HttpStatusCode.Forbidden, "refund.forbidden"), Of(await writer.GetAsync($"refunds/{number}/attachments/{id}")));
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync($"refunds/{number}/attachments/{id}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync($"refunds/{number}/attachments/{id}")).Status);
    }

    [Fact]
    public async Task A_page_of_the_desk_hands_a_file_to_who_may_see_cases_alone()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        var client = await desk.ClientAsync();
        using var shop = await ApiCaller.OfAsync(desk, client);
        var number = await AskAsync(shop);
        var id = (await SendAsync(shop, $"{number}/attachments", Form(("a.jpg", Pictures.File(1))))).Json[0].GetProperty("id").GetString();
        var path = $"/cases/{number}/attachments/{id}";
        using var ann = await desk.SignInAsync(Role.Agent);
        using var vera = await desk.SignInAsync(Role.ClientViewer);
        using var stranger = desk.Visit();

        using var seen = await ann.GetAsync(path);
        using var hidden = await vera.GetAsync(path);
        using var shut = await stranger.GetAsync(path);
        using var none = await ann.GetAsync($"/cases/{number}/attachments/{Guid.CreateVersion7(Now)}");

        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (seen.StatusCode, seen.Content.Headers.ContentType!.MediaType));
        Assert.Contains("sandbox", Assert.Single(seen.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.True(seen.Headers.CacheControl!.NoStore);
        Assert.NotEqual(HttpStatusCode.OK, hidden.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, shut.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    private static async Task<string> AskAsync(ApiCaller shop)
    {
        await shop.PutOrderAsync("A-1");
        return (await shop.AskAsync(ApiCaller.Request())).Json.GetProperty("number").GetString()!;
    }

    private static (HttpStatusCode, string?) Of(ApiReply reply) => (reply.Status, reply.Code);

    private static async Task<(HttpStatusCode, string?)> RefusedAsync(ApiCaller shop, string path, HttpContent content) => Of(await SendAsync(shop, path, content));

    private static Task<ApiReply> SendAsync(ApiCaller shop, string path, HttpContent content) =>
        shop.SendAsync(HttpMethod.Post, $"refunds/{(path.Contains('/', StringComparison.Ordinal) ? path : $"{path}/attachments")}", content);

    private static MultipartFormDataContent Form(params (string Name, byte[] Bytes)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, bytes) in files)
        {
            form.Add(new ByteArrayContent(bytes), "files", name);
        }

        return form;
    }

    private static ByteArrayContent Alone(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }
}
