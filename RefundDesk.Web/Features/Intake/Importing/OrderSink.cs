using System.Data.Common;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>
/// Groups lines into orders and stores them, 500 orders a transaction. An order that is there with the same content is unchanged;
/// one that is there with other content is rejected whole, never overwritten. With a rehearsal nothing is stored, and what would
/// have been is remembered there.
/// </summary>
internal sealed class OrderSink(DeskDatabase database, Client client, ImportTally tally, TimeProvider time, Rehearsal? rehearsal = null) : IRowSink<OrderRow>
{
    private const int OrdersABatch = 500;
    private const int LinesABatch = 20_000;

    private readonly RowGroups<OrderRow> _groups = new();
    private readonly List<Candidate> _batch = [];
    private int _lines;

    /// <inheritdoc />
    public async Task AddAsync(OrderRow row, CancellationToken cancellationToken)
    {
        var complete = _groups.Add(row.Head.OrderNumber, row, out var full);
        if (full)
        {
            tally.Reject(row.Line, new RejectReason("too-many-lines", $"The order has more than {RowGroups<OrderRow>.MostRows:N0} lines; those behind are not stored."));
        }

        if (complete is not null)
        {
            await TakeAsync(complete, cancellationToken);
        }
    }

    /// <inheritdoc />
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        foreach (var group in _groups.Rest())
        {
            await TakeAsync(group, cancellationToken);
        }

