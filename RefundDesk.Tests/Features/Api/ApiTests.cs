using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Api;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Api;

/// <summary>The API as a retailer's system meets it.</summary>
public sealed class ApiTests
{
    private static readonly Dictionary<string, string?> AtRest = new() { ["Automation:Enabled"] = "false" };
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_is_handed_over_a_refund_asked_for_and_read()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());

        var order = await shop.PutOrderAsync("A-1");
        var asked = await shop.AskAsync(ApiCaller.Request());
        var refund = await shop.GetAsync(asked.Location!["/api/v1/".Length..]);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Accepted, HttpStatusCode.OK), (order.Status, asked.Status, refund.Status));
        Assert.Equal("ChangedMind", refund.Json.GetProperty("lines")[0].GetProperty("reason").GetString());
        Assert.Equal(asked.Json.GetProperty("number").GetString(), refund.Json.GetProperty("number").GetString());
        Assert.Equal(("Received", "A-1", 20_00), (refund.Json.GetProperty("status").GetString(), refund.Json.GetProperty("orderNumber").GetString(), refund.Json.GetProperty("requested").GetProperty("amount").GetInt32()));
    }

    [Fact]
    public async Task The_same_order_again_changes_nothing_its_arrival_is_learned_and_what_was_sold_is_not_overwritten()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());
        await shop.PutOrderAsync("A-1");

        Assert.Equal("Unchanged", (await shop.PutOrderAsync("A-1")).Json.GetProperty("result").GetString());
        var later = Merged(ApiCaller.Order(), "deliveredAt", Now.AddDays(-5));
        Assert.Equal("Updated", (await shop.PutOrderAsync("A-1", later)).Json.GetProperty("result").GetString());
        var other = await shop.PutOrderAsync("A-1", ApiCaller.Order(shirts: 2));

        Assert.Equal((HttpStatusCode.Conflict, "order.differs"), (other.Status, other.Code));
        await using var db = await desk.Data.OpenAsync();
        var stored = await db.Orders.SingleAsync(Cancelled);
        Assert.Equal((Now.AddDays(-5), 2L), (stored.DeliveredAt, stored.Version));
    }

    [Fact]
    public async Task The_same_key_with_the_same_body_is_one_request_and_with_another_body_a_conflict()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());
        await shop.PutOrderAsync("A-1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => shop.AskAsync(ApiCaller.Request())));
        var other = await shop.AskAsync(ApiCaller.Request(quantity: 2));

        Assert.Single(answers.Select(answer => (answer.Status, answer.Location, answer.Text)).Distinct());
        Assert.Equal((HttpStatusCode.Conflict, "request.key-reused"), (other.Status, other.Code));
        await using var db = await desk.Data.OpenAsync();
        Assert.Equal(1, await db.RefundCases.CountAsync(Cancelled));
        Assert.Equal(1, (await db.OrderLines.SingleAsync(line => line.LineNumber == 1, Cancelled)).ReservedQuantity);
    }

    [Fact]
    public async Task A_batch_answers_every_line_and_a_bad_one_stops_no_other()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());
        string[] lines =
        [
            Line("B-1", ApiCaller.Order()), "{ \"orderNumber\": \"B-2\" }", string.Empty, "nonsense", Line("B-1", ApiCaller.Order()), Line("B-3", ApiCaller.Order(1)), Line("B-4", Merged(ApiCaller.Order(), "currency", "JPY")),
        ];

        var answer = await shop.PostAsync("orders:batch", string.Join('\n', lines), "application/x-ndjson");

        var results = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(
            [(1, "Created", null), (2, "Refused", "request.body"), (4, "Refused", "request.body"), (5, "Refused", "order.twice"), (6, "Created", null), (7, "Refused", "order.field")],
            results.Select(one => (one.GetProperty("line").GetInt32(), one.GetProperty("result").GetString()!, one.GetProperty("code").GetString())));
        Assert.Equal("lines[0].price.currency: 'EUR' must be JPY, the currency of the order", results[^1].GetProperty("detail").GetString());
        await using var db = await desk.Data.OpenAsync();
        Assert.Equal(["B-1", "B-3"], await db.Orders.OrderBy(order => order.OrderNumber).Select(order => order.OrderNumber).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task What_came_back_and_what_the_customer_answered_is_said_by_the_system_and_nothing_is_approved_by_it()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        var client = await desk.ClientAsync();
        var waiting = await desk.Data.AddCaseAsync(client, ARefund().AwaitingReturn());
        var asked = await desk.Data.AddCaseAsync(client, ARefund().NeedingInformation());
        var review = await desk.Data.AddCaseAsync(client, ARefund().InReview());
        using var shop = await ApiCaller.OfAsync(desk, client);

        var came = await shop.PostAsync($"refunds/{waiting.Refund.Number}/inspection", "{ \"lines\": [{ \"lineNumber\": 1, \"units\": 1, \"condition\": \"Used\" }] }");
        var answered = await shop.PostAsync($"refunds/{asked.Refund.Number}/messages", "{ \"reason\": \"The blue one.\" }");
        var approved = await shop.PostAsync($"refunds/{review.Refund.Number}/approve", $"{{ \"seenVersion\": {review.Refund.Version} }}");
        var cancelled = await shop.PostAsync($"refunds/{review.Refund.Number}/cancel", "{ \"reason\": \"The customer keeps it.\" }");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.OK), (came.Status, answered.Status, approved.Status, cancelled.Status));
        Assert.Equal("refund.forbidden", approved.Code);
        Assert.Equal(RefundStatus.Cancelled, (await desk.Data.ReadAsync(review.Refund.Number)).Refund.Status);
        Assert.Equal(RefundStatus.Received, (await desk.Data.ReadAsync(waiting.Refund.Number)).Refund.Status);
    }

    [Fact]
    public async Task Keys_that_are_missing_wrong_revoked_over_or_of_another_client_open_nothing()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        var (client, other) = (await desk.ClientAsync(), await desk.Data.AddClientAsync());
        var scene = await desk.Data.AddCaseAsync(client, ARefund().InReview());
        var path = $"refunds/{scene.Refund.Number}";
        var issued = await ApiCaller.KeyAsync(desk, client, ApiScopes.Refunds);
        var wrong = issued.Secret[..^1] + (issued.Secret[^1] == '0' ? '1' : '0');
        var ended = await ApiCaller.KeyAsync(desk, client, ApiScopes.Refunds, desk.Data.Time.GetUtcNow().AddHours(1));
        desk.Data.Time.Leap(TimeSpan.FromHours(2));

        foreach (var secret in new[] { null, "rdk_", "nonsense", wrong, ended.Secret })
        {
            using var stranger = ApiCaller.With(desk, secret);
            var answer = await stranger.GetAsync(path);
            Assert.Equal((HttpStatusCode.Unauthorized, "request.key-unknown"), (answer.Status, answer.Code));
        }

        using var foreign = await ApiCaller.OfAsync(desk, other);
        Assert.Equal((HttpStatusCode.NotFound, "refund.not-found"), ((await foreign.GetAsync(path)).Status, (await foreign.GetAsync(path)).Code));
        using var own = ApiCaller.With(desk, issued.Secret);
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync(path)).Status);
        Assert.Equal((HttpStatusCode.Forbidden, "refund.forbidden"), ((await own.PutOrderAsync("A-1")).Status, (await own.PutOrderAsync("A-1")).Code));
        await using var db = await desk.Data.OpenAsync();
        Assert.Equal(desk.Data.Time.GetUtcNow(), (await db.ApiKeys.SingleAsync(key => key.Id == issued.Key.Id, Cancelled)).LastUsedAt);
    }

    [Theory]
    [InlineData("", "request.body", "The body is empty.")]
    [InlineData("{", "request.body", "The text ends here")]
    [InlineData("[]", "request.body", "a list must be an object")]
    [InlineData("{ \"orderNumber\": \"A-1\" }", "request.body", "A field is missing: lines.")]
    [InlineData("{ \"orderNumber\": \"A-1\", \"lines\": [], \"colour\": 1 }", "request.body", "colour: There is no such field")]
    [InlineData("{ \"orderNumber\": 7, \"lines\": [] }", "request.body", "orderNumber: 7 must be a text")]
    [InlineData("{ \"orderNumber\": \"A-1\", \"lines\": [] }", "refund.lines", "at least one line")]
    [InlineData("{ \"orderNumber\": \"A-1\", \"lines\": [{ \"lineNumber\": 1, \"quantity\": 0, \"reason\": \"ChangedMind\" }] }", "order.quantity", "Line 1")]
    [InlineData("{ \"orderNumber\": \"A-1\", \"lines\": [{ \"lineNumber\": 1, \"quantity\": -3, \"reason\": \"ChangedMind\" }] }", "order.quantity", "Line 1")]
    [InlineData("{ \"orderNumber\": \"A-1\", \"lines\": [{ \"lineNumber\": 1, \"quantity\": 4, \"reason\": \"ChangedMind\" }] }", "order.quantity-taken", "4 asked for, 3 left")]
    [InlineData("{ \"orderNumber\": \"A-1\", \"lines\": [{ \"lineNumber\": 9, \"quantity\": 1, \"reason\": \"ChangedMind\" }] }", "order.unknown-line", "no line 9")]
    [InlineData("{ \"orderNumber\": \"A-1\", \"lines\": [{ \"lineNumber\": 1, \"quantity\": 1, \"reason\": \"Moon\" }] }", "request.body", "lines[0].reason: \"Moon\" must be one of")]
    [InlineData("{ \"orderNumber\": \"A-1\", \"lines\": [{ \"lineNumber\": 1, \"quantity\": 99999999999, \"reason\": \"ChangedMind\" }] }", "request.body", "lines[0].quantity")]
    public async Task Rubbish_is_refused_with_its_field_and_nothing_is_stored(string body, string code, string words)
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());
        await shop.PutOrderAsync("A-1");

        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var answer = await shop.SendAsync(HttpMethod.Post, "refund-requests", content, "key-1");

        Assert.Equal(code, answer.Code);
        Assert.Contains(words, answer.Detail, StringComparison.Ordinal);
        Assert.InRange((int)answer.Status, 400, 499);
        await using var db = await desk.Data.OpenAsync();
        Assert.Equal(0, await db.RefundCases.CountAsync(Cancelled));
    }

    [Fact]
    public async Task A_body_that_is_too_large_no_json_or_no_text_is_refused()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "request.too-large"), await CodeAsync(new StringContent($"{{ \"note\": \"{new string('x', 1_100_000)}\" }}", System.Text.Encoding.UTF8, "application/json")));
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "request.content-type"), await CodeAsync(new StringContent("{}", System.Text.Encoding.UTF8, "text/plain")));
        Assert.Equal((HttpStatusCode.BadRequest, "request.encoding"), await CodeAsync(new ByteArrayContent([0x7B, 0xFF, 0x7D]) { Headers = { ContentType = new("application/json") } }));
        var keyless = await shop.AskAsync(ApiCaller.Request(), key: null);
        Assert.Equal((HttpStatusCode.BadRequest, "request.key-missing"), (keyless.Status, keyless.Code));

        async Task<(HttpStatusCode, string?)> CodeAsync(HttpContent content)
        {
            var answer = await shop.SendAsync(HttpMethod.Post, "refund-requests", content, "key-1");
            content.Dispose();
            return (answer.Status, answer.Code);
        }
    }

    [Fact]
    public async Task Who_calls_too_often_is_told_when_to_go_on()
    {
        await using var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?>(AtRest) { ["Api:CallsASecond"] = "1", ["Api:Burst"] = "3" }, standingClock: true);
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());
        using var other = await ApiCaller.OfAsync(desk, await desk.ClientAsync());

        var answers = new List<ApiReply>();
        for (var call = 0; call < 6; call++)
        {
            answers.Add(await shop.GetAsync("refunds/none"));
        }

        var refused = answers.FindAll(answer => answer.Status == HttpStatusCode.TooManyRequests);
        Assert.NotEmpty(refused);
        Assert.All(refused, answer => Assert.Equal(("request.too-many", true), (answer.Code, answer.RetryAfter > TimeSpan.Zero)));
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("refunds/none")).Status);
    }

    [Fact]
    public async Task The_document_names_every_path_with_its_key_and_the_page_shows_it()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest);
        using var http = new HttpClient { BaseAddress = desk.Address };

        var document = JsonDocument.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Cancelled)).RootElement;

        Assert.Equal(
            ["/api/v1/orders/{orderNumber}", "/api/v1/orders:batch", "/api/v1/refund-requests", "/api/v1/refunds", "/api/v1/refunds/{number}", "/api/v1/refunds/{number}/amount", "/api/v1/refunds/{number}/approve", "/api/v1/refunds/{number}/attachments", "/api/v1/refunds/{number}/attachments/{id}", "/api/v1/refunds/{number}/cancel", "/api/v1/refunds/{number}/inspection", "/api/v1/refunds/{number}/messages", "/api/v1/refunds/{number}/reject", "/api/v1/refunds/{number}/send-back", "/api/v1/reports/{name}"],
            document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        foreach (var operation in document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Where(operation => operation.Value.TryGetProperty("requestBody", out _)))
        {
            Assert.All(operation.Value.GetProperty("requestBody").GetProperty("content").EnumerateObject(), content => Assert.True(content.Value.TryGetProperty("example", out _), $"{operation.Value.GetProperty("operationId")} has no example."));
        }

        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.Equal(Enum.GetNames<RefundDesk.Domain.Policies.RefundReason>(), schemas.GetProperty("RefundReason").GetProperty("enum").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("integer", schemas.GetProperty("MoneyBody").GetProperty("properties").GetProperty("amount").GetProperty("type").GetString());
        Assert.False(schemas.GetProperty("OrderBody").GetProperty("additionalProperties").GetBoolean());
        var asks = document.GetProperty("paths").GetProperty("/api/v1/refund-requests").GetProperty("post");
        Assert.True(asks.GetProperty("parameters")[0].GetProperty("required").GetBoolean());
        Assert.Equal(["200", "202", "400", "401", "403", "409", "413", "415", "422", "429"], asks.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("*/*", document.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("key").GetProperty("scheme").GetString());
        Assert.True(document.GetProperty("components").GetProperty("schemas").GetProperty("OrderBody").GetProperty("required").GetArrayLength() >= 5);
        Assert.Contains("openapi/v1.json", await http.GetStringAsync(new Uri("/api/docs", UriKind.Relative), Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_says_that_a_refund_may_not_be_there_and_a_report_may_be_asked_for_wrongly()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest);
        using var http = new HttpClient { BaseAddress = desk.Address };

        var paths = JsonDocument.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Cancelled)).RootElement.GetProperty("paths");

        var ofARefund = paths.EnumerateObject().Where(path => path.Name.StartsWith("/api/v1/refunds/{number}", StringComparison.Ordinal)).SelectMany(path => path.Value.EnumerateObject()).ToArray();
        Assert.Equal(10, ofARefund.Length);
        Assert.All(ofARefund, operation => Assert.True(operation.Value.GetProperty("responses").TryGetProperty("404", out _), operation.Value.GetProperty("operationId").GetString()));
        Assert.All(ofARefund.Where(operation => operation.Name == "post" && operation.Value.GetProperty("operationId").GetString() != "AddAttachments"), operation => Assert.True(operation.Value.GetProperty("responses").TryGetProperty("204", out _), "A key that may take the step and not read is answered with 204."));
        Assert.True(paths.GetProperty("/api/v1/reports/{name}").GetProperty("get").GetProperty("responses").TryGetProperty("422", out _));
    }

    [Fact]
    public void Every_example_is_a_body_that_can_be_read()
    {
        Assert.All(ApiExamples.Bodies, example => Assert.Null(example.Key switch
        {
            "PutOrder" => Body<OrderBody>.Read(example.Value).Fault,
            "BatchOrders" => Body<BatchOrderBody>.Read(example.Value).Fault,
            "RequestRefund" => Body<RefundRequestBody>.Read(example.Value).Fault,
            "InspectRefund" => Body<InspectionBody>.Read(example.Value).Fault,
            _ => Body<StepBody>.Read(example.Value).Fault,
        }));
    }

    private static string Line(string orderNumber, object order) => JsonSerializer.Serialize(new { orderNumber, order });

    private static Dictionary<string, object?> Merged(object order, string field, object value) =>
        new(JsonSerializer.Deserialize<Dictionary<string, object?>>(JsonSerializer.Serialize(order))!) { [field] = value };
}
