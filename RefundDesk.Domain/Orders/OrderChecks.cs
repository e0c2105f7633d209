using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;

namespace RefundDesk.Domain.Orders;

/// <summary>What a draft must be before it becomes an order. Names the field of the first fault.</summary>
internal static class OrderChecks
{
    private const long LargestMinor = 1_000_000_000_000_000;

    internal static Refusal? FirstFault(OrderDraft draft) =>
        Text("orderNumber", draft.OrderNumber, 60)
        ?? Text("customerReference", draft.CustomerReference, 60)
        ?? Text("customerName", draft.CustomerName, 120)
        ?? Text("country", draft.Country, 60)
        ?? (draft.CustomerGroup is null ? null : Text("customer group", draft.CustomerGroup, 40))
        ?? (draft.TimeZoneId is null ? null : Zone(draft.TimeZoneId))
        ?? (draft.CustomerEmail is null ? null : Text("customerEmail", draft.CustomerEmail, 254))
        ?? (draft.Postcode is null ? null : Text("postcode", draft.Postcode, 16))
        ?? (Currency.TryOf(draft.Currency, out _) ? null : OrderRefusals.Currency(draft.Currency))
        ?? Time("placedAt", draft.PlacedAt)
        ?? Time("dispatchedAt", draft.DispatchedAt)
        ?? Time("deliveredAt", draft.DeliveredAt)
        ?? (draft.Lines is not { Count: >= 1 and <= 5_000 } ? OrderRefusals.Field("lines", "there must be 1 to 5,000") : null)
        ?? (draft.Tenders is not { Count: >= 1 and <= 50 } ? OrderRefusals.Field("tenders", "there must be 1 to 50") : null)
        ?? draft.Lines.Select(FaultOf).FirstOrDefault(fault => fault is not null)
        ?? draft.Tenders.Select(FaultOf).FirstOrDefault(fault => fault is not null)
        ?? LineTermsChecks.FirstFault(draft)
        ?? FaultOfDiscount(draft);

    private static Refusal? FaultOf(OrderLineDraft? line, int index)
    {
        var at = $"lines[{index}]";
        return line is null ? OrderRefusals.Field(at, "is missing") : Text($"{at}.sku", line.Sku, 60)
            ?? Text($"{at}.description", line.Description, 200)
            ?? Text($"{at}.category", line.Category, 60)
            ?? (line.Quantity is <= 0 or > 10_000_000 ? OrderRefusals.Field($"{at}.quantity", "must be 1 to 10,000,000") : null)
            ?? (line.ListMinor is < 0 or > LargestMinor ? OrderRefusals.Field($"{at}.price", "must be zero or more, and not above 10^15 minor units") : null)
            ?? (line.LineDiscountMinor < 0 || line.LineDiscountMinor > line.ListMinor ? OrderRefusals.Field($"{at}.discount", "must be between zero and the line's price") : null)
            ?? (line.TaxBasisPoints is < 0 or > 10_000 ? OrderRefusals.Field($"{at}.tax", "must be 0 to 10,000 basis points") : null)
            ?? (Enum.IsDefined(line.Kind) ? null : OrderRefusals.Field($"{at}.kind", "is not a kind of line"));
    }

    private static Refusal? FaultOf(TenderDraft? tender, int index)
    {
        var at = $"tenders[{index}]";
        return tender is null ? OrderRefusals.Field(at, "is missing") : Text($"{at}.gateway", tender.Gateway, 40)
            ?? Text($"{at}.chargeReference", tender.ChargeReference, 120)
            ?? Text($"{at}.label", tender.Label, 60)
            ?? (tender.CapturedMinor is < 0 or > LargestMinor ? OrderRefusals.Field($"{at}.captured", "must be zero or more, and not above 10^15 minor units") : null)
            ?? (Enum.IsDefined(tender.Method) ? null : OrderRefusals.Field($"{at}.method", "is not a way to pay"));
    }

    private static Refusal? FaultOfDiscount(OrderDraft draft)
    {
        var price = draft.Lines.Sum(line => line.ListMinor - line.LineDiscountMinor);
        return draft.OrderDiscountMinor < 0 || draft.OrderDiscountMinor > price
            ? OrderRefusals.Field("discount", "must be between zero and the price of all lines")
            : null;
    }

    private static Refusal? Text(string field, string? value, int longest) =>
        string.IsNullOrWhiteSpace(value) ? OrderRefusals.Field(field, "is missing")
        : value.Length > longest ? OrderRefusals.Field(field, $"is longer than {longest} characters")
        : value.Any(char.IsControl) ? OrderRefusals.Field(field, "has control characters")
        : HasHalfCharacter(value) ? OrderRefusals.Field(field, "has half a character: the text is not valid Unicode")
        : null;

    private static Refusal? Zone(string id) => id.Length <= 60 && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.HasIanaId
        ? null
        : OrderRefusals.Field("timeZone", "is not a time zone of the IANA list, for example Europe/Berlin");

    /// <summary>Windows add days to these, and one that was left out must not count as the year 1.</summary>
    private static Refusal? Time(string field, DateTimeOffset? at) =>
        at is null || at.Value.UtcDateTime.Year is >= 1970 and <= 2200 ? null : OrderRefusals.Field(field, "must be between 1970 and 2200");

    /// <summary>Databases refuse half a surrogate pair, long after the draft was accepted.</summary>
    private static bool HasHalfCharacter(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsSurrogate(value[i]) && (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[++i])))
            {
                return true;
            }
        }

        return false;
    }
}
