using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;

namespace RefundDesk.Web.Infrastructure.OrderSources.WooCommerce;

/// <summary>WooCommerce's REST API, version 3: one method a question.</summary>
internal sealed class WooApi(ShopCalls calls, TimeProvider time)
{
    /// <summary>The most orders a shop gives at once.</summary>
    public const int PageSize = 100;

    /// <summary>
    /// The places after the point amounts are asked with: WooCommerce keeps lines more exactly than it shows them, where taxes are rounded over
    /// the whole order. No currency has as many digits.
    /// </summary>
    public const int Digits = 6;

    private const string Root = "wp-json/wc/v3/";

    /// <summary>A list, with how many there are in all and the shop's clock.</summary>
    public async Task<Outcome<WooList>> ListAsync(SourceAccess access, string path, CancellationToken cancellationToken)
    {
        var got = await CallAsync(access, HttpMethod.Get, path, null, cancellationToken);
        if (!got.Succeeded)
        {
            return got.Refusal;
        }

        var (root, answer) = got.Value;
        if (!answer.IsSuccess)
        {
            return SourceFaults.Answer(access, NotFound(answer.Status, root));
        }

        if (root.ValueKind != JsonValueKind.Array)
        {
            return SourceFaults.Answer(access, "a list was expected.");
        }

        var total = answer.Headers.TryGetValues("X-WP-Total", out var said) && int.TryParse(said.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        return new WooList([.. root.EnumerateArray()], total, answer.Headers.Date ?? time.GetUtcNow());
    }

    /// <summary>Every refund of an order, those of other systems too.</summary>
    public async Task<Outcome<IReadOnlyList<JsonElement>>> RefundsAsync(SourceAccess access, string orderKey, CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        for (var page = 1; ; page++)
        {
            var list = await ListAsync(access, string.Create(CultureInfo.InvariantCulture, $"orders/{orderKey}/refunds?per_page={PageSize}&page={page}&order=asc&dp={Digits}"), cancellationToken);
            if (!list.Succeeded)
            {
                return list.Refusal;
            }

            var known = all.Count;
            foreach (var refund in list.Value.Items)
            {
                all[KeyOf(refund)] = refund;
            }

            if (list.Value.Items.Count < PageSize || all.Count == known)
            {
                return all.Values.ToArray();
            }
        }
    }

    /// <summary>One order; <c>source.order-gone</c> where there is none.</summary>
    public async Task<Outcome<JsonElement>> OrderAsync(SourceAccess access, SourceRefund refund, CancellationToken cancellationToken)
    {
        var got = await CallAsync(access, HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"orders/{refund.OrderKey}?dp={Digits}"), null, cancellationToken);
        return !got.Succeeded ? got.Refusal
            : got.Value.Answer.IsSuccess ? got.Value.Root
            : IsGone(got.Value.Answer.Status, got.Value.Root) ? SourceFaults.OrderGone(access, refund.OrderNumber)
            : SourceFaults.Answer(access, NotFound(got.Value.Answer.Status, got.Value.Root));
    }

    /// <summary>Makes a refund record.</summary>
    public async Task<Outcome<JsonElement>> RecordAsync(SourceAccess access, string orderKey, JsonObject record, CancellationToken cancellationToken)
    {
        var got = await CallAsync(access, HttpMethod.Post, $"orders/{orderKey}/refunds", record, cancellationToken);
        return !got.Succeeded ? got.Refusal
            : got.Value.Answer.IsSuccess ? got.Value.Root
            : SourceFaults.Answer(access, NotFound(got.Value.Answer.Status, got.Value.Root));
    }

    /// <summary>The key of an order, a line or a refund.</summary>
    public static string KeyOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.Number or JsonValueKind.String ? id.ToString() : "";

    private static bool IsGone(HttpStatusCode status, JsonElement root) => status is HttpStatusCode.NotFound or HttpStatusCode.Gone && Word(root, "code").Contains("invalid", StringComparison.Ordinal);

    private static string NotFound(HttpStatusCode status, JsonElement root) => Word(root, "code") == "rest_no_route"
        ? "there is no WooCommerce REST API of version 3 at this address. Is WooCommerce active, and are its permalinks anything but plain?"
        : string.Create(CultureInfo.InvariantCulture, $"{Mapping.ShopText.Line(Word(root, "message"), 200) ?? "no reason is given"} (status {(int)status}).");

    private static string Word(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var word) && word.ValueKind == JsonValueKind.String ? word.GetString()! : "";

    private Task<Outcome<(JsonElement Root, ShopAnswer Answer)>> CallAsync(SourceAccess access, HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, new Uri($"{access.Address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{Root}{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{access.Account}:{access.Secret}")));
        request.Headers.Accept.ParseAdd("application/json");
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        return calls.JsonAsync(access, request, cancellationToken);
    }
}

/// <summary>A list of the shop.</summary>
/// <param name="Items">What is on this page.</param>
/// <param name="Total">How many there are in all; null where the shop does not say it.</param>
/// <param name="Now">The shop's clock, UTC.</param>
internal sealed record WooList(IReadOnlyList<JsonElement> Items, int? Total, DateTimeOffset Now);
