using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.Shopify;

/// <summary>Asks Shopify's GraphQL Admin API, and waits where it says so.</summary>
internal sealed class ShopifyApi(ShopCalls calls, TimeProvider time)
{
    /// <summary>The version of the contract; stable until October 2027.</summary>
    public const string Version = "2026-10";

    /// <summary>A query that may cost more than the shop allows one to; asked for less at once it may pass.</summary>
    public const string TooCostly = "source.too-costly";

    private const int Tries = 6;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private readonly ShopifyTokens _tokens = new(calls, time);

    /// <summary>The data of an answer.</summary>
    public async Task<Outcome<JsonElement>> AskAsync(SourceAccess access, string query, JsonObject variables, CancellationToken cancellationToken)
    {
        var text = new JsonObject { ["query"] = query, ["variables"] = variables }.ToJsonString();
        for (var attempt = 1; ; attempt++)
        {
            var token = await _tokens.OfAsync(access, cancellationToken);
            if (!token.Succeeded)
            {
                return token.Refusal;
            }

            var got = await calls.JsonAsync(access, Request(access, token.Value, text), cancellationToken);
            if (!got.Succeeded)
            {
                if (got.Refusal.Code == "source.denied" && attempt == 1 && _tokens.Forget(access))
                {
                    continue; // a token that was taken back before its time
                }

                return got.Refusal;
            }

            var (root, answer) = got.Value;
            if (!answer.IsSuccess)
            {
                return Status(access, answer.Status);
            }

            var errors = new ShopNode(root, "", new ShopFaults())["errors"];
            if (!errors.Exists)
            {
                var data = new ShopNode(root, "", new ShopFaults())["data"].Element;
                return data.ValueKind == JsonValueKind.Object ? data : SourceFaults.Answer(access, "neither data nor errors.");
            }

            if (Wait(root, errors) is not { } wait)
            {
                return Refused(access, errors);
            }

            if (attempt == Tries)
            {
                return SourceFaults.Unreachable(access, "it wants fewer calls; tried again later.");
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private static HttpRequestMessage Request(SourceAccess access, string token, string text)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(access.Address, $"/admin/api/{Version}/graphql.json")) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Shopify-Access-Token", token);
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }

    private static Refusal Status(SourceAccess access, HttpStatusCode status) => status switch
    {
        HttpStatusCode.PaymentRequired or HttpStatusCode.Locked => SourceFaults.Denied(access, string.Create(CultureInfo.InvariantCulture, $"the shop is frozen or locked ({(int)status}); its owner has to settle that with Shopify.")),
        HttpStatusCode.NotFound => SourceFaults.Answer(access, "there is no Shopify shop at this address. Use the one that ends with .myshopify.com."),
        _ => SourceFaults.Answer(access, string.Create(CultureInfo.InvariantCulture, $"status {(int)status}.")),
    };

    /// <summary>How long to wait where it was asked too much at once; null where that is not what is wrong.</summary>
    private static TimeSpan? Wait(JsonElement root, ShopNode errors)
    {
        if (!errors.Items().Any(error => Code(error) == "THROTTLED" || error["message"].TextOrNull() == "Throttled"))
        {
            return null;
        }

        var cost = new ShopNode(root, "", new ShopFaults())["extensions"]["cost"];
        var status = cost["throttleStatus"];
        var missing = Number(cost["requestedQueryCost"]) - Number(status["currentlyAvailable"]);
        var wait = missing > 0 && Number(status["restoreRate"]) is > 0 and var rate ? TimeSpan.FromSeconds((double)Math.Ceiling(missing / rate)) : TimeSpan.FromSeconds(1);
        return wait < LongestWait ? wait : LongestWait;

        static decimal Number(ShopNode node) => decimal.TryParse(node.TextOrNull(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 0, 1_000_000) : 0;
    }

    private static Refusal Refused(SourceAccess access, ShopNode errors)
    {
        var all = errors.Items();
        var first = all.Count > 0 ? all[0] : default;
        var said = ShopText.Line(first["message"].TextOrNull() ?? errors.TextOrNull(), 300) ?? "no reason is given";
        return Code(first) switch
        {
            "ACCESS_DENIED" => SourceFaults.Denied(access, $"the token lacks a scope: {said}"),
            "MAX_COST_EXCEEDED" => new Refusal(TooCostly, said),
            "INTERNAL_SERVER_ERROR" or "TIMEOUT" or "IDEMPOTENCY_CONCURRENT_REQUEST" => SourceFaults.Unreachable(access, said),
            _ => SourceFaults.Answer(access, said),
        };
    }

    private static string Code(ShopNode error) => error["extensions"]["code"].TextOrNull() ?? "";
}
