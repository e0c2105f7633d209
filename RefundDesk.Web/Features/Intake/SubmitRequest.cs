using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake;

/// <summary>What became of a request.</summary>
/// <param name="Number">What the case is called.</param>
/// <param name="WasThere">True where the same request had come before, so that nothing was added.</param>
public sealed record SubmittedRequest(RefundNumber Number, bool WasThere);

/// <summary>Puts one refund request in: the same request twice is one case, two requests of one order at once both count.</summary>
public sealed class SubmitRequest(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    private const int MostAttempts = 6;

    /// <summary>Puts it in.</summary>
    /// <param name="clientKey">The retailer's key.</param>
    /// <param name="orderNumber">The retailer's number of the purchase.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Gives up; what was committed stays.</param>
    /// <returns>
    /// The case; or <c>refund.forbidden</c>, <c>request.unknown-client</c>, <c>client.leaving</c>, <c>request.unknown-order</c>, <c>request.key-reused</c>, what
    /// <see cref="RefundCase.Receive"/> refuses, or <c>refund.stale</c> where others kept being faster.
    /// </returns>
    public async Task<Outcome<SubmittedRequest>> HandleAsync(string clientKey, string orderNumber, RefundRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.RequestRefunds))
        {
            return RefundRefusals.Forbidden;
        }

        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            await using var db = await database.OpenAsync(principal, cancellationToken);
            if (await TryAsync(db, principal, clientKey, orderNumber, request, cancellationToken) is { } outcome)
            {
                return outcome;
            }
        }

        return RefundRefusals.Stale;
    }

    /// <summary>One attempt; null where another request was faster and it is worth looking again.</summary>
    private async Task<Outcome<SubmittedRequest>?> TryAsync(
        RefundDeskDbContext db, DeskPrincipal principal, string clientKey, string orderNumber, RefundRequest request, CancellationToken cancellationToken)
    {
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == clientKey, cancellationToken);
        if (client is null)
        {
            return IntakeRefusals.UnknownClient(clientKey);
        }

        if (await FindSameAsync(db, client.Id, orderNumber, request, cancellationToken) is { } there)
        {
            return there;
        }

        if (client.State != ClientState.Active)
        {
            return ClientRefusals.Leaving;
        }

        var order = await db.WholeOrders().SingleOrDefaultAsync(order => order.ClientId == client.Id && order.OrderNumber == orderNumber, cancellationToken);
        if (order is null)
        {
            return IntakeRefusals.UnknownOrder(orderNumber);
        }

        var by = (await db.KnownAsync(principal, cancellationToken)).Actor;
        var received = await ReceiveAsync(db, client, order, request, FreshNumber.Next(), by, time.GetUtcNow(), cancellationToken);
        if (!received.Succeeded)
        {
            return received.Refusal;
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new SubmittedRequest(received.Value.Number, WasThere: false);
        }
        catch (DbUpdateConcurrencyException)
        {
            return null;
        }
        catch (DbUpdateException fault) when (fault.InnerException is DbException inner
            && (db.Dialect.IsDuplicate(inner) || db.Dialect.IsCheckViolation(inner) || db.Dialect.IsTransient(inner)))
        {
            return null;
        }
    }

    /// <summary>Makes the case, not saved yet.</summary>
    internal static async Task<Outcome<RefundCase>> ReceiveAsync(
        RefundDeskDbContext db, Client client, Order order, RefundRequest request, RefundNumber number, Actor by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var policies = await db.LoadPoliciesAsync(client.Id, order.PlacedAt, now, cancellationToken);
        var received = RefundCase.Receive(order, request, number, by, client.Calendar.Add(now, TimeSpan.FromHours(policies.Current.AnswerWithinHours)), now);
        if (received.Succeeded)
        {
            db.RefundCases.Add(received.Value);
        }

        return received;
    }

    private static async Task<Outcome<SubmittedRequest>?> FindSameAsync(
        RefundDeskDbContext db, ClientId client, string orderNumber, RefundRequest request, CancellationToken cancellationToken)
    {
        if (request.RequestKey is null)
        {
            return null;
        }

        var there = await db.WholeCases().AsNoTracking().SingleOrDefaultAsync(refund => refund.ClientId == client && refund.RequestKey == request.RequestKey, cancellationToken);
        return there is null ? null
            : IsSame(there, orderNumber, request) ? new SubmittedRequest(there.Number, WasThere: true)
            : IntakeRefusals.KeyReused(request.RequestKey);
    }

    /// <summary>Compares what the customer said; a condition is compared only while no inspection has replaced it.</summary>
    private static bool IsSame(RefundCase there, string orderNumber, RefundRequest request) =>
        there.OrderNumber == orderNumber
        && there.CustomerNote == RefundCase.NoteAsStored(request.CustomerNote)
        && there.Lines.Count == request.Lines?.Count
        && request.Lines.All(wanted => there.Lines.Any(line =>
            line.LineNumber == wanted.LineNumber
            && line.Quantity == wanted.Quantity
            && line.Reason == wanted.Reason
            && (there.GoodsInspectedAt is not null || line.Condition == wanted.Condition)));
}
