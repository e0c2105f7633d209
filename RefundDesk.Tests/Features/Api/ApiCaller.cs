using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Api;

/// <summary>A retailer's system with a key, over HTTP.</summary>
internal sealed class ApiCaller : IDisposable
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    private ApiCaller(HttpClient http) => Http = http;

    public HttpClient Http { get; }

    public static async Task<ApiCaller> OfAsync(WebDesk desk, Client client, ApiScopes scopes = ApiScopes.Orders | ApiScopes.Requests | ApiScopes.Refunds | ApiScopes.Reports) =>
        With(desk, (await KeyAsync(desk, client, scopes)).Secret);

    public static ApiCaller With(WebDesk desk, string? secret)
    {
        var http = new HttpClient { BaseAddress = new Uri(desk.Address, "/api/v1/") };
        if (secret is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        }

        return new ApiCaller(http);
    }

    public static async Task<IssuedApiKey> KeyAsync(WebDesk desk, Client client, ApiScopes scopes, DateTimeOffset? expiresAt = null)
    {
        await using var db = await desk.Data.OpenAsync();
        var issued = Done(ApiKey.Issue(client.Id, "Web shop", scopes, expiresAt, AgentAnn, desk.Services.GetRequiredService<TimeProvider>().GetUtcNow()));
        db.ApiKeys.Add(issued.Key);
        await db.SaveChangesAsync(Cancelled);
        return issued;
    }

    /// <summary>An order of three shirts and delivery, delivered six days ago.</summary>
    public static object Order(int shirts = 3) => new
    {
        customer = new { reference = "C-77", name = "Kim Customer", email = "kim@customer.example" },
        country = "DE",
        currency = "EUR",
        placedAt = Now.AddDays(-10),
        deliveredAt = Now.AddDays(-6),
        lines = new object[]
        {
            new { sku = "SHIRT", description = "Shirt", quantity = shirts, price = new { amount = shirts * 20_00, currency = "EUR" }, taxBasisPoints = 1_900, category = "clothing" },
            new { sku = "DELIVERY", description = "Delivery", quantity = 1, price = new { amount = 4_90, currency = "EUR" }, taxBasisPoints = 1_900, kind = "Shipping" },
        },
        payments = new object[] { new { method = "Card", reference = "ch_1", label = "Visa ·· 4242", captured = new { amount = (shirts * 20_00) + 4_90, currency = "EUR" } } },
    };

    public static object Request(string orderNumber = "A-1", int quantity = 1, string reason = "ChangedMind") =>
        new { orderNumber, lines = new object[] { new { lineNumber = 1, quantity, reason, condition = "Unopened" } }, askedAt = Now, note = "It is too small." };

    public Task<ApiReply> PutOrderAsync(string number, object? order = null) => SendAsync(HttpMethod.Put, $"orders/{number}", JsonContent.Create(order ?? Order()));

    public Task<ApiReply> AskAsync(object body, string? key = "key-1") => SendAsync(HttpMethod.Post, "refund-requests", JsonContent.Create(body), key);

    public Task<ApiReply> PostAsync(string path, string json, string contentType = "application/json") => SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, contentType));

    public Task<ApiReply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public async Task<ApiReply> SendAsync(HttpMethod method, string path, HttpContent? content, string? idempotencyKey = null)
    {
        using var message = new HttpRequestMessage(method, new Uri(Http.BaseAddress!.AbsoluteUri + path)) { Content = content };
        if (idempotencyKey is not null)
        {
            message.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var answer = await Http.SendAsync(message, Cancelled);
        var text = await answer.Content.ReadAsStringAsync(Cancelled);
        return new ApiReply(answer.StatusCode, text, answer.Headers.Location?.ToString(), answer.Headers.RetryAfter?.Delta, answer.Content.Headers.ContentType?.MediaType);
    }

    public void Dispose() => Http.Dispose();
}

/// <summary>What came back.</summary>
internal sealed record ApiReply(HttpStatusCode Status, string Text, string? Location, TimeSpan? RetryAfter, string? ContentType)
{
    public string? Code => Field("code");

    public string? Detail => Field("detail");

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    private string? Field(string name) => ContentType == "application/problem+json" && Json.TryGetProperty(name, out var field) ? field.GetString() : null;
}
