using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Customers;

/// <summary>A customer about to be changed, with every row of the same person.</summary>
/// <param name="Db">The context of the step.</param>
/// <param name="Client">The retailer.</param>
/// <param name="Customer">The reference that was named.</param>
/// <param name="Person">Every row of the person, that one included.</param>
/// <param name="By">Who.</param>
/// <param name="At">Now, UTC.</param>
internal sealed record CustomerHand(RefundDeskDbContext Db, Client Client, Customer Customer, IReadOnlyList<Customer> Person, Actor By, DateTimeOffset At)
{
    /// <summary>Writes down what was changed.</summary>
    public void Note(string field, string? before, string? after) => Db.Audit.Add(AuditRow.Of(Customer, By, At, field, before, after));

    /// <summary>What is noted of the person.</summary>
    public CustomerStanding Standing => Person.Aggregate(CustomerStanding.None, (all, row) => all | row.Standing);

    /// <summary>The row the person is counted under.</summary>
    public Customer Root => Person.Single(row => row.Reference == Customer.Person);
}

/// <summary>What every step about a customer has in common: permission, the rows of the person, one save, and the cases that must know.</summary>
internal static class CustomerSteps
{
    private const int MostAttempts = 4;
    private const int MostOpenCases = 500;

    /// <summary>Takes a step; where automation was faster with one of the customer's cases, again.</summary>
    public static async Task<Outcome> TakeAsync(
        DeskDatabase database, ICurrentUser user, TimeProvider time, (string Client, string Reference) who, Func<CustomerHand, CancellationToken, Task<Outcome>> step, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.CareForCustomers))
        {
            return RefundRefusals.Forbidden;
        }

        for (var attempt = 1; ; attempt++)
        {
            await using var db = await database.OpenAsync(principal, cancellationToken);
            try
            {
                var taken = await db.InTransactionAsync(
                    async stop =>
                    {
                        var hand = await HandAsync(db, who, principal.Actor, time.GetUtcNow(), stop);
                        return hand.Succeeded ? await DeskDatabase.SaveAsync(db, await step(hand.Value, stop), stop) : hand.Refusal;
                    },
                    cancellationToken);
                if (taken.Refusal != RefundRefusals.Stale || attempt == MostAttempts)
                {
                    return taken;
                }
            }
            catch (Exception fault) when (attempt < MostAttempts && fault.GetBaseException() is DbException inner && (database.Dialect.IsDuplicate(inner) || database.Dialect.IsDeadlock(inner)))
            {
                // Goes round: the database undid it whole, and what was in the way is there to be read now.
            }
        }
    }

    /// <summary>The row of a reference, made where the client has sold to it; with those of the same person.</summary>
    public static async Task<Outcome<Customer>> FindAsync(RefundDeskDbContext db, ClientId client, string reference, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var customer = await db.Customers.SingleOrDefaultAsync(row => row.ClientId == client && row.Reference == reference, cancellationToken);
        if (customer is not null)
        {
            return customer;
        }

        if (!await db.Orders.AnyAsync(order => order.ClientId == client && order.CustomerReference == reference, cancellationToken))
        {
            return CustomerRefusals.Unknown(reference);
        }

        customer = Customer.Of(client, reference, now);
        db.Customers.Add(customer);
        return customer;
    }

    /// <summary>Tells every case of the person what is so: those that are open take it up, those that have ended only know it.</summary>
    public static async Task TellCasesAsync(CustomerHand hand, CustomerStanding standing, CancellationToken cancellationToken)
    {
        var (db, client) = (hand.Db, hand.Client.Id);
        var references = hand.Person.Select(row => row.Reference).ToArray();
        var mine = db.WholeCases().Where(refund => refund.ClientId == client && references.Contains(refund.CustomerReference) && refund.Standing != standing);
        await mine.Where(refund => refund.Status == RefundStatus.Paid || refund.Status == RefundStatus.Rejected || refund.Status == RefundStatus.Cancelled).ExecuteUpdateAsync(
            set => set.SetProperty(refund => refund.Standing, standing).SetProperty(refund => refund.Version, refund => refund.Version + 1), cancellationToken);
        foreach (var refund in await mine.OrderBy(refund => refund.ReceivedAt).Take(MostOpenCases).ToListAsync(cancellationToken))
        {
            refund.KnowStanding(standing, hand.By, hand.At);
        }

        if (standing.Has(CustomerStanding.Deceased))
        {
            await KeepMessagesBackAsync(hand, references, cancellationToken);
        }
    }

    /// <summary>What was to be sent to somebody who has died stays here; what a node is sending at this moment cannot be called back.</summary>
    private static async Task KeepMessagesBackAsync(CustomerHand hand, string[] references, CancellationToken cancellationToken)
    {
        var (db, client) = (hand.Db, hand.Client.Id);
        var waiting = await (from row in db.Outbox
                             where row.Channel == "mail" && row.DueAt != null && row.LeaseOwner == null
                             join refund in db.RefundCases on row.CaseId equals refund.Id
                             where refund.ClientId == client && references.Contains(refund.CustomerReference)
                             select new { Row = row, refund.Status }).ToListAsync(cancellationToken);
        foreach (var kept in waiting)
        {
            kept.Row.DueAt = null;
            kept.Row.LastError = "Not sent: the customer has died";
            var kind = JsonSerializer.Deserialize<RefundNotice>(kept.Row.Json, PendingRows.Json)!.Kind;
            db.CaseEvents.Add(PendingRows.RowOf(kept.Row.ClientId, kept.Row.CaseId, CaseEvent.NotTold(kind, kept.Status, "The customer has died", hand.At)));
        }
    }

    private static async Task<Outcome<CustomerHand>> HandAsync(RefundDeskDbContext db, (string Client, string Reference) who, Actor by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == who.Client, cancellationToken);
        if (client is null)
        {
            return new Refusal("client.unknown", $"There is no client '{who.Client}'.");
        }

        var customer = await FindAsync(db, client.Id, who.Reference, now, cancellationToken);
        if (!customer.Succeeded)
        {
            return customer.Refusal;
        }

        var (id, person) = (client.Id, customer.Value.Person);
        var rows = await db.Customers.Where(row => row.ClientId == id && row.Person == person).ToListAsync(cancellationToken);
        return new CustomerHand(db, client, customer.Value, rows.Contains(customer.Value) ? rows : [.. rows, customer.Value], by, now);
    }
}
