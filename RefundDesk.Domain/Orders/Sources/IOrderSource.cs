using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.Orders.Sources;

/// <summary>A shop system: a client's orders are pulled from it, and refunds that were paid are told to it.</summary>
public interface IOrderSource
{
    /// <summary>The kind a client's source names it by, <c>shopify</c>.</summary>
    string Kind { get; }

    /// <summary>
    /// Whether the shop answers at this address and lets us in; asked once before a source is stored, and by people who look for a fault.
    /// </summary>
    /// <returns>Ok; or <c>source.unreachable</c>, <c>source.denied</c>, <c>source.answer</c> in words that say what to do.</returns>
    Task<Outcome> TryAsync(SourceAccess access, CancellationToken cancellationToken);

    /// <summary>
    /// The next orders that are new or changed, oldest change first. The same cursor gives the same orders or newer ones; nothing that changed is
    /// skipped, and what comes twice is harmless.
    /// </summary>
    /// <param name="access">Where and with what.</param>
    /// <param name="cursor">Where the last page ended; null begins at <see cref="SourceAccess.Since"/>.</param>
    /// <param name="cancellationToken">Gives up; nothing is held.</param>
    /// <returns>A page; or <c>source.unreachable</c> (tried again later), <c>source.denied</c>, <c>source.answer</c>.</returns>
    Task<Outcome<SourcePage>> ReadAsync(SourceAccess access, string? cursor, CancellationToken cancellationToken);

    /// <summary>
    /// Records a paid refund at the shop. No money moves by it: that has been done. The same refund again finds the first record by its number.
    /// </summary>
    /// <returns>The shop's reference of the record; or <c>source.unreachable</c> (tried again later), <c>source.denied</c>, <c>source.order-gone</c>, <c>source.answer</c>.</returns>
    Task<Outcome<string>> RecordAsync(SourceAccess access, SourceRefund refund, CancellationToken cancellationToken);
}

/// <summary>Where a client's shop is and how it lets us in.</summary>
/// <param name="Address">The root, <c>https://shop.example</c>.</param>
/// <param name="Account">The name that goes with the secret: a consumer key, an administrator's address; empty where a secret is enough.</param>
/// <param name="Secret">A token, a consumer secret, a password. Never written to logs.</param>
/// <param name="Gateway">The gateway that pays back what was paid over the shop, where the shop does not say which.</param>
/// <param name="Since">Orders changed before this are never asked for, UTC.</param>
public sealed record SourceAccess(Uri Address, string Account, string Secret, string Gateway, DateTimeOffset Since)
{
    /// <inheritdoc />
    public override string ToString() => $"{Account}@{Address}";
}

/// <summary>Some orders of a shop.</summary>
/// <param name="Orders">Oldest change first.</param>
/// <param name="Cursor">Where the next page begins, at most 400 characters; committed with the orders.</param>
/// <param name="HasMore">Whether there is more at once.</param>
public sealed record SourcePage(IReadOnlyList<SourceOrder> Orders, string Cursor, bool HasMore);

/// <summary>One order of a shop.</summary>
/// <param name="Key">The shop's own key of it, at most 120 characters.</param>
/// <param name="Number">What the customer and the retailer call it.</param>
/// <param name="Order">As the desk takes it in, or why it cannot be: an amount that does not add up, a payment nobody captured. A refusal holds back this order alone.</param>
/// <param name="LineKeys">The shop's keys of the lines, in the order of the draft's; empty for a line that has none, as shipping.</param>
public sealed record SourceOrder(string Key, string Number, Outcome<OrderDraft> Order, IReadOnlyList<string> LineKeys);

/// <summary>A refund that was paid, as a shop is told.</summary>
/// <param name="RefundNumber">Ours, <c>RD-…</c>; by it a shop's record is found again.</param>
/// <param name="OrderKey">The shop's key of the order.</param>
/// <param name="OrderNumber">Its number.</param>
/// <param name="AmountMinor">What was paid back in all, minor units of <paramref name="Currency"/>.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Reason">One line in plain words.</param>
/// <param name="PaidAt">UTC.</param>
/// <param name="Lines">What it is for.</param>
public sealed record SourceRefund(
    string RefundNumber, string OrderKey, string OrderNumber, long AmountMinor, string Currency, string Reason, DateTimeOffset PaidAt, IReadOnlyList<SourceRefundLine> Lines);

/// <summary>Units of a line that were paid back.</summary>
/// <param name="LineKey">The shop's key of the line; empty for one that has none.</param>
/// <param name="Kind">Goods, shipping or an extra.</param>
/// <param name="Quantity">Units.</param>
/// <param name="AmountMinor">What the customer gets for them, minor units.</param>
public sealed record SourceRefundLine(string LineKey, OrderLineKind Kind, int Quantity, long AmountMinor);
