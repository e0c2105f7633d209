using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Orders.Sources;

namespace RefundDesk.Web.Infrastructure.OrderSources.Mapping;

/// <summary>The note by which a record of ours is found again at a shop, and told from what the shop gave back itself.</summary>
internal static class RecordNote
{
    private const string Ours = "RefundDesk RD-";
    private const int Longest = 250;

    /// <summary>The note of a refund.</summary>
    public static string Of(SourceRefund refund) => ShopText.Line($"RefundDesk {refund.RefundNumber}: {refund.Reason}", Longest)!;

    /// <summary>The note of a refund for a shop that keeps nothing but the note: it says what was paid back, when and for how many units.</summary>
    public static string WithAmount(SourceRefund refund)
    {
        var amount = Currency.TryOf(refund.Currency, out var currency) ? Money.Of(refund.AmountMinor, currency).ToString() : $"{refund.AmountMinor} {refund.Currency}";
        var units = refund.Lines.Where(line => line.Kind == OrderLineKind.Goods).Sum(line => line.Quantity);
        return FormattableString.Invariant($"RefundDesk {refund.RefundNumber}: {amount} paid back on {refund.PaidAt.UtcDateTime:yyyy-MM-dd} for {units} unit(s). {ShopText.Line(refund.Reason, 200, "No reason given")}");
    }

    /// <summary>Whether a note is that of a refund.</summary>
    public static bool Is(string? note, string refundNumber) =>
        note is not null && note.StartsWith($"RefundDesk {refundNumber}", StringComparison.Ordinal) && (note.Length == refundNumber.Length + 11 || note[refundNumber.Length + 11] == ':');

    /// <summary>Whether a note is that of any refund of ours.</summary>
    public static bool IsOurs(string? note) => note?.StartsWith(Ours, StringComparison.Ordinal) == true;
}
