using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Web;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Bench;

/// <summary>
/// How many refunds a second come to their end for eight callers, each of whom asks for one over the API and has the answer held back until it is paid before
/// asking for the next. Callers and desk share the machine's cores.
/// </summary>
internal static class ApiBench
{
    private const int Callers = 8;
    private const int Refunds = 8_000;

    /// <summary>Asked for first and not counted: a server that has just started compiles, and one that serves has served before.</summary>
    private const int Before = 12_000;
    private const int OrdersABatch = 1_000;

    public static async Task RunAsync(BenchTable table)
    {
        foreach (var provider in BenchDesk.Providers)
        {
            await using var desk = await BenchDesk.CreateAsync(provider);
            var secret = await AddClientAsync(desk);
            await using var app = await ServeAsync(desk);
            using var http = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);

            var handingOver = Stopwatch.StartNew();
            for (var first = 0; first < Before + Refunds; first += OrdersABatch)
            {
                await HandOverAsync(http, first);
            }

            table.Add("api", provider.ToString(), "orders handed over in batches of 1,000, one caller", FormattableString.Invariant($"{(Before + Refunds) / handingOver.Elapsed.TotalSeconds:#,0} orders/s"), string.Empty);
            await AskAsync(http, 0, Before);
            var asking = Stopwatch.StartNew();
            await AskAsync(http, Before, Refunds);
            table.Add("api", provider.ToString(), $"one refund at a time to the end, {Callers} callers", FormattableString.Invariant($"{Refunds / asking.Elapsed.TotalSeconds:#,0} refunds/s"), "750/s");
        }
    }

    private static async Task AskAsync(HttpClient http, int first, int count)
    {
        var next = first - 1;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            for (int order; (order = Interlocked.Increment(ref next)) < first + count;)
            {
                await ToTheEndAsync(http, order);
            }
        }));
    }

    private static async Task HandOverAsync(HttpClient http, int first)
    {
        var lines = new StringBuilder();
        for (var order = first; order < first + OrdersABatch; order++)
        {
            lines.Append("{\"orderNumber\":\"O-").Append(order).Append("\",\"order\":{\"customer\":{\"reference\":\"C-").Append(order).Append("\",\"name\":\"Someone\",\"email\":\"someone@customer.example\"},\"country\":\"US\",\"currency\":\"EUR\",\"placedAt\":\"")
                .Append(TimeProvider.System.GetUtcNow().AddDays(-9).ToString("O")).Append("\",\"lines\":[{\"sku\":\"S\",\"description\":\"Thing\",\"quantity\":1,\"price\":{\"amount\":4500,\"currency\":\"EUR\"},\"taxBasisPoints\":1900}],\"payments\":[{\"method\":\"Card\",\"reference\":\"ch_")
                .Append(order).Append("\",\"label\":\"Visa\",\"captured\":{\"amount\":4500,\"currency\":\"EUR\"}}]}}\n");
        }

        using var content = new StringContent(lines.ToString(), Encoding.UTF8, "application/x-ndjson");
        using var answer = await http.PostAsync(new Uri("/api/v1/orders:batch", UriKind.Relative), content);
        var text = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        if (text.Split("Created").Length != OrdersABatch + 1)
        {
            throw new InvalidOperationException($"Not every order was taken: {text[..Math.Min(500, text.Length)]}");
        }
    }

    private static async Task ToTheEndAsync(HttpClient http, int order)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/refund-requests", UriKind.Relative))
        {
            Content = JsonContent.Create(new { orderNumber = $"O-{order}", lines = new[] { new { lineNumber = 1, quantity = 1, reason = "ChangedMind", condition = "Unopened" } } }),
        };
        message.Headers.Add("Idempotency-Key", $"key-{order}");
        message.Headers.Add("Prefer", "wait=10");
        using var answer = await http.SendAsync(message);
        var refund = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        if (answer.StatusCode != HttpStatusCode.OK || refund.GetProperty("status").GetString() != "Paid")
        {
            throw new InvalidOperationException($"{answer.Headers.Location} was to be paid: {refund}");
        }
    }

    private static async Task<string> AddClientAsync(BenchDesk desk)
    {
        var now = TimeProvider.System.GetUtcNow();
        var client = Client.Add("alder", "Alder & sons", "EUR", "Europe/Berlin", now.AddYears(-2)).Value;
        var issued = ApiKey.Issue(client.Id, "Bench", ApiScopes.Orders | ApiScopes.Requests | ApiScopes.Refunds, null, Actor.System("Bench"), now).Value;
        await using var db = await desk.Database.OpenAsync(ClientScope.Everything, CancellationToken.None);
        db.AddRange(client, issued.Key, Loading.RowOf(client.Id, ReturnPolicy.Standard(client.CreatedAt, 100)));
        await db.SaveChangesAsync();
        return issued.Secret;
    }

    /// <summary>Serves the application on a free port.</summary>
    internal static async Task<WebApplication> ServeAsync(BenchDesk desk, params string[] settings)
    {
        var mail = Directory.CreateTempSubdirectory("refunddesk-bench-mail-").FullName;
        var builder = DeskHost.CreateBuilder([
            $"--Database:Provider={desk.Provider}", $"--ConnectionStrings:RefundDesk={desk.Connection}", "--Api:CallsASecond=100000", "--Api:Burst=100000", $"--Notifications:Folder={mail}", .. settings]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapDesk();
        await app.StartAsync();
        return app;
    }
}
