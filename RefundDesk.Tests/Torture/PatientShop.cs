using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Torture;

/// <summary>A retailer's system that asks for refunds, a few at a time, and asks for each again with the same key until it is answered.</summary>
internal sealed class PatientShop
{
    private const int AtOnce = 6;

    private readonly string _secret;
    private readonly ConcurrentDictionary<string, bool> _unanswered = new();

    private PatientShop(string secret) => _secret = secret;

    /// <summary>Orders whose refund was not answered yet.</summary>
    public IReadOnlyCollection<string> Unanswered => [.. _unanswered.Keys];

    public static async Task<PatientShop> OfAsync(TestDatabase desk, Client client)
    {
        var issued = Done(ApiKey.Issue(client.Id, "Web shop", ApiScopes.Requests | ApiScopes.Refunds, null, AgentAnn, desk.Time.GetUtcNow()));
        await using var db = await desk.OpenAsync();
        db.Add(issued.Key);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return new PatientShop(issued.Secret);
    }

    /// <summary>Wants these refunded too.</summary>
    public void Want(IEnumerable<string> orders)
    {
        foreach (var order in orders)
        {
            _unanswered[order] = true;
        }
    }

    /// <summary>Asks for whatever is not answered, once, until the desk is gone.</summary>
    public async Task AskAsync(Uri desk, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = desk };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _secret);
        http.DefaultRequestHeaders.Add("Prefer", "wait=1");
        await Parallel.ForEachAsync(Unanswered, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (order, stop) =>
        {
            using var asked = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/refund-requests", UriKind.Relative))
            {
                Content = JsonContent.Create(new { orderNumber = order, lines = new[] { new { lineNumber = 1, quantity = 1, reason = "ChangedMind", condition = "Unopened" } } }),
            };
            asked.Headers.Add("Idempotency-Key", $"wanted {order}");
            try
            {
                using var answer = await http.SendAsync(asked, stop);
                Assert.True(answer.IsSuccessStatusCode, $"{order}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(stop)}");
                _unanswered.TryRemove(order, out _);
            }
            catch (HttpRequestException)
            {
                // The desk was killed: asked again when there is one.
            }
        });
    }
}
