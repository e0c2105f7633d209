using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Shopify;

namespace RefundDesk.Tests.Kit.Shops;

/// <summary>A shop on Shopify as far as its GraphQL Admin API is used here: keyset pages by change, costs, throttling, refunds under idempotency keys; and it loses answers when told to.</summary>
internal sealed class FakeShopify : ShopUnderTest
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, (JsonObject Order, IReadOnlyList<JsonObject> Lines, List<JsonObject> Refunds)> _orders = [];
    private readonly Dictionary<string, JsonObject> _answered = [];
    private readonly SourceCalls _calls;
    private RubbishServer _server = null!;
    private long _nextId = 1001;

    private FakeShopify(SourceCalls calls)
    {
        _calls = calls;
        Source = new ShopifySource(calls.Calls, Time);
    }

    public override IOrderSource Source { get; }

    public override SourceAccess Access => new(_server.Address, "", "shpat_secret", "sandbox", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>The shop's clock, and the connector's; waiting moves it.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 2, 12, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.Zero };

    /// <summary>The operations that were asked, with their variables.</summary>
    public ConcurrentQueue<(string Operation, JsonObject Variables)> Asked { get; } = new();

    /// <summary>Answers in place of the shop, one request each; one that says false lets the shop answer.</summary>
    public ConcurrentQueue<Func<HttpContext, Task<bool>>> Instead { get; } = new();

    /// <summary>What happens in the shop after a list was answered, once each.</summary>
    public ConcurrentQueue<Action> AfterList { get; } = new();

    /// <summary>What a list of orders may cost: orders times lines.</summary>
    public int MostLines { get; set; } = 30;

    /// <summary>The next record is made and its answer lost.</summary>
    public bool LosesTheNextRecord { get; set; }

    /// <summary>What the app was given.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = ["read_orders", "write_orders", "read_customers"];

    /// <summary>The token that is taken.</summary>
    public string Token { get; set; } = "shpat_secret";

    public static async Task<FakeShopify> StartAsync(params (string Key, string Value)[] settings)
    {
        var shop = new FakeShopify(new SourceCalls(settings));
        shop._server = await RubbishServer.StartAsync(shop.AnswerAsync);
        return shop;
    }

    public override Task<string> SellAsync()
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return Task.FromResult(Add(new ShopifyCart("EUR", 2, taxesIncluded: false).Line(2, 1050, 19).Line(1, 400, 19).Shipping(490, 19)));
    }

    /// <summary>Takes an order in, changed now.</summary>
    public string Add(ShopifyCart cart)
    {
        lock (_lock)
        {
            var id = _nextId++;
            _orders[id] = (cart.Order(id), cart.Lines, []);
            Touch(id);
            return $"#{id}";
        }
    }

    public override Task ChangeAsync(string number)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        Touch(Id(number));
        return Task.CompletedTask;
    }

    /// <summary>Dates the change of an order to now.</summary>
    public void Touch(long id)
    {
        lock (_lock)
        {
            _orders[id].Order["updatedAt"] = Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }
    }

    public override Task<int> RecordsOfAsync(string number) => Task.FromResult(Records(number).Count);

    public IReadOnlyList<JsonObject> Records(string number)
    {
        lock (_lock)
        {
            return [.. _orders[Id(number)].Refunds];
        }
    }

    /// <summary>The shop gives something back itself.</summary>
    public void GiveBack(string number, JsonArray lines, JsonArray? shipping = null, JsonObject? transaction = null)
    {
        lock (_lock)
        {
            Keep(Id(number), new JsonObject { ["note"] = "Broken on arrival", ["refundLineItems"] = Nodes(lines), ["refundShippingLines"] = Nodes(shipping ?? []) });
            if (transaction is not null)
            {
                _orders[Id(number)].Order["transactions"]!.AsArray().Add(transaction);
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _calls.Dispose();
    }

    private static long Id(string name) => long.Parse(name.AsSpan(name.LastIndexOfAny(['#', '/']) + 1), CultureInfo.InvariantCulture);

    private static JsonObject Nodes(JsonArray nodes) => new() { ["pageInfo"] = new JsonObject { ["hasNextPage"] = false }, ["nodes"] = nodes };

    private async Task AnswerAsync(HttpContext context)
    {
        if (Instead.TryDequeue(out var instead) && await instead(context))
        {
            return;
        }

        if (context.Request.Path != "/admin/api/2026-10/graphql.json")
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("""{"errors":"Not Found"}""");
            return;
        }

        if (context.Request.Headers["X-Shopify-Access-Token"] != Token)
        {
            context.Response.StatusCode = 401;
            await context.Response.WriteAsync("""{"errors":"[API] Invalid API key or access token (unrecognized login or wrong password)"}""");
            return;
        }

        var body = (await JsonNode.ParseAsync(context.Request.Body))!;
        var (text, variables) = (body["query"]!.GetValue<string>(), body["variables"]!.AsObject());
        var operation = text.Split(' ', '(', '{') is ["query" or "mutation", { Length: > 0 } name, ..] ? name : "Try";
        Asked.Enqueue((operation, variables));
        JsonObject answer;
        lock (_lock)
        {
            answer = Operate(operation, text, variables);
        }

        if (operation == "Record" && LosesTheNextRecord)
        {
            LosesTheNextRecord = false;
            context.Abort();
            return;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer.ToJsonString());
        if (operation == "Changed" && AfterList.TryDequeue(out var then))
        {
            then();
        }
    }

    private JsonObject Operate(string operation, string text, JsonObject variables) => operation switch
    {
        "Try" => Data(new JsonObject { ["orders"] = Nodes([]), ["currentAppInstallation"] = new JsonObject { ["accessScopes"] = new JsonArray([.. Scopes.Select(scope => (JsonNode)new JsonObject { ["handle"] = scope })]) } }),
        "Changed" => Changed(variables),
        "MoreLines" => Data(new JsonObject { ["order"] = Find(variables, "id") is { } order ? new JsonObject { ["lineItems"] = Lines(order.Lines, (int)variables["lines"]!, variables["after"]?.GetValue<string>()) } : null }),
        "Refunds" => Data(new JsonObject { ["order"] = Find(variables, "id") is { } order ? Refunds(order.Order, order.Refunds) : null }),
        "Refund" => Data(new JsonObject { ["refund"] = _orders.Values.SelectMany(order => order.Refunds).First(refund => refund["id"]!.GetValue<string>() == variables["id"]!.GetValue<string>()).DeepClone() }),
        "Record" when text.Contains("@idempotent(key: $key)", StringComparison.Ordinal) => Record(variables),
        _ => Error("undefinedField", $"{operation} is not known"),
    };

    private (JsonObject Order, IReadOnlyList<JsonObject> Lines, List<JsonObject> Refunds)? Find(JsonObject from, string field) => _orders.TryGetValue(Id(from[field]!.GetValue<string>()), out var order) ? order : null;

    private JsonObject Changed(JsonObject variables)
    {
        var (first, lines) = ((int)variables["first"]!, (int)variables["lines"]!);
        if (first * lines > MostLines)
        {
            return Error("MAX_COST_EXCEEDED", "Query cost is 1,412, which exceeds the single query max cost limit (1,000).");
        }

        var query = variables["query"]!.GetValue<string>();
        Assert.StartsWith("updated_at:>='", query, StringComparison.Ordinal);
        var since = query[14..^1];
        var behind = variables["after"]?.GetValue<string>();
        var found = _orders.Select(order => (Position: $"{order.Value.Order["updatedAt"]!.GetValue<string>()}|{order.Key:D10}", order.Value))
            .Where(order => string.CompareOrdinal(order.Position[..20], since) >= 0 && (behind is null || string.CompareOrdinal(order.Position, behind) > 0))
            .OrderBy(order => order.Position, StringComparer.Ordinal).ToArray();
        var page = found.Take(first).ToArray();
        return Data(new JsonObject
        {
            ["orders"] = new JsonObject
            {
                ["pageInfo"] = new JsonObject { ["hasNextPage"] = found.Length > page.Length, ["endCursor"] = page.Length == 0 ? null : page[^1].Position },
                ["nodes"] = new JsonArray([.. page.Select(order => (JsonNode)Whole(order.Value, lines))]),
            },
        });
    }

    private static JsonObject Whole((JsonObject Order, IReadOnlyList<JsonObject> Lines, List<JsonObject> Refunds) order, int lines)
    {
        var whole = order.Order.DeepClone().AsObject();
        whole["lineItems"] = Lines(order.Lines, lines, null);
        whole["refunds"] = new JsonArray([.. order.Refunds.Take(5).Select(Short)]);
        return whole;
    }

    private static JsonNode Short(JsonObject refund) => new JsonObject { ["id"] = refund["id"]!.DeepClone(), ["note"] = refund["note"]?.DeepClone() };

    private static JsonObject Lines(IReadOnlyList<JsonObject> lines, int first, string? after)
    {
        var from = after is null ? 0 : int.Parse(after, CultureInfo.InvariantCulture);
        var to = Math.Min(lines.Count, from + first);
        return new JsonObject
        {
            ["pageInfo"] = new JsonObject { ["hasNextPage"] = to < lines.Count, ["endCursor"] = to.ToString(CultureInfo.InvariantCulture) },
            ["nodes"] = new JsonArray([.. lines.Skip(from).Take(to - from).Select(line => line.DeepClone())]),
        };
    }

    private static JsonObject Refunds(JsonObject order, List<JsonObject> refunds) => new()
    {
        ["presentmentCurrencyCode"] = order["presentmentCurrencyCode"]!.DeepClone(), ["taxesIncluded"] = order["taxesIncluded"]!.DeepClone(),
        ["refunds"] = new JsonArray([.. refunds.Select(Short)]), ["shippingLines"] = order["shippingLines"]!.DeepClone(),
    };

    private JsonObject Record(JsonObject variables)
    {
        var (input, key) = (variables["input"]!.AsObject(), variables["key"]!.GetValue<string>());
        if (_answered.TryGetValue(key, out var before))
        {
            return before.DeepClone().AsObject();
        }

        if (input["transactions"] is JsonArray { Count: > 0 } || input["notify"]!.GetValue<bool>())
        {
            return Error("test", "Money would move, or the customer be told.");
        }

        if (Find(input, "orderId") is not { } order || input["refundLineItems"]!.AsArray().Any(line => line!["restockType"]!.GetValue<string>() != "NO_RESTOCK" || (int)line["quantity"]! > Left(order, line["lineItemId"]!.GetValue<string>())))
        {
            return Data(new JsonObject { ["refundCreate"] = new JsonObject { ["refund"] = null, ["userErrors"] = new JsonArray(new JsonObject { ["field"] = null, ["message"] = "Quantity cannot refund more items than were purchased" }) } });
        }

        var refund = Keep(Id(input["orderId"]!.GetValue<string>()), input.DeepClone().AsObject());
        return _answered[key] = Data(new JsonObject { ["refundCreate"] = new JsonObject { ["refund"] = new JsonObject { ["id"] = refund["id"]!.DeepClone() }, ["userErrors"] = new JsonArray() } });
    }

    private static int Left((JsonObject Order, IReadOnlyList<JsonObject> Lines, List<JsonObject> Refunds) order, string line) =>
        (int)order.Lines.First(known => known["id"]!.GetValue<string>() == line)["quantity"]!
        - order.Refunds.SelectMany(refund => (refund["refundLineItems"] as JsonArray) ?? []).Where(back => back!["lineItemId"]!.GetValue<string>() == line).Sum(back => (int)back!["quantity"]!);

    private JsonObject Keep(long id, JsonObject refund)
    {
        refund["id"] = $"gid://shopify/Refund/{_nextId++}";
        _orders[id].Refunds.Add(refund);
        Touch(id);
        return refund;
    }

    private static JsonObject Data(JsonObject data) => new() { ["data"] = data };

    private static JsonObject Error(string code, string message) => new() { ["errors"] = new JsonArray(new JsonObject { ["message"] = message, ["extensions"] = new JsonObject { ["code"] = code } }) };
}
