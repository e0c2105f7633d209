using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Domain.Refunds;

/// <summary>What an inspection found of a line.</summary>
/// <param name="Units">Units that came back, zero to those asked for.</param>
/// <param name="Condition">In which condition.</param>
/// <param name="Instead">What came in place of the article; null where it is the article.</param>
public sealed record GoodsFound(int Units, GoodsCondition Condition, FoundInstead? Instead = null);

/// <summary>Goods that come back: they are measured by what was found, not by what was announced.</summary>
public sealed partial class RefundCase
{
    /// <summary>
    /// The goods came back and were looked at; the case is decided anew. Units that did not come are free again: the customer may ask for them
    /// when they come.
    /// </summary>
    /// <param name="by">Who inspected.</param>
    /// <param name="found">By line number; lines not named came back as announced.</param>
    /// <param name="order">The purchase.</param>
    /// <param name="at">Now, UTC.</param>
    /// <returns>Ok, or <c>refund.not-allowed</c>, <c>refund.line-not-asked</c>, <c>refund.field</c>, <c>refund.more-received</c>.</returns>
    public Outcome TakeInspection(Actor by, IReadOnlyDictionary<int, GoodsFound> found, Order order, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(order);
        foreach (var (number, goods) in found)
        {
            if (FaultOf(number, goods) is { } fault)
            {
                return fault;
            }
        }

        var different = _lines.Where(line => found.TryGetValue(line.LineNumber, out var goods) && goods != AsAnnounced(line)).Select(line => Told(line, found[line.LineNumber])).ToArray();
        var taken = Fire(RefundTrigger.Inspect, by, at, "Goods came back and were inspected", different.Length == 0 ? null : string.Join("; ", different));
        if (!taken.Succeeded)
        {
            return taken;
        }

        foreach (var line in _lines.Where(line => found.ContainsKey(line.LineNumber)))
        {
            Count(line, found[line.LineNumber], order);
        }

        RequestedMinor = _lines.Sum(line => line.ChargedMinor);
        ProposedMinor = _lines.Sum(line => line.PayableMinor);
        GoodsInspectedAt = at;
        DueAt = at;
        TakeEvidence(by);
        return Outcome.Ok;
    }

    private Refusal? FaultOf(int number, GoodsFound goods) =>
        _lines.Find(line => line.LineNumber == number) is not { } line ? RefundRefusals.LineNotAsked(number)
        : !Enum.IsDefined(goods.Condition) ? RefundRefusals.Field("condition", "is not known")
        : goods.Instead is { } instead && !Enum.IsDefined(instead) ? RefundRefusals.Field("instead", "is not known")
        : goods.Units < 0 ? RefundRefusals.Field("units", "must be zero or more")
        : goods.Units > line.Quantity ? RefundRefusals.MoreReceived(number, line.Quantity, goods.Units)
        : null;

    private static GoodsFound AsAnnounced(RefundLine line) => new(line.Quantity, line.AnnouncedCondition);

    private static string Told(RefundLine line, GoodsFound found)
    {
        var units = found.Units == line.Quantity ? string.Empty : $" {found.Units} of {line.Quantity}";
        var instead = found.Instead is { } other ? $", {Words.Of(other)}" : string.Empty;
        return found.Units == 0 && found.Instead is null ? $"{line.Description}: none of {line.Quantity}" : $"{line.Description}:{units} {Words.Of(found.Condition)}{instead}";
    }

    /// <summary>Fewer units are counted anew on the order, so that the others are free.</summary>
    private static void Count(RefundLine line, GoodsFound found, Order order)
    {
        if (found.Units == line.Quantity)
        {
            line.Inspected(found);
            return;
        }

        order.ReleaseLine(line.LineNumber, line.Quantity, line.Units(order.Currency));
        line.Inspected(found);
        line.CountAnew(found.Units == 0 ? ReservedUnits.None(order.Currency) : order.ReserveLines([(line.LineNumber, found.Units)]).Value[0]);
    }
}
