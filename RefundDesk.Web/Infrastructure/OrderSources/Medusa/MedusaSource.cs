using System.Text.Json;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.Medusa;

/// <summary>
/// A Medusa shop, over its Admin API of version 2. A refund is an entry of the order's metadata and nothing else: a refund of the payment would have
/// the shop's payment provider pay.
/// </summary>
/// <remarks>
/// Medusa does not touch an order's <c>updated_at</c> when its payment is captured. So beside the orders, payments are walked by their last change,
/// and their orders looked up.
/// </remarks>
internal sealed class MedusaSource(ShopCalls calls, TimeProvider time) : IOrderSource
{
    private const int Most = 2_000;

    private const int Tries = 3;

    private readonly MedusaApi _api = new(calls);

    /// <summary>Orders a page has, and payments.</summary>
    internal int PageSize { get; init; } = 50;

    /// <inheritdoc />
    public string Kind => "medusa";

    /// <inheritdoc />
    public async Task<Outcome> TryAsync(SourceAccess access, CancellationToken cancellationToken)
    {
        foreach (var path in new[] { "/orders?limit=1&fields=id", "/payments?limit=1&fields=id" })
        {
            var answer = await _api.CallAsync(access, HttpMethod.Get, path, null, cancellationToken);
            if (!answer.Succeeded)
            {
                return answer.Refusal;
            }

            if (answer.Value.ValueKind == JsonValueKind.Undefined)
            {
                return SourceFaults.Answer(access, "it has no orders there. Is it a Medusa shop of version 2?");
            }
        }

        return Outcome.Ok;
    }

    /// <inheritdoc />
    public async Task<Outcome<SourcePage>> ReadAsync(SourceAccess access, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        var at = MedusaCursor.Read(cursor, access.Since, time.GetUtcNow());
        try
        {
            var changed = await ChangedRows.NextAsync(at.Orders, PageSize, Most, (from, take) => ListAsync(access, "orders", MedusaOrders.Fields, from, take, cancellationToken), When);
            if (!changed.Succeeded)
            {
                return changed.Refusal;
            }

            var (rows, next, hasMore) = (changed.Value.Rows, at with { Orders = changed.Value.Next }, changed.Value.HasMore);
            if (!hasMore)
            {
                var paid = await ChangedRows.NextAsync(
                    at.Payments, PageSize, Most, (from, take) => ListAsync(access, "payments", "id,updated_at,payment_collection.order.id", from, take, cancellationToken), When);
                if (!paid.Succeeded)
                {
                    return paid.Refusal;
                }

                var known = rows.Select(row => row.Needed("id")).ToHashSet(StringComparer.Ordinal);
                string[] others = [.. paid.Value.Rows.Select(payment => payment.At("payment_collection").At("order").Text("id")).OfType<string>().Distinct().Where(id => !known.Contains(id))];
                var found = await FindAsync(access, others, cancellationToken);
                if (!found.Succeeded)
                {
                    return found.Refusal;
                }

                (rows, next, hasMore) = ([.. found.Value, .. rows], next with { Payments = paid.Value.Next }, paid.Value.HasMore);
            }

            return new SourcePage([.. rows.OrderBy(When).Select(row => MedusaOrders.Read(row, access.Gateway))], next.ToString(), hasMore);
        }
        catch (UnreadableShopAnswerException fault)
        {
            return SourceFaults.Answer(access, fault.Message);
        }
    }

    /// <inheritdoc />
    public async Task<Outcome<string>> RecordAsync(SourceAccess access, SourceRefund refund, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(refund);
        var (name, path) = ($"refunddesk_{refund.RefundNumber}", $"/orders/{Uri.EscapeDataString(refund.OrderKey)}");
        try
        {
            // The name is the refund's own, so a second write is the same entry. A change of the order at the same moment can take one away again: it is looked for.
            for (var tries = 0; tries <= Tries; tries++)
            {
                var found = await _api.CallAsync(access, HttpMethod.Get, $"{path}?fields=id,metadata", null, cancellationToken);
                if (!found.Succeeded)
                {
                    return found.Refusal;
                }

                if (found.Value.At("order") is not { ValueKind: JsonValueKind.Object } order)
                {
                    return found.Value.ValueKind == JsonValueKind.Undefined ? SourceFaults.OrderGone(access, refund.OrderNumber) : SourceFaults.Answer(access, "'order' is missing.");
                }

                if (order.At("metadata").Text(name) is not null)
                {
                    return name;
                }

                var written = await _api.CallAsync(
                    access, HttpMethod.Post, path, new { metadata = new Dictionary<string, string> { [name] = RecordNote.WithAmount(refund) } }, cancellationToken);
                if (!written.Succeeded)
                {
                    return written.Refusal;
                }
            }

            return SourceFaults.Answer(access, "the entry that was written is not there.");
        }
        catch (UnreadableShopAnswerException fault)
        {
            return SourceFaults.Answer(access, fault.Message);
        }
    }

    private async Task<Outcome<IReadOnlyList<JsonElement>>> ListAsync(SourceAccess access, string what, string fields, DateTimeOffset from, int take, CancellationToken cancellationToken)
    {
        var path = $"/{what}?order=updated_at&updated_at[$gte]={Uri.EscapeDataString(ChangedRows.Text(from))}&limit={take}&fields={fields}";
        var answer = await _api.CallAsync(access, HttpMethod.Get, path, null, cancellationToken);
        return answer.Succeeded ? answer.Value.Each(what).ToArray() : answer.Refusal;
    }

    private async Task<Outcome<IReadOnlyList<JsonElement>>> FindAsync(SourceAccess access, string[] ids, CancellationToken cancellationToken)
    {
        var orders = new List<JsonElement>(ids.Length);
        foreach (var some in ids.Chunk(50))
        {
            var wanted = string.Join('&', some.Select(id => $"id[]={Uri.EscapeDataString(id)}"));
            var answer = await _api.CallAsync(access, HttpMethod.Get, $"/orders?{wanted}&limit={some.Length}&fields={MedusaOrders.Fields}", null, cancellationToken);
            if (!answer.Succeeded)
            {
                return answer.Refusal;
            }

            orders.AddRange(answer.Value.Each("orders"));
        }

        return orders;
    }

    private static DateTimeOffset When(JsonElement row) => row.Time("updated_at") ?? throw new UnreadableShopAnswerException("'updated_at' is missing.");
}

/// <summary>Where a walk over a Medusa shop stands.</summary>
/// <param name="Orders">Orders changed at this time or later come next.</param>
/// <param name="Payments">And the orders of payments changed at this time or later.</param>
internal sealed record MedusaCursor(DateTimeOffset Orders, DateTimeOffset Payments)
{
    /// <summary>How far the clocks of a shop and of the desk may be apart.</summary>
    private static readonly TimeSpan ClocksApart = TimeSpan.FromHours(1);

    /// <summary>
    /// Reads what <see cref="ToString"/> wrote; what is none begins anew. Then the orders come with what was captured until now, so payments begin now.
    /// </summary>
    public static MedusaCursor Read(string? text, DateTimeOffset since, DateTimeOffset now)
    {
        var parts = (text ?? string.Empty).Split(' ');
        return parts.Length == 2 && ChangedRows.Time(parts[0]) is { } orders && ChangedRows.Time(parts[1]) is { } payments
            ? new MedusaCursor(orders, payments)
            : new MedusaCursor(since, now - ClocksApart > since ? now - ClocksApart : since);
    }

    /// <inheritdoc />
    public override string ToString() => $"{ChangedRows.Text(Orders)} {ChangedRows.Text(Payments)}";
}