        await StoreAsync(cancellationToken);
    }

    private async Task TakeAsync(RowGroup<OrderRow> group, CancellationToken cancellationToken)
    {
        if (FirstDifference(group) is { } field)
        {
            Reject(group, new RejectReason("order-differs", $"The lines of order {group.Key} disagree about its {field}."));
            return;
        }

        var draft = DraftOf(group);
        var taken = Order.TakeIn(client.Id, draft, time.GetUtcNow());
        if (!taken.Succeeded)
        {
            Reject(group, new RejectReason("order-refused", $"Order {group.Key}: {taken.Refusal.Message}"));
            return;
        }

        if (_batch.Exists(other => other.Order.OrderNumber == group.Key))
        {
            Reject(group, Scattered(group.Key));
            return;
        }

        _batch.Add(new Candidate(taken.Value, draft, group));
        _lines += group.Rows.Count;
        if (_batch.Count >= OrdersABatch || _lines >= LinesABatch)
        {
            await StoreAsync(cancellationToken);
        }
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count == 0)
        {
            return;
        }

        if (!await TryStoreAsync(_batch, cancellationToken))
        {
            // Someone stored one of these numbers meanwhile (or the database takes two spellings for one): find it alone.
            foreach (var candidate in _batch)
            {
                if (!await TryStoreAsync([candidate], cancellationToken) && !await TryStoreAsync([candidate], cancellationToken))
                {
                    Reject(candidate.Group, new RejectReason("order-number-taken", $"There is an order with a number like {candidate.Order.OrderNumber} already."));
                }
            }
        }

        _batch.Clear();
        _lines = 0;
    }

    /// <summary>Stores what is new; false, with nothing stored, where a number was taken between looking and storing.</summary>
    private async Task<bool> TryStoreAsync(List<Candidate> candidates, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Only(client.Id), cancellationToken);
        var there = await StoredOrders.FindAsync(db, client.Id, [.. candidates.Select(candidate => candidate.Order.OrderNumber)], cancellationToken);
        var fresh = candidates.FindAll(candidate => !there.ContainsKey(candidate.Order.OrderNumber));
        if (fresh.Count > 0 && await IntakeClosed.IsAsync(db, client.Id, cancellationToken))
        {
            fresh.ForEach(candidate => Reject(candidate.Group, IntakeClosed.Reason));
            fresh.Clear();
        }

        if (rehearsal is not null)
        {
            fresh = Rehearse(fresh);
        }
        else if (fresh.Count > 0)
        {
            try
            {
                await db.InsertOrdersAsync(fresh.ConvertAll(candidate => candidate.Order), cancellationToken);
            }
            catch (DbException fault) when (db.Dialect.IsDuplicate(fault))
            {
                return false;
            }
        }

        tally.Stored += fresh.Count;
        tally.LinesStored += fresh.Sum(candidate => candidate.Group.Rows.Count);
        foreach (var candidate in candidates)
        {
            if (!there.TryGetValue(candidate.Order.OrderNumber, out var stored))
            {
                continue;
            }

            if (StoredOrders.FirstDifference(stored, candidate.Order) is { } difference)
            {
                Reject(candidate.Group, new RejectReason(
                    "order-changed",
                    $"Order {stored.OrderNumber} is stored with another {difference} and is not overwritten. Where its lines are scattered over the file, bring them together."));
                continue;
            }

            tally.Unchanged++;
            tally.LinesUnchanged += candidate.Group.Rows.Count;
        }

        return true;
    }

    /// <summary>Takes orders as stored; those the rehearsal had before are counted as a run would, and left out of the answer.</summary>
    private List<Candidate> Rehearse(List<Candidate> candidates)
    {
        var fresh = candidates.FindAll(candidate => !rehearsal!.HasOrder(candidate.Order.OrderNumber));
        foreach (var again in candidates.Except(fresh))
        {
            if (rehearsal!.IsSame(again.Draft))
            {
                tally.Unchanged++;
                tally.LinesUnchanged += again.Group.Rows.Count;
            }
            else
            {
                Reject(again.Group, new RejectReason("order-changed", $"Lines of order {again.Order.OrderNumber} stand further up with other content. Where its lines are scattered over the file, bring them together."));
            }
        }

        fresh.ForEach(candidate => rehearsal!.Add(candidate.Draft));
        return fresh;
    }

    private void Reject(RowGroup<OrderRow> group, RejectReason reason)
    {
        foreach (var row in group.Rows)
        {
            tally.Reject(row.Line, reason);
        }
    }

    private static RejectReason Scattered(string number) =>
        new("order-scattered", $"Lines of order {number} stand apart from its others, with more than {RowGroups<OrderRow>.Open} orders between; bring them together.");

    private static string? FirstDifference(RowGroup<OrderRow> group)
    {
        var first = group.Rows[0].Head;
        foreach (var row in group.Rows)
        {
            // Records compare by value; only a difference costs the search for its name. The times may differ: the earliest order counts, and the last parcel.
            var other = row.Head;
            if (other with { PlacedAt = first.PlacedAt, DispatchedAt = first.DispatchedAt, DeliveredAt = first.DeliveredAt } == first)
            {
                continue;
            }

            return other.CustomerReference != first.CustomerReference ? "customer"
                : other.Currency != first.Currency ? "currency"
                : other.Payment != first.Payment ? "payment"
                : other.OrderDiscountMinor != first.OrderDiscountMinor ? "discount"
                : "customer's name, address, country, group or time zone";
        }

        return null;
    }

    private static OrderDraft DraftOf(RowGroup<OrderRow> group)
    {
        var head = group.Rows[0].Head;
        var lines = group.Rows.ConvertAll(row => row.FreeWith is null ? row.Draft : AsGift(row, group));
        var charged = lines.Sum(line => line.ListMinor - line.LineDiscountMinor) - head.OrderDiscountMinor;
        var payment = head.Payment;

        // A split delivery is there with its last parcel; one that is still on its way leaves the order undelivered. Services have no parcel.
        var goods = group.Rows.FindAll(row => row.Draft.Kind == OrderLineKind.Goods);
        var parcels = goods.Count > 0 ? goods : group.Rows;
        return new OrderDraft(
            head.OrderNumber,
            head.CustomerReference,
            head.CustomerName,
            head.CustomerEmail,
            head.Country,
            head.Currency,
            group.Rows.Min(row => row.Head.PlacedAt),
            parcels.Max(row => row.Head.DispatchedAt),
            parcels.TrueForAll(row => row.Head.DeliveredAt is not null) ? parcels.Max(row => row.Head.DeliveredAt) : null,
            head.OrderDiscountMinor,
            lines,
            [new TenderDraft(payment.Method, payment.Gateway, payment.ChargeReference, payment.Label, payment.CapturedMinor ?? Math.Max(0, charged))]) { CustomerGroup = head.CustomerGroup, TimeZoneId = head.TimeZone, Postcode = head.Postcode };
    }

    /// <summary>An article that is not there is line 0, which the order refuses.</summary>
    private static OrderLineDraft AsGift(OrderRow row, RowGroup<OrderRow> group) => row.Draft with
    {
        Terms = (row.Draft.Terms ?? new LineTerms()) with { FreeWithLine = group.Rows.FindIndex(other => other != row && string.Equals(other.Draft.Sku, row.FreeWith, StringComparison.OrdinalIgnoreCase)) + 1 },
    };

    private sealed record Candidate(Order Order, OrderDraft Draft, RowGroup<OrderRow> Group);
}
