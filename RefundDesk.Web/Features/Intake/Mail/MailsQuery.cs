using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>A mail somebody must look at.</summary>
/// <param name="Id">The key.</param>
/// <param name="ClientKey">The retailer's key.</param>
/// <param name="ClientName">The retailer.</param>
/// <param name="From">The sender's address; empty where it could not be read.</param>
/// <param name="FromName">The sender's name; may be empty.</param>
/// <param name="Subject">One line; may be empty.</param>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="Why">Why a person must look.</param>
/// <param name="Files">Files in it.</param>
public sealed record MailToLookAt(Guid Id, string ClientKey, string ClientName, string From, string FromName, string Subject, DateTimeOffset ReceivedAt, string Why, int Files)
{
    /// <summary>Whether it could not be read at all.</summary>
    public bool IsUnread { get; init; }

    /// <summary>The refund it is about or that stands in its way.</summary>
    public RefundNumber? CaseNumber { get; init; }

    /// <summary>The order it names.</summary>
    public string? OrderNumber { get; init; }

    /// <summary>When the sender was asked for the order's number, UTC.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>What the text model takes it for; null without one.</summary>
    public CustomerConcern? Concern { get; init; }

    /// <summary>How sure, thousandths.</summary>
    public int ConcernPermille { get; init; }

    /// <summary>The reason it suggests; null without one.</summary>
    public RefundReason? Reason { get; init; }

    /// <summary>How sure, thousandths.</summary>
    public int ReasonPermille { get; init; }
}

/// <summary>What a mail says, for who looks at it.</summary>
/// <param name="Words">The sender's own words.</param>
/// <param name="Orders">Orders of the sender's address, newest first.</param>
/// <param name="HasOriginal">Whether <see cref="MailsQuery.OriginalAsync"/> has the whole of it.</param>
public sealed record MailContent(string Words, IReadOnlyList<MailOrder> Orders, bool HasOriginal);

/// <summary>An order the mail may be about.</summary>
/// <param name="OrderNumber">The retailer's number.</param>
/// <param name="CustomerName">Whose it is.</param>
/// <param name="PlacedAt">UTC.</param>
public sealed record MailOrder(string OrderNumber, string CustomerName, DateTimeOffset PlacedAt);

/// <summary>Lists mails that a person must look at, the oldest first.</summary>
public sealed class MailsQuery(DeskDatabase database, ICurrentUser user)
{
    /// <summary>The most that are listed.</summary>
    public const int AtMost = 200;

    private const int OrdersAtMost = 5;

    /// <summary>A mail as it came, while it is attached to no refund.</summary>
    /// <param name="id">Of the mail.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The whole message; null where it is not in reach, or lies with its refund.</returns>
    public async Task<byte[]?> OriginalAsync(Guid id, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!MayLook(principal))
        {
            return null;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        return await db.MailContents.AsNoTracking().Where(row => row.MailId == id).Select(row => row.Raw).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The oldest ones; none for who may not put requests in.</summary>
    public async Task<IReadOnlyList<MailToLookAt>> ToLookAtAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!MayLook(principal))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        return await (from row in db.MailMessages.AsNoTracking()
                      where row.State == MailState.ToLookAt || row.State == MailState.Failed
                      join client in db.Clients on row.ClientId equals client.Id
                      orderby row.StoredAt, row.Id
                      select new MailToLookAt(row.Id, client.Key, client.Name, row.FromAddress, row.FromName, row.Subject, row.ReceivedAt, row.Why ?? string.Empty, row.Files)
                      {
                          IsUnread = row.State == MailState.Failed, CaseNumber = row.CaseNumber, OrderNumber = row.OrderNumber, AnsweredAt = row.AnsweredAt,
                          Concern = row.Concern, ConcernPermille = row.ConcernPermille, Reason = row.Reason, ReasonPermille = row.ReasonPermille,
                      }).Take(AtMost).ToListAsync(cancellationToken);
    }

    /// <summary>What one of them says; null where it is not in reach, or is done with.</summary>
    public async Task<MailContent?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!MayLook(principal))
        {
            return null;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var mail = await db.MailMessages.AsNoTracking().Where(row => row.Id == id && (row.State == MailState.ToLookAt || row.State == MailState.Failed))
            .Select(row => new { row.ClientId, row.FromAddress, row.Words }).SingleOrDefaultAsync(cancellationToken);
        if (mail is null)
        {
            return null;
        }

#pragma warning disable CA1304, CA1311, CA1862 // It is the database that lowers; no culture is involved.
        var orders = mail.FromAddress.Length == 0 ? [] : await db.Orders.AsNoTracking()
            .Where(order => order.ClientId == mail.ClientId && order.CustomerEmail != null && order.CustomerEmail.ToLower() == mail.FromAddress)
            .OrderByDescending(order => order.PlacedAt).Take(OrdersAtMost).Select(order => new MailOrder(order.OrderNumber, order.CustomerName, order.PlacedAt)).ToListAsync(cancellationToken);
#pragma warning restore CA1304, CA1311, CA1862
        return new MailContent(mail.Words, orders, await db.MailContents.AnyAsync(row => row.MailId == id, cancellationToken));
    }

    internal static bool MayLook(DeskPrincipal principal) => principal.May(Permission.RequestRefunds) && principal.May(Permission.ViewCases);
}
