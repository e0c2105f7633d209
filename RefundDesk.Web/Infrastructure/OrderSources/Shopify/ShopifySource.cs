using System.Text.Json;
using System.Text.Json.Nodes;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.Shopify;

/// <summary>Shops on Shopify, over its GraphQL Admin API with an app's token, or with the client id and secret of an app of its dashboard.</summary>
internal sealed class ShopifySource : IOrderSource
{
    private static readonly string[] Scopes = ["orders", "customers"];
    private readonly ShopifyApi _api;
    private readonly ShopifyChanges _changes;

    public ShopifySource(ShopCalls calls, TimeProvider time)
    {
        _api = new ShopifyApi(calls, time);
        _changes = new ShopifyChanges(_api, time);
    }

    /// <inheritdoc />
    public string Kind => "shopify";

    /// <inheritdoc />
    public async Task<Outcome> TryAsync(SourceAccess access, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        var data = await _api.AskAsync(access, ShopifyQueries.Try, [], cancellationToken);
        if (!data.Succeeded)
        {
            return data.Refusal;
        }

        var has = new ShopNode(data.Value, "", new ShopFaults())["currentAppInstallation"]["accessScopes"].Items().Select(scope => scope["handle"].TextOrNull() ?? "").ToHashSet(StringComparer.Ordinal);
        var missing = Scopes.Where(scope => !has.Contains($"read_{scope}") && !has.Contains($"write_{scope}")).Select(scope => $"read_{scope}")
            .Concat(has.Contains("write_orders") ? [] : ["write_orders"]).ToArray();
        return missing.Length == 0 ? Outcome.Ok : SourceFaults.Denied(access, $"the app lacks {string.Join(" and ", missing)}. Give it these scopes and install it anew.");
    }

    /// <inheritdoc />
    public async Task<Outcome<SourcePage>> ReadAsync(SourceAccess access, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        var next = await _changes.NextAsync(access, ChangeCursor.Read(cursor, access.Since), cancellationToken);
        return next.Succeeded
            ? new SourcePage([.. next.Value.Deliver.Select(change => ShopifyOrderReader.Read(change.Item, access.Gateway))], next.Value.Next.ToString(), next.Value.HasMore)
            : next.Refusal;
    }

    /// <inheritdoc />
    public async Task<Outcome<string>> RecordAsync(SourceAccess access, SourceRefund refund, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(refund);
        var order = await OrderAsync(access, refund, cancellationToken);
        if (!order.Succeeded)
        {
            return order.Refusal;
        }

        if (Found(order.Value, refund) is { } before)
        {
            return before;
        }

        var record = ShopifyRecord.Of(order.Value, refund);
        if (!record.Succeeded)
        {
            return SourceFaults.Answer(access, record.Refusal.Message);
        }

        var made = await _api.AskAsync(access, ShopifyQueries.Record, record.Value, cancellationToken);
        var answer = made.Succeeded ? new ShopNode(made.Value, "", new ShopFaults())["refundCreate"] : default;
        if (made.Succeeded && answer["refund"]["id"].TextOrNull() is { Length: > 0 } key)
        {
            return key;
        }

        // Whatever was answered: it may be there all the same.
        var after = await OrderAsync(access, refund, cancellationToken);
        if (!after.Succeeded)
        {
            return after.Refusal;
        }

        return Found(after.Value, refund) is { } late ? late
            : made.Refusal is { } refusal ? (refusal.Code == ShopifyApi.TooCostly ? SourceFaults.Answer(access, refusal.Message) : refusal)
            : SourceFaults.Answer(access, ShopText.Line(string.Join(' ', answer["userErrors"].Items().Select(error => error["message"].TextOrNull())), 300) ?? "it made no record and says not why.");
    }

    private static string? Found(JsonElement order, SourceRefund refund) => ShopifyRecord.Find(new ShopNode(order, "", new ShopFaults()), refund.RefundNumber);

    private async Task<Outcome<JsonElement>> OrderAsync(SourceAccess access, SourceRefund refund, CancellationToken cancellationToken)
    {
        var data = await _api.AskAsync(access, ShopifyQueries.Refunds, new JsonObject { ["id"] = refund.OrderKey }, cancellationToken);
        return !data.Succeeded ? data.Refusal
            : data.Value.TryGetProperty("order", out var order) && order.ValueKind == JsonValueKind.Object ? order
            : SourceFaults.OrderGone(access, refund.OrderNumber);
    }
}
