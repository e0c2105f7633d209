using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.WooCommerce;

namespace RefundDesk.Tests.Kit.Shops;

/// <summary>A shop on WooCommerce as far as its REST API is used here: lists by change with exclusive limits, orders, refunds; and it loses answers when told to.</summary>
internal sealed class FakeWooCommerce : ShopUnderTest
{
    private const string Root = "/wp-json/wc/v3/orders";
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, JsonObject> _orders = [];
    private readonly Dictionary<long, List<JsonObject>> _refunds = [];
    private readonly SourceCalls _calls;
    private RubbishServer _server = null!;
    private long _nextId = 100;

    private FakeWooCommerce(SourceCalls calls)
    {
        _calls = calls;
        Source = new WooCommerceSource(calls.Calls, Time);
    }

    public override IOrderSource Source { get; }

    public override SourceAccess Access => new(_server.Address, "ck_1", "cs_secret", "sandbox", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>The shop's clock.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 2, 12, 0, 0, TimeSpan.Zero));

    /// <summary>What was asked, oldest first.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Answers in place of the shop, one request each; one that says false lets the shop answer.</summary>
    public ConcurrentQueue<Func<HttpContext, Task<bool>>> Instead { get; } = new();

    /// <summary>What happens in the shop after a list was answered, once each.</summary>
    public ConcurrentQueue<Action> AfterList { get; } = new();

    /// <summary>Lists are in local time of a shop whose clock went back, as WordPress keeps it.</summary>
    public bool SortsByLocalTime { get; set; }

    /// <summary>The next record is made and its answer lost.</summary>
    public bool LosesTheNextRecord { get; set; }

    public static async Task<FakeWooCommerce> StartAsync(params (string Key, string Value)[] settings)
    {
        var shop = new FakeWooCommerce(new SourceCalls(settings));
        shop._server = await RubbishServer.StartAsync(shop.AnswerAsync);
        return shop;
    }

    public override Task<string> SellAsync()
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return Task.FromResult(Add(new WooCart("EUR", 2).Rate(1, 19).Line(2, 10.50m, 1).Line(1, 4, 1).Shipping(4.90m, 1)));
    }

    /// <summary>Takes an order in, changed now.</summary>
    public string Add(WooCart cart) => Add(cart.Order(_nextId));

    public string Add(JsonObject order)
    {
        lock (_lock)
        {
            var id = _nextId++;
            order["id"] = id;
            order["number"] = id.ToString(CultureInfo.InvariantCulture);
            _orders[id] = order;
            _refunds[id] = [];
            Touch(id);
            return order["number"]!.GetValue<string>();
        }
    }

