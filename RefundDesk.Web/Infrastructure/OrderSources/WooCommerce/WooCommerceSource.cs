using System.Text.Json;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.WooCommerce;

/// <summary>Shops on WooCommerce, over its REST API of version 3 with a consumer key and its secret.</summary>
internal sealed class WooCommerceSource(ShopCalls calls, TimeProvider time) : IOrderSource
{
    private readonly WooApi _api = new(calls, time);

    /// <inheritdoc />
    public string Kind => "woocommerce";

    /// <inheritdoc />
    public async Task<Outcome> TryAsync(SourceAccess access, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        return (await _api.ListAsync(access, "orders?per_page=1", cancellationToken)).WithoutValue();
    }

    /// <inheritdoc />
    public async Task<Outcome<SourcePage>> ReadAsync(SourceAccess access, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        var next = await new WooChanges(_api).NextAsync(access, ChangeCursor.Read(cursor, access.Since), cancellationToken);
        if (!next.Succeeded)
        {
            return next.Refusal;
        }

        var orders = new List<SourceOrder>(next.Value.Deliver.Count);
        foreach (var change in next.Value.Deliver)
        {
            IReadOnlyList<JsonElement> refunds = [];
            if (WooOrderReader.HasForeignRefunds(change.Item))
            {
                var read = await _api.RefundsAsync(access, change.Key, cancellationToken);
                if (!read.Succeeded)
                {
                    return read.Refusal;
                }

                refunds = read.Value;
            }

            orders.Add(WooOrderReader.Read(change.Item, refunds, access.Gateway));
        }

        return new SourcePage(orders, next.Value.Next.ToString(), next.Value.HasMore);
    }

    /// <inheritdoc />
    public async Task<Outcome<string>> RecordAsync(SourceAccess access, SourceRefund refund, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(refund);
        var order = await _api.OrderAsync(access, refund, cancellationToken);
        if (!order.Succeeded)
        {
            return order.Refusal;
        }

        var before = await FindAsync(access, refund, cancellationToken);
        if (!before.Succeeded || before.Value.Length > 0)
        {
            return before;
        }

        var record = WooRecord.Of(order.Value, refund);
        if (!record.Succeeded)
        {
            return SourceFaults.Answer(access, record.Refusal.Message);
        }

        var made = await _api.RecordAsync(access, refund.OrderKey, record.Value, cancellationToken);
        if (made.Succeeded && WooApi.KeyOf(made.Value) is { Length: > 0 } key)
        {
            return key;
        }

        // Whatever was answered: it may be there all the same.
        var after = await FindAsync(access, refund, cancellationToken);
        return !after.Succeeded || after.Value.Length > 0 ? after : made.Refusal ?? SourceFaults.Answer(access, "the record it made has no id.");
    }

    /// <summary>The key of the record of a refund; empty where there is none.</summary>
    private async Task<Outcome<string>> FindAsync(SourceAccess access, SourceRefund refund, CancellationToken cancellationToken)
    {
        var refunds = await _api.RefundsAsync(access, refund.OrderKey, cancellationToken);
        return refunds.Succeeded ? WooRecord.Find(refunds.Value, refund.RefundNumber) ?? "" : refunds.Refusal;
    }
}
