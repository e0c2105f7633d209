using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.OrderSources.Medusa;
using RefundDesk.Web.Infrastructure.OrderSources.Vendure;

namespace RefundDesk.Tests.Infrastructure.OrderSources;

/// <summary>Answers of Vendure and Medusa that a healthy server gives rarely or never.</summary>
public sealed class ShopAnswersTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"id":"1","code":"A","currencyCode":"EUR","lines":"none"}""", "source.order-answer")]
    [InlineData("""{"id":"1","code":"A","currencyCode":"EUR","totalWithTax":1e25}""", "source.order-answer")]
    [InlineData("""{"id":"1","code":"A","currencyCode":"EUR","totalWithTax":100,"lines":[]}""", "source.order-empty")]
    [InlineData("""{"id":"1","code":"A","currencyCode":"XXX"}""", "order.currency")]
    [InlineData("""{"id":"1","code":"A","currencyCode":"EUR","state":"Cancelled"}""", "source.order-cancelled")]
    public void An_order_of_Vendure_that_cannot_be_read_is_held_back_alone(string json, string code) =>
        Assert.Equal(code, VendureOrders.Read(JsonDocument.Parse(json).RootElement, 2, "sandbox").Order.Refusal?.Code);

    [Theory]
    [InlineData("""{"id":"order_1","display_id":1,"currency_code":"eur","items":{}}""", "source.order-answer")]
    [InlineData("""{"id":"order_1","display_id":1,"currency_code":"eur","total":"much"}""", "source.order-answer")]
    [InlineData("""{"id":"order_1","display_id":1,"currency_code":"eur","items":[{"id":"i","quantity":1.5,"total":3,"original_total":3}],"total":3}""", "source.order-quantity")]
    [InlineData("""{"id":"order_1","display_id":1,"currency_code":"eur","items":[{"id":"i","quantity":1,"total":3,"original_total":3}],"total":5}""", "source.order-amounts")]
    [InlineData("""{"id":"order_1","display_id":1,"currency_code":"eur","items":[{"id":"i","quantity":1,"total":3,"original_total":3}],"total":3}""", "source.order-unpaid")]
    [InlineData("""{"id":"order_1","display_id":1,"currency_code":"eur","status":"canceled"}""", "source.order-cancelled")]
    public void An_order_of_Medusa_that_cannot_be_read_is_held_back_alone(string json, string code) =>
        Assert.Equal(code, MedusaOrders.Read(JsonDocument.Parse(json).RootElement, "sandbox").Order.Refusal?.Code);

    [Fact]
    public async Task A_token_of_Vendure_that_ran_out_is_got_anew()
    {
        var (logins, asked) = (0, 0);
        await using var server = await RubbishServer.StartAsync(async context =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: Cancelled);
            if (body.RootElement.GetProperty("query").GetString()!.Contains("login", StringComparison.Ordinal))
            {
                context.Response.Headers["vendure-auth-token"] = $"token-{++logins}";
                await context.Response.WriteAsync("""{"data":{"login":{"__typename":"CurrentUser"}}}""", Cancelled);
                return;
            }

            var isGood = context.Request.Headers.Authorization == $"Bearer token-{logins}" && asked++ != 1;
            await context.Response.WriteAsync(isGood ? """{"data":{"orders":{"totalItems":0}}}""" : """{"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}]}""", Cancelled);
        });
        using var calls = new SourceCalls();
        var (source, access) = (new VendureSource(calls.Calls, TimeProvider.System), new SourceAccess(server.Address, "desk", "secret", "sandbox", DateTimeOffset.UnixEpoch));

        Assert.Null((await source.TryAsync(access, Cancelled)).Refusal);
        Assert.Null((await source.TryAsync(access, Cancelled)).Refusal);
        Assert.Equal(2, logins);
    }

    [Fact]
    public async Task A_shop_of_Vendure_that_gives_cookies_only_is_told_what_to_do()
    {
        await using var server = await RubbishServer.StartAsync(context => context.Response.WriteAsync("""{"data":{"login":{"__typename":"CurrentUser"}}}""", Cancelled));
        using var calls = new SourceCalls();
        var access = new SourceAccess(server.Address, "desk", "secret", "sandbox", DateTimeOffset.UnixEpoch);

        var refusal = (await new VendureSource(calls.Calls, TimeProvider.System).TryAsync(access, Cancelled)).Refusal;

        Assert.Equal("source.answer", refusal?.Code);
        Assert.Contains("tokenMethod", refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_whose_answer_got_lost_is_found_by_the_next_try()
    {
        var (notes, adds) = (new List<string>(), 0);
        await using var server = await RubbishServer.StartAsync(async context =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: Cancelled);
            if (body.RootElement.GetProperty("query").GetString() == VendureQueries.AddNote)
            {
                adds++;
                notes.Add(body.RootElement.GetProperty("variables").GetProperty("input").GetProperty("note").GetString()!);
                context.Abort();
                return;
            }

            var items = notes.Select((note, place) => new { id = $"{place + 1}", data = new { note } });
            await context.Response.WriteAsync(JsonSerializer.Serialize(new { data = new { order = new { id = "1", history = new { items } } } }), Cancelled);
        });
        using var calls = new SourceCalls();
        var (source, access) = (new VendureSource(calls.Calls, TimeProvider.System), new SourceAccess(server.Address, string.Empty, "key", "sandbox", DateTimeOffset.UnixEpoch));
        var refund = new SourceRefund("RD-AAAA-AAA1", "1", "A", 1299, "EUR", "Damaged", DateTimeOffset.UnixEpoch, []);

        var lost = await source.RecordAsync(access, refund, Cancelled);
        var found = await source.RecordAsync(access, refund, Cancelled);

        Assert.Equal("source.unreachable", lost.Refusal?.Code);
        Assert.Equal(("note 1", 1), (found.Value, adds));
    }
}
