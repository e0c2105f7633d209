using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.Orders;

/// <summary>What the terms of a draft's lines must be.</summary>
internal static class LineTermsChecks
{
    private const int LongestKey = 60;

    internal static Refusal? FirstFault(OrderDraft draft)
    {
        var promotions = new Dictionary<string, Promotion>(StringComparer.Ordinal);
        for (var place = 0; place < draft.Lines.Count; place++)
        {
            if (draft.Lines[place].Terms is { } terms && (FaultOf(draft, place, terms) ?? FaultOf(place, terms.Promotion, promotions)) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static Refusal? FaultOf(OrderDraft draft, int place, LineTerms terms)
    {
        var line = draft.Lines[place];
        return terms.StandardDeliveryMinor is { } standard && (line.Kind != OrderLineKind.Shipping || standard < 0) ? Fault(place, "standardDelivery", "is for a line of delivery, zero or more")
            : line.Kind != OrderLineKind.Goods && (terms.SetKey ?? (object?)terms.FreeWithLine ?? terms.Promotion) is not null ? Fault(place, "terms", "sets, gifts and promotions are of goods")
            : terms.SetKey is { } set ? FaultOfKey(place, "setKey", set) ?? FaultOfGift(draft, place, terms)
            : FaultOfGift(draft, place, terms);
    }

    private static Refusal? FaultOfGift(OrderDraft draft, int place, LineTerms terms) =>
        terms.FreeWithLine is not { } with ? null
        : with < 1 || with > draft.Lines.Count || with == place + 1 || draft.Lines[with - 1].Kind != OrderLineKind.Goods ? Fault(place, "freeWith", "must be another line of goods of the order")
        : draft.Lines[with - 1].Terms?.FreeWithLine is not null ? Fault(place, "freeWith", "must not be a gift itself")
        : null;

    private static Refusal? FaultOf(int place, Promotion? promotion, Dictionary<string, Promotion> known)
    {
        if (promotion is null)
        {
            return null;
        }

        if (promotion is not { Buy: >= 2 and <= 1_000, Pay: >= 1 } || promotion.Pay >= promotion.Buy)
        {
            return Fault(place, "promotion", "must be of 2 to 1,000 units, of which at least one is paid and not all");
        }

        if (FaultOfKey(place, "promotion", promotion.Key) is { } fault)
        {
            return fault;
        }

        known.TryAdd(promotion.Key, promotion);
        return known[promotion.Key] == promotion ? null : Fault(place, "promotion", $"'{promotion.Key}' has other numbers in another line");
    }

    private static Refusal? FaultOfKey(int place, string field, string key) =>
        key.Trim().Length is 0 or > LongestKey || key.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter)) ? Fault(place, field, $"must be 1 to {LongestKey} plain characters") : null;

    private static Refusal Fault(int place, string field, string fault) => OrderRefusals.Field($"lines[{place}].{field}", fault);
}
