using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Polly.Timeout;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;

namespace RefundDesk.Web.Infrastructure.OrderSources;

/// <summary>Calls shops over the guarded client and turns what goes wrong into refusals, so that connectors only read answers.</summary>
internal sealed class ShopCalls(IHttpClientFactory clients)
{
    /// <summary>The named client: no redirects, no cookies, no proxy, no private networks, limited time and size, retries where nothing can happen twice.</summary>
    public const string ClientName = "order-sources";

    /// <summary>Sends one request; it is disposed.</summary>
    /// <returns>
    /// Any answer below 500 but 401, 403, 3xx and 429, whole; else <c>source.unreachable</c> (no answer, 429, 5xx), <c>source.denied</c> (401, 403),
    /// <c>source.answer</c> (a redirect).
    /// </returns>
    public async Task<Outcome<ShopAnswer>> SendAsync(SourceAccess access, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(request);
        using var sent = request;
        using var client = clients.CreateClient(ClientName);
        try
        {
            using var response = await client.SendAsync(sent, cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.Unauthorized => SourceFaults.Denied(access, "the account or the secret is not known there (401)."),
                HttpStatusCode.Forbidden => SourceFaults.Denied(access, "the account lacks a permission there (403)."),
                HttpStatusCode.TooManyRequests => SourceFaults.Unreachable(access, "it wants fewer calls (429); tried again later."),
                >= HttpStatusCode.InternalServerError => SourceFaults.Unreachable(access, $"it has a fault of its own ({(int)response.StatusCode})."),
                >= HttpStatusCode.Moved and < HttpStatusCode.BadRequest => SourceFaults.Answer(access, $"it sends us to '{response.Headers.Location}'; redirects are not followed, name the address itself."),
                _ => new ShopAnswer(response.StatusCode, response.Headers, await response.Content.ReadAsByteArrayAsync(cancellationToken)),
            };
        }
        catch (HttpRequestException fault)
        {
            return fault.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
                ? SourceFaults.Answer(access, "its answer is larger than OrderSources:MaxAnswerMegabytes.")
                : SourceFaults.Unreachable(access, fault.InnerException?.Message ?? fault.Message);
        }
        catch (TimeoutRejectedException)
        {
            return SourceFaults.Unreachable(access, "no answer within OrderSources:TimeoutSeconds.");
        }
    }

    /// <summary>Sends one request and reads the answer as JSON.</summary>
    /// <returns>The root of the document and the answer, for its head and status; or as <see cref="SendAsync"/>, and <c>source.answer</c> where it is no JSON.</returns>
    public async Task<Outcome<(JsonElement Root, ShopAnswer Answer)>> JsonAsync(SourceAccess access, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(access, request, cancellationToken);
        if (!answer.Succeeded)
        {
            return answer.Refusal;
        }

        try
        {
            using var document = JsonDocument.Parse(answer.Value.Body);
            return (document.RootElement.Clone(), answer.Value);
        }
        catch (JsonException)
        {
            return SourceFaults.Answer(access, $"no JSON (status {(int)answer.Value.Status}). Is the address that of the shop, and its API switched on?");
        }
    }
}

/// <summary>What a shop answered.</summary>
/// <param name="Status">Below 500.</param>
/// <param name="Headers">The head.</param>
/// <param name="Body">All of it, in memory.</param>
internal sealed record ShopAnswer(HttpStatusCode Status, HttpResponseHeaders Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>True for 2xx.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}
