using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>On whose behalf requests are taken in, and as of when.</summary>
/// <param name="Client">The retailer.</param>
/// <param name="By">Who imports; stored with each case.</param>
/// <param name="AsOfAsked">Whether a case counts as received when the customer asked, instead of now: for a replay of the past.</param>
/// <param name="Channel">How the requests came.</param>
internal sealed record RequestTerms(Client Client, Actor By, bool AsOfAsked, RequestChannel Channel = RequestChannel.File);

/// <summary>
/// Groups lines into requests, finds the purchases they are about and receives a case for each order, 200 requests a transaction.
/// Cases are due at once, so that automation takes them up. With a rehearsal nothing is stored, and what would have been is
/// remembered there.
/// </summary>
internal sealed class RequestSink(DeskDatabase database, RequestTerms terms, ImportTally tally, TimeProvider time, Rehearsal? rehearsal = null) : IRowSink<RequestRow>
{
    private const int RequestsABatch = 200;
    private const int MostAttempts = 6;

    private readonly RowGroups<RequestRow> _groups = new();
    private readonly List<RowGroup<RequestRow>> _batch = [];
    private readonly BusinessCalendar _calendar = terms.Client.Calendar;
    private IReadOnlyList<ReturnPolicy>? _policies;

    /// <inheritdoc />
    public async Task AddAsync(RequestRow row, CancellationToken cancellationToken)
    {
        var complete = _groups.Add(row.RequestKey, row, out var full);
        if (full)
        {
            tally.Reject(row.Line, new RejectReason("too-many-lines", $"The request has more than {RowGroups<RequestRow>.MostRows:N0} lines; those behind are not taken in."));
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

    private async Task TakeAsync(RowGroup<RequestRow> group, CancellationToken cancellationToken)
    {
        if (_batch.Exists(other => other.Key == group.Key))
        {
            // Its lines stand far apart: what comes second is held against what the first made.
            await StoreAsync(cancellationToken);
        }

        _batch.Add(group);
        if (_batch.Count >= RequestsABatch)
        {
            await StoreAsync(cancellationToken);
        }
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        // Earlier returns speak for purchases first, in whatever order a file has them.
        var inTurn = _batch.OrderBy(AskedAt).ToList();
        _batch.Clear();
        if (inTurn.Count == 0 || (await TryOftenAsync(inTurn, cancellationToken)).Succeeded)
        {
            return;
        }

        foreach (var request in inTurn)
        {
            var alone = await TryOftenAsync([request], cancellationToken);
            if (!alone.Succeeded)
            {
                request.Rows.ForEach(row => tally.Reject(row.Line, new RejectReason("request-refused", $"{alone.Refusal.Message} ({alone.Refusal.Code})")));
            }
        }
    }

    /// <summary>Automation and other imports may change the same orders meanwhile: then everything is looked at anew.</summary>
    private async Task<Outcome> TryOftenAsync(List<RowGroup<RequestRow>> requests, CancellationToken cancellationToken)
    {
        var outcome = Outcome.Ok;
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            outcome = await TryAsync(requests, cancellationToken);
            if (outcome.Succeeded)
            {
                break;
            }
        }

        return outcome;
    }

    private async Task<Outcome> TryAsync(List<RowGroup<RequestRow>> requests, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Only(terms.Client.Id), cancellationToken);
        _policies ??= (await db.Policies.AsNoTracking().OrderBy(row => row.Version).ToListAsync(cancellationToken)).ConvertAll(Loading.Read);
        var purchases = await Purchases.LoadAsync(db, terms.Client.Id, [.. requests.SelectMany(request => request.Rows)], rehearsal, cancellationToken);
        var plans = requests.ConvertAll(request => (Request: request, Plan: RequestPlan.Make(request, purchases)));
        if (plans.Exists(pair => pair.Plan.Wanted.Any()) && await IntakeClosed.IsAsync(db, terms.Client.Id, cancellationToken))
        {
            plans = plans.ConvertAll(pair => pair.Plan.Wanted.Any() ? (pair.Request, Plan: RequestPlan.Refused(pair.Request, IntakeClosed.Reason)) : pair);
        }

        var ids = plans.SelectMany(pair => pair.Plan.Wanted.Select(wanted => wanted.Order)).Distinct().ToArray();
        var orders = ids.Length == 0 ? [] : await db.WholeOrders().Where(order => EF.Parameter(ids).Contains(order.Id)).ToDictionaryAsync(order => order.Id, cancellationToken);

        var cases = new List<RefundCase>();
        foreach (var (request, plan) in plans)
        {
            foreach (var (id, lines) in plan.Wanted)
            {
                var received = Receive(orders[id], request, lines);
                if (!received.Succeeded)
                {
                    return received.Refusal;
                }

                cases.Add(received.Value);
            }
        }

        var saved = rehearsal is null ? await SaveAsync(db, cases, cancellationToken) : Rehearse(cases);
        if (saved.Succeeded)
        {
            tally.Stored += cases.Count;
            plans.ForEach(pair => Count(pair.Plan));
        }

        return saved;
    }

    private Outcome<RefundCase> Receive(Order order, RowGroup<RequestRow> request, IReadOnlyList<RequestedLine> lines)
    {
        var now = time.GetUtcNow();
        var asked = AskedAt(request);
        var at = terms.AsOfAsked && asked < now ? asked : now;
        var policy = PoliciesInForce.At(_policies!, order.PlacedAt, now).Current;
        return RefundCase.Receive(
            order,
            new RefundRequest(terms.Channel, Purchases.CaseKey(request.Key, order.OrderNumber), asked, request.Rows.Find(row => row.Note is not null)?.Note, lines),
            FreshNumber.Next(),
            terms.By,
            _calendar.Add(at, TimeSpan.FromHours(policy.AnswerWithinHours)),
            at);
    }

    private Outcome Rehearse(List<RefundCase> cases)
    {
        foreach (var refund in cases)
        {
            foreach (var line in refund.Lines)
            {
                rehearsal!.Add(new AskedUnits(refund.Id, refund.RequestKey, refund.OrderId, refund.OrderNumber, line.LineNumber, line.Sku, line.Quantity));
            }
        }

        return Outcome.Ok;
    }

    private static async Task<Outcome> SaveAsync(RefundDeskDbContext db, List<RefundCase> cases, CancellationToken cancellationToken)
    {
        try
        {
            db.RefundCases.AddRange(cases);
            return await DeskDatabase.SaveAsync(db, Outcome.Ok, cancellationToken);
        }
        catch (DbUpdateException fault) when (fault.InnerException is DbException inner && (db.Dialect.IsDuplicate(inner) || db.Dialect.IsTransient(inner)))
        {
            return RefundRefusals.Stale;
        }
    }

    private void Count(RequestPlan plan)
    {
        tally.Unchanged += plan.CasesBefore;
        foreach (var line in plan.Lines)
        {
            tally.LinesStored += line.Stored > 0 ? 1 : 0;
            tally.LinesUnchanged += line.StoredBefore > 0 ? 1 : 0;
            if (line.Rejected is not { } reason)
            {
                continue;
            }

            if (line.Stored + line.StoredBefore > 0)
            {
                tally.KeepRemainder(line.Row.Line, reason);
            }
            else
            {
                tally.Reject(line.Row.Line, reason);
            }
        }
    }

    private static DateTimeOffset AskedAt(RowGroup<RequestRow> request) => request.Rows.Min(row => row.Units.AskedAt);
}
