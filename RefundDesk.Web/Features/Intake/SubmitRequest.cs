using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;

namespace RefundDesk.Web.Features.Intake;

/// <summary>What became of a request.</summary>
/// <param name="Number">What the case is called.</param>
/// <param name="WasThere">True where the same request had come before, so that nothing was added.</param>
public sealed record SubmittedRequest(RefundNumber Number, bool WasThere)
{
    /// <summary>Ends when automation is done with the case, with the case as it is then; with null where that is not known here.</summary>
    public Task<RefundCase?> Rest { get; init; } = Task.FromResult<RefundCase?>(null);
}

/// <summary>What comes along with a request: it is there when the request is looked at first.</summary>
/// <param name="Files">Files that were looked into.</param>
/// <param name="DraftOf">The form whose drafts come along; null where there is none.</param>
public sealed record RequestFiles(IReadOnlyList<PreparedFile> Files, Guid? DraftOf = null)
{
    /// <summary>Nothing.</summary>
    public static RequestFiles None { get; } = new([]);
}

/// <summary>Puts one refund request in: the same request twice is one case, two requests of one order at once both count.</summary>
public sealed class SubmitRequest(DeskDatabase database, ICurrentUser user, CaseAttachments attachments, TimeProvider time)
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
    public Task<Outcome<SubmittedRequest>> HandleAsync(string clientKey, string orderNumber, RefundRequest request, CancellationToken cancellationToken) =>
        HandleAsync(clientKey, orderNumber, request, RequestFiles.None, cancellationToken);

    /// <summary>Puts it in with what came along, all or nothing. Sent again under the same key, the files of the first time stay.</summary>
    /// <param name="clientKey">The retailer's key.</param>
    /// <param name="orderNumber">The retailer's number of the purchase.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="files">What came along.</param>
    /// <param name="cancellationToken">Gives up; what was committed stays.</param>
    /// <returns>As without files; or <c>attachment.too-many</c>.</returns>
    public async Task<Outcome<SubmittedRequest>> HandleAsync(string clientKey, string orderNumber, RefundRequest request, RequestFiles files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(files);
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.RequestRefunds))
        {
            return RefundRefusals.Forbidden;
        }

        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            await using var db = await database.OpenAsync(principal, cancellationToken);
            if (await TryAsync(db, principal, new Sent(clientKey, orderNumber, request, files), cancellationToken) is { } outcome)
            {
                return outcome;
            }
        }

        return RefundRefusals.Stale;
    }

    /// <summary>One attempt; null where another request was faster and it is worth looking again.</summary>
    private async Task<Outcome<SubmittedRequest>?> TryAsync(RefundDeskDbContext db, DeskPrincipal principal, Sent sent, CancellationToken cancellationToken)
    {
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == sent.ClientKey, cancellationToken);
        if (client is null)
        {
            return IntakeRefusals.UnknownClient(sent.ClientKey);
        }

        if (await FindSameAsync(db, client.Id, sent.OrderNumber, sent.Request, cancellationToken) is { } there)
        {
            return there;
        }

        if (client.State != ClientState.Active)
        {
            return ClientRefusals.Leaving;
        }

        var order = await db.WholeOrders(few: true).SingleOrDefaultAsync(order => order.ClientId == client.Id && order.OrderNumber == sent.OrderNumber, cancellationToken);
        if (order is null)
        {
            return IntakeRefusals.UnknownOrder(sent.OrderNumber);
        }

        var (by, now) = ((await db.KnownAsync(principal, cancellationToken)).Actor, time.GetUtcNow());
        var received = await ReceiveAsync(db, client, order, sent.Request, FreshNumber.Next(), by, now, cancellationToken);
        if (!received.Succeeded)
        {
            return received.Refusal;
        }

        var taken = await TakeFilesAsync(db, received.Value, sent, by, now, cancellationToken);
        return taken.Succeeded ? await SaveAsync(db, received.Value, cancellationToken) : taken.Refusal;
    }

    private async Task<Outcome> TakeFilesAsync(RefundDeskDbContext db, RefundCase refund, Sent sent, Actor by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (sent.Files.DraftOf is { } form && await attachments.TakeDraftsAsync(db, refund, form, by, now, cancellationToken) is { Succeeded: false } refused)
        {
            return refused;
        }

        return sent.Files.Files.Count == 0 ? Outcome.Ok : (await attachments.AddAsync(db, refund, sent.Files.Files, by, sent.Request.Channel, now, cancellationToken)).WithoutValue();
    }

    private static async Task<Outcome<SubmittedRequest>?> SaveAsync(RefundDeskDbContext db, RefundCase refund, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new SubmittedRequest(refund.Number, WasThere: false);
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

        var there = await db.WholeCases(few: true).AsNoTracking().SingleOrDefaultAsync(refund => refund.ClientId == client && refund.RequestKey == request.RequestKey, cancellationToken);
        return there is null ? null
            : IsSame(there, orderNumber, request) ? new SubmittedRequest(there.Number, WasThere: true)
            : IntakeRefusals.KeyReused(request.RequestKey);
    }

    private sealed record Sent(string ClientKey, string OrderNumber, RefundRequest Request, RequestFiles Files);

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
