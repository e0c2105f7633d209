using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.Orders;

/// <summary>Everything an order can be refused for. Codes are stable.</summary>
public static class OrderRefusals
{
    /// <summary>A field of the draft is missing, too long or out of range.</summary>
    public static Refusal Field(string field, string fault) => new("order.field", $"{field}: {fault}");

    /// <summary>The currency is unknown.</summary>
    public static Refusal Currency(string code) => new("order.currency", $"currency: '{code}' is not a code of ISO 4217, for example EUR.");

    /// <summary>More was captured than the lines come to.</summary>
    public static Refusal CapturedAboveCharged(string captured, string charged) =>
        new("order.captured-above-charged", $"tenders: {captured} captured is more than the {charged} charged.");

    /// <summary>A line that the order does not have.</summary>
    public static Refusal UnknownLine(int lineNumber) => new("order.unknown-line", $"The order has no line {lineNumber}.");

    /// <summary>More units asked for than are left.</summary>
    public static Refusal NotEnoughLeft(int lineNumber, long asked, int left) =>
        new("order.quantity-taken", $"Line {lineNumber}: {asked} asked for, {left} left; other requests speak for the rest.");

    /// <summary>A quantity that is zero or negative.</summary>
    public static Refusal Quantity(int lineNumber) => new("order.quantity", $"Line {lineNumber}: the quantity must be above zero.");

    /// <summary>More money asked for than the payments can still give back.</summary>
    public static Refusal AboveCeiling(string asked, string ceiling) =>
        new("order.above-ceiling", $"{asked} is more than the {ceiling} that the payments of this order can still give back.");
}
