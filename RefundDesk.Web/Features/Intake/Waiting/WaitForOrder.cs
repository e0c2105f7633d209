using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Waiting;

/// <summary>Puts a request in; where its order is not known yet it waits for it, under the number it will have.</summary>
public sealed class WaitForOrder(IRequestGroups groups, SubmitRequest submit, DeskDatabase database, ICurrentUser user, IOptions<WaitingOptions> options, TimeProvider time)
{
    private static readonly JsonSerializerOptions Text = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Puts it in.</summary>
    /// <remarks>On behalf of the retailer that the caller's key belongs to.</remarks>
    /// <param name="orderNumber">The retailer's number of the purchase.</param>
    /// <param name="request">What is wanted, with the sender's own key.</param>
    /// <param name="cancellationToken">Gives up; what was committed stays.</param>
    /// <returns>The case, or what will be one; or what <see cref="SubmitRequest"/> refuses.</returns>
    public async Task<Outcome<SubmittedRequest>> HandleAsync(string orderNumber, RefundRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.RequestKey is null)
        {
            throw new ArgumentException("A request that may wait needs its sender's key.", nameof(request));
        }

        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.RequestRefunds) || principal.ClientId is not { } client)
        {
            return RefundRefusals.Forbidden;
        }

        if (MayGoTogether(principal, orderNumber, request) && await groups.TakeAsync(client, orderNumber, request, principal.Actor, cancellationToken) is { } taken)
        {
            return new SubmittedRequest(taken.Number, WasThere: false) { Rest = taken.Rest };
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        if (await FindAsync(db, client, orderNumber, request, cancellationToken) is { } there)
        {
            return there;
        }

        if (await db.Clients.Where(own => own.Id == client).Select(own => own.Key).SingleOrDefaultAsync(cancellationToken) is not { } clientKey)
        {
            return RefundRefusals.Forbidden;
        }

        var submitted = await submit.HandleAsync(clientKey, orderNumber, request, cancellationToken);
        if (submitted.Succeeded || submitted.Refusal.Code != IntakeRefusals.UnknownOrder(orderNumber).Code || options.Value.Hours == 0)
        {
            return submitted;
        }

        var now = time.GetUtcNow();
        if (request.FirstFault(now) is { } fault)
        {
            return fault;
        }

        var row = new WaitingRequestRow
        {
            Number = FreshNumber.Next(), ClientId = client, OrderNumber = orderNumber, RequestKey = request.RequestKey, ActorName = principal.Actor.Name,
            Json = JsonSerializer.Serialize(request, Text), ReceivedAt = now, WaitsUntil = now.AddHours(options.Value.Hours),
        };
        // A row hangs on its client, and only what was loaded may be hung on.
        await db.Clients.SingleAsync(own => own.Id == client, cancellationToken);
        db.WaitingRequests.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new SubmittedRequest(row.Number, WasThere: false);
        }
        catch (DbUpdateException clash) when (clash.InnerException is DbException inner && db.Dialect.IsDuplicate(inner))
        {
            db.ChangeTracker.Clear();
            return await FindAsync(db, client, orderNumber, request, cancellationToken) ?? RefundRefusals.Stale;
        }
    }

    /// <summary>The request of a waiting row.</summary>
    internal static RefundRequest RequestOf(WaitingRequestRow row) =>
        JsonSerializer.Deserialize<RefundRequest>(row.Json, Text) ?? throw new JsonException("The stored request is empty.");

    /// <summary>Systems alone: of a person it is looked whether the purchase is their own. What cannot be right must not keep the others of its group waiting.</summary>
    private bool MayGoTogether(DeskPrincipal principal, string orderNumber, RefundRequest request) =>
        principal.Actor.Id is null && orderNumber is { Length: > 0 and <= 60 } && !orderNumber.Any(char.IsControl) && request.FirstFault(time.GetUtcNow()) is null;

    private static async Task<Outcome<SubmittedRequest>?> FindAsync(RefundDeskDbContext db, Domain.Clients.ClientId client, string orderNumber, RefundRequest request, CancellationToken cancellationToken)
    {
        var there = await db.WaitingRequests.AsNoTracking().SingleOrDefaultAsync(row => row.ClientId == client && row.RequestKey == request.RequestKey, cancellationToken);
        return there is null ? null
            : there.OrderNumber == orderNumber && IsSame(RequestOf(there), request) ? new SubmittedRequest(there.Number, WasThere: true)
            : IntakeRefusals.KeyReused(request.RequestKey!);
    }

    private static bool IsSame(RefundRequest there, RefundRequest request) =>
        there.Channel == request.Channel && there.CustomerNote == request.CustomerNote && there.Lines.SequenceEqual(request.Lines);
}
