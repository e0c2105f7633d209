using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>The one loader of each aggregate: always whole.</summary>
public static class Loading
{
    /// <summary>As many as are read with one question, which costs least then; of more, one question a table is less than every line beside every payout.</summary>
    public const int Few = 16;

    /// <summary>Cases with lines and payouts, in no particular order.</summary>
    /// <param name="db">What they are read from.</param>
    /// <param name="few">Whether at most <see cref="Few"/> are asked for.</param>
    public static IQueryable<RefundCase> WholeCases(this RefundDeskDbContext db, bool few = false)
    {
        ArgumentNullException.ThrowIfNull(db);
        var whole = db.RefundCases.Include(refund => refund.Lines).Include(refund => refund.Payouts);
        return few ? whole.AsSingleQuery() : whole.AsSplitQuery();
    }

    /// <summary>Orders with lines and tenders, in no particular order.</summary>
    /// <param name="db">What they are read from.</param>
    /// <param name="few">Whether at most <see cref="Few"/> are asked for.</param>
    public static IQueryable<Order> WholeOrders(this RefundDeskDbContext db, bool few = false)
    {
        ArgumentNullException.ThrowIfNull(db);
        var whole = db.Orders.Include(order => order.Lines.OrderBy(line => line.LineNumber)).Include(order => order.Tenders.OrderBy(tender => tender.TenderNumber));
        return few ? whole.AsSingleQuery() : whole.AsSplitQuery();
    }

    /// <summary>A case and its order, for a step a person takes; null where it is not in reach.</summary>
    /// <remarks>
    /// The order is read first: where someone else is faster in between, the case shows it and the step is refused for that reason, instead
    /// of for an order that seems to have nothing left.
    /// </remarks>
    public static async Task<(RefundCase Refund, Order Order)?> LoadCaseAsync(this RefundDeskDbContext db, RefundNumber number, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var order = await db.WholeOrders(few: true).SingleOrDefaultAsync(order => db.RefundCases.Any(refund => refund.Number == number && refund.OrderId == order.Id), cancellationToken);
        return order is null ? null : (await db.WholeCases(few: true).SingleAsync(refund => refund.Number == number, cancellationToken), order);
    }

    /// <summary>The versions that hold or will hold for somebody: drafts and what was withdrawn are no rules for any case.</summary>
    public static IQueryable<PolicyVersion> ActivePolicies(this RefundDeskDbContext db)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Policies.Where(version => version.State == PolicyState.Active && version.ActiveFrom != null);
    }

    /// <summary>What was promised when goods were bought, and what the desk goes by now.</summary>
    /// <exception cref="InvalidOperationException">The client has no policy: a defect, since one is added with the client.</exception>
    public static async Task<PoliciesInForce> LoadPoliciesAsync(this RefundDeskDbContext db, ClientId client, DateTimeOffset boughtAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var rows = await db.ActivePolicies().AsNoTracking().Where(row => row.ClientId == client).OrderBy(row => row.ActiveFrom).ToListAsync(cancellationToken);
        return rows.Count > 0 ? PoliciesInForce.At(rows.ConvertAll(Read), boughtAt, now) : throw new InvalidOperationException($"Client {client} has no policy.");
    }

    /// <summary>The document of a version.</summary>
    public static ReturnPolicy Read(PolicyVersion row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Document;
    }

    /// <summary>A client's first version, which holds at once.</summary>
    public static PolicyVersion RowOf(ClientId client, ReturnPolicy policy) => PolicyVersion.First(client, policy, Actor.System("Setup"));
}
