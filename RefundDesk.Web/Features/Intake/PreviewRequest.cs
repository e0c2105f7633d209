using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake;

/// <summary>Another request for the same order.</summary>
/// <param name="Number">What it is called.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Channel">Over which door it came.</param>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="Lines">Line number and units.</param>
public sealed record OtherRequest(RefundNumber Number, RefundStatus Status, RequestChannel Channel, DateTimeOffset ReceivedAt, IReadOnlyList<(int LineNumber, int Quantity)> Lines);

/// <summary>What would come of a request, as the policy has it. Risk, limits and people may still send it to somebody.</summary>
/// <param name="Evaluation">Every rule that was looked at.</param>
/// <param name="Requested">What the lines were charged.</param>
/// <param name="Payable">What would be given back.</param>
public sealed record RequestPreview(PolicyEvaluation Evaluation, Money Requested, Money Payable);

/// <summary>Shows what a request would come to before anything is stored: the same order, the same counting, the same policies as when it is put in.</summary>
public sealed class PreviewRequest(DeskDatabase database, ICurrentUser user, ICountryZones zones, TimeProvider time)
{
    /// <summary>Looks at it without anything that comes along; nothing is stored or reserved.</summary>
    public Task<Outcome<RequestPreview>> HandleAsync(string clientKey, string orderNumber, RefundRequest request, CancellationToken cancellationToken) =>
        HandleAsync(clientKey, orderNumber, request, null, cancellationToken);

    /// <summary>Looks at it; nothing is stored or reserved.</summary>
    /// <param name="clientKey">The retailer's key.</param>
    /// <param name="orderNumber">The retailer's number of the purchase.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="evidence">What comes along; null where nothing does.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What would come of it; or what <see cref="SubmitRequest"/> would refuse.</returns>
    public async Task<Outcome<RequestPreview>> HandleAsync(string clientKey, string orderNumber, RefundRequest request, EvidenceFacts? evidence, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.RequestRefunds))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == clientKey, cancellationToken);
        if (client is null)
        {
            return IntakeRefusals.UnknownClient(clientKey);
        }

        if (client.State != ClientState.Active)
        {
            return ClientRefusals.Leaving;
        }

        var order = await db.WholeOrders(few: true).AsNoTracking().SingleOrDefaultAsync(order => order.ClientId == client.Id && order.OrderNumber == orderNumber, cancellationToken);
        if (order is null)
        {
            return IntakeRefusals.UnknownOrder(orderNumber);
        }

        var now = time.GetUtcNow();
        var by = (await db.KnownAsync(principal, cancellationToken)).Actor;
        var received = RefundCase.Receive(order, request, FreshNumber.Next(), by, now, now);
        if (!received.Succeeded)
        {
            return received.Refusal;
        }

        var refund = received.Value;
        var policies = await db.LoadPoliciesAsync(client.Id, order.PlacedAt, now, cancellationToken);

        // What is between the retailer's systems is for people of the desk.
        var shop = by.Id is null ? null : (await ShopAccounts.DifferingAsync(db, [order.Id], cancellationToken)).GetValueOrDefault(order.Id);
        var evaluation = PolicyRules.Evaluate(policies, client.Currency.Code, refund.FactsFor(order, order.ShopperZone(zones, client.TimeZoneId)) with { Evidence = evidence, ShopDiffers = shop });
        return new RequestPreview(evaluation, refund.Requested, Money.Of(evaluation.PayableMinor, order.Currency));
    }

    /// <summary>Requests for an order that were not refused or withdrawn, newest first: before another one is put in, somebody should know of them.</summary>
    /// <returns>The requests; none where the order is not in reach.</returns>
    public async Task<IReadOnlyList<OtherRequest>> OthersAsync(string clientKey, string orderNumber, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.RequestRefunds))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var refunds = await db.WholeCases().AsNoTracking()
            .Where(refund => refund.OrderNumber == orderNumber && refund.Status != RefundStatus.Rejected && refund.Status != RefundStatus.Cancelled)
            .Where(refund => db.Clients.Any(client => client.Id == refund.ClientId && client.Key == clientKey))
            .OrderByDescending(refund => refund.ReceivedAt).ToListAsync(cancellationToken);
        return refunds.ConvertAll(refund => new OtherRequest(refund.Number, refund.Status, refund.Channel, refund.ReceivedAt, [.. refund.Lines.Select(line => (line.LineNumber, line.Quantity))]));
    }
}