    public override Task ChangeAsync(string number)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        Touch(long.Parse(number, CultureInfo.InvariantCulture));
        return Task.CompletedTask;
    }

    /// <summary>Dates the change of an order to now.</summary>
    public void Touch(long id)
    {
        lock (_lock)
        {
            _orders[id]["date_modified_gmt"] = Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        }
    }

    public override Task<int> RecordsOfAsync(string number) => Task.FromResult(Records(number).Count);

    public IReadOnlyList<JsonObject> Records(string number)
    {
        lock (_lock)
        {
            return [.. _refunds[long.Parse(number, CultureInfo.InvariantCulture)]];
        }
    }

    /// <summary>The shop gives something back itself.</summary>
    public void GiveBack(string number, string amount, JsonArray? lines = null, string reason = "Broken on arrival")
    {
        lock (_lock)
        {
            Keep(long.Parse(number, CultureInfo.InvariantCulture), new JsonObject { ["amount"] = amount, ["reason"] = reason, ["line_items"] = lines ?? [], ["shipping_lines"] = new JsonArray(), ["fee_lines"] = new JsonArray(), ["meta_data"] = new JsonArray() });
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _calls.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Asked.Enqueue(context.Request.Path + context.Request.QueryString);
        context.Response.Headers.Date = Time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        if (Instead.TryDequeue(out var instead) && await instead(context))
        {
            return;
        }

        if (context.Request.Headers.Authorization != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Access.Account}:{Access.Secret}"))}")
        {
            await SayAsync(context, 401, new JsonObject { ["code"] = "woocommerce_rest_authentication_error", ["message"] = "Consumer key is unknown." });
            return;
        }

        var rest = context.Request.Path.Value!.StartsWith(Root, StringComparison.Ordinal) ? context.Request.Path.Value[Root.Length..].Trim('/').Split('/') : ["?"];
        var body = context.Request.Method == "POST" ? await JsonNode.ParseAsync(context.Request.Body) as JsonObject : null;
        var (status, answer) = Route(context, rest, body);
        if (body is not null && LosesTheNextRecord)
        {
            LosesTheNextRecord = false;
            context.Abort();
            return;
        }

        await SayAsync(context, status, answer);
        if (rest is [""] && AfterList.TryDequeue(out var then))
        {
            then();
        }
    }

    private (int Status, JsonNode Answer) Route(HttpContext context, string[] rest, JsonObject? body)
    {
        lock (_lock)
        {
            if (rest is [""])
            {
                return (200, List(context));
            }

            if (!long.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return (404, new JsonObject { ["code"] = "rest_no_route", ["message"] = "No route was found." });
            }

            if (!_orders.TryGetValue(id, out var order))
            {
                return (404, new JsonObject { ["code"] = "woocommerce_rest_shop_order_invalid_id", ["message"] = "Invalid ID." });
            }

            return rest is [_] ? (200, order.DeepClone())
                : body is null ? (200, new JsonArray([.. _refunds[id].Select(refund => refund.DeepClone())]))
                : Record(id, body);
        }
    }

    private JsonArray List(HttpContext context)
    {
        var query = context.Request.Query;
        Assert.True(int.Parse(query["per_page"]!, CultureInfo.InvariantCulture) <= 100);
        var found = _orders.Values.Where(order => (query["modified_after"] is not [{ } after] || string.CompareOrdinal(Changed(order), after) > 0)
            && (query["modified_before"] is not [{ } before] || string.CompareOrdinal(Changed(order), before) < 0)).ToArray();
        var byChange = query["orderby"] == "modified";
        var sorted = !byChange ? found : [.. found.OrderBy(order => SortsByLocalTime ? Changed(order)[14..] : Changed(order), StringComparer.Ordinal)];
        var (size, page) = (int.Parse(query["per_page"]!, CultureInfo.InvariantCulture), query["page"] is [{ } said] ? int.Parse(said, CultureInfo.InvariantCulture) : 1);
        context.Response.Headers["X-WP-Total"] = found.Length.ToString(CultureInfo.InvariantCulture);
        return new JsonArray([.. sorted.Skip((page - 1) * size).Take(size).Select(order => order.DeepClone())]);
    }

    private static string Changed(JsonObject order) => order["date_modified_gmt"]!.GetValue<string>();

    private (int Status, JsonNode Answer) Record(long id, JsonObject body)
    {
        var left = decimal.Parse(_orders[id]["total"]!.GetValue<string>(), CultureInfo.InvariantCulture) - _refunds[id].Sum(refund => decimal.Parse(refund["amount"]!.GetValue<string>(), CultureInfo.InvariantCulture));
        if (body["api_refund"]?.GetValue<bool>() != false || body["api_restock"]?.GetValue<bool>() != false)
        {
            return (400, new JsonObject { ["code"] = "test", ["message"] = "Money would move, or stock." });
        }

        return decimal.Parse(body["amount"]!.GetValue<string>(), CultureInfo.InvariantCulture) > left
            ? (500, new JsonObject { ["code"] = "woocommerce_rest_cannot_create_order_refund", ["message"] = "Invalid refund amount." })
            : (201, Keep(id, body).DeepClone());
    }

    private JsonObject Keep(long id, JsonObject refund)
    {
        refund["id"] = _nextId++;
        _refunds[id].Add(refund);
        _orders[id]["refunds"]!.AsArray().Add(new JsonObject { ["id"] = refund["id"]!.DeepClone(), ["reason"] = refund["reason"]!.DeepClone(), ["total"] = "-" + refund["amount"]!.GetValue<string>() });
        Touch(id);
        return refund;
    }

    private static async Task SayAsync(HttpContext context, int status, JsonNode answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=UTF-8";
        await context.Response.WriteAsync(answer.ToJsonString());
    }
}
