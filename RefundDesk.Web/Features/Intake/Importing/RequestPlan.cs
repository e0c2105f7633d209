using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>What becomes of one line of a request.</summary>
/// <param name="Row">The line.</param>
/// <param name="Stored">Units taken in by this run.</param>
/// <param name="StoredBefore">Units taken in before.</param>
/// <param name="Rejected">Why the rest is not taken in; null where there is no rest.</param>
internal sealed record LinePlan(RequestRow Row, int Stored, int StoredBefore, RejectReason? Rejected);

/// <summary>What becomes of one request: a case for each order it touches. Made without touching anything but the open units.</summary>
internal sealed class RequestPlan
{
    private readonly Dictionary<OrderId, Dictionary<int, RequestedLine>> _wanted = [];

    private RequestPlan(string key) => Key = key;

    public string Key { get; }

    public List<LinePlan> Lines { get; } = [];

    public int CasesBefore { get; private init; }

    /// <summary>The lines wanted of each order.</summary>
    public IEnumerable<(OrderId Order, IReadOnlyList<RequestedLine> Lines)> Wanted =>
        _wanted.Select(pair => (pair.Key, (IReadOnlyList<RequestedLine>)[.. pair.Value.Values.OrderBy(line => line.LineNumber)]));

    public static RequestPlan Make(RowGroup<RequestRow> request, Purchases purchases)
    {
        var before = purchases.AskedUnder(request.Key, request.Rows);
        return before.Count > 0 ? Again(request, purchases, before) : First(request, purchases);
    }

    /// <summary>Nothing of it is taken in.</summary>
    public static RequestPlan Refused(RowGroup<RequestRow> request, RejectReason reason)
    {
        var plan = new RequestPlan(request.Key);
        plan.Lines.AddRange(request.Rows.Select(row => new LinePlan(row, 0, 0, reason)));
        return plan;
    }

    private static RequestPlan First(RowGroup<RequestRow> request, Purchases purchases)
    {
        var plan = new RequestPlan(request.Key);
        foreach (var row in request.Rows)
        {
            var taken = PurchaseMatching.Take(purchases.For(row), row.Units);
            foreach (var (purchase, units) in taken)
            {
                plan.Want(purchase, units, row);
            }

            var stored = taken.Sum(part => part.Units);
            plan.Lines.Add(new LinePlan(row, stored, 0, stored == row.Units.Quantity ? null : Missing(row, purchases, stored)));
        }

        return plan;
    }

    /// <summary>
    /// The request was taken in by an earlier run, all of it in one transaction: its lines are found again among those cases, and
    /// what was not taken in then is not now.
    /// </summary>
    private static RequestPlan Again(RowGroup<RequestRow> request, Purchases purchases, IReadOnlyList<AskedUnits> before)
    {
        var plan = new RequestPlan(request.Key) { CasesBefore = before.Select(units => units.CaseId).Distinct().Count() };
        var left = before.GroupBy(units => units.Sku.ToUpperInvariant()).ToDictionary(group => group.Key, group => group.Sum(units => units.Quantity));
        foreach (var row in request.Rows)
        {
            var sku = row.Sku?.ToUpperInvariant() ?? before.FirstOrDefault(units => units.LineNumber == row.LineNumber)?.Sku.ToUpperInvariant() ?? string.Empty;
            var units = Math.Min(row.Units.Quantity, left.GetValueOrDefault(sku));
            if (units > 0)
            {
                left[sku] -= units;
            }

            var rejected = units == row.Units.Quantity ? null
                : units == 0 && purchases.For(row).Any(purchase => purchase.Open > 0 && purchase.PlacedAt <= row.Units.AskedAt) ? Changed(request.Key)
                : Missing(row, purchases, units);
            plan.Lines.Add(new LinePlan(row, 0, units, rejected));
        }

        if (left.Values.Any(units => units > 0))
        {
            plan.Lines.Clear();
            plan.Lines.AddRange(request.Rows.Select(row => new LinePlan(row, 0, 0, Changed(request.Key))));
        }

        return plan;
    }

    private void Want(Purchase purchase, int units, RequestRow row)
    {
        if (!_wanted.TryGetValue(purchase.OrderId, out var lines))
        {
            _wanted.Add(purchase.OrderId, lines = []);
        }

        lines[purchase.LineNumber] = lines.TryGetValue(purchase.LineNumber, out var already)
            ? already with { Quantity = already.Quantity + units }
            : new RequestedLine(purchase.LineNumber, units, row.Reason, row.Condition);
    }

    private static RejectReason Changed(string key) =>
        new("request-changed", $"Request {key} was taken in before with other lines and is not changed; send what is new under another key.");

    private static RejectReason Missing(RequestRow row, Purchases purchases, int found)
    {
        if (found > 0)
        {
            return new RejectReason("over-return", $"Of {row.Units.Quantity:N0} units, purchases are found for {found:N0}; the remaining {row.Units.Quantity - found:N0} are not taken in.");
        }

        if (row.OrderNumber is null)
        {
            return new RejectReason("no-purchase", "No earlier purchase of this article by this customer is found of which any unit is left.");
        }

        return !purchases.HasOrder(row.OrderNumber) ? new RejectReason("unknown-order", "There is no order of this number.")
            : purchases.For(row).Any() ? new RejectReason("nothing-left", "Other requests speak for every unit of this line.")
            : new RejectReason("unknown-line", "The order has no such line.");
    }
}
