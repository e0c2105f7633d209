using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Clients;

/// <summary>Changes a retailer's name, sender address, time zone, business hours and, before the first order, currency.</summary>
public sealed class ChangeClient(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    internal static readonly Refusal Stale = new("client.stale", "Someone changed this client since you opened it. Look at it again and decide anew.");

    /// <summary>Does it; what each change means is said at <see cref="Client.Change"/>.</summary>
    /// <param name="key">Which client.</param>
    /// <param name="seenVersion">The version that was looked at.</param>
    /// <param name="wanted">As it shall be.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Done; or <c>client.*</c> naming the field, <c>client.stale</c>, <c>client.unknown</c>, <c>refund.forbidden</c>.</returns>
    public async Task<Outcome> HandleAsync(string key, long seenVersion, ClientDetails wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var client = await db.Clients.SingleOrDefaultAsync(client => client.Key == key, cancellationToken);
        if (client is null)
        {
            return new Refusal("client.unknown", $"There is no client '{key}'.");
        }

        if (client.Version != seenVersion)
        {
            return Stale;
        }

        var before = client.Describe();
        var changed = client.Change(wanted, await db.Orders.AnyAsync(order => order.ClientId == client.Id, cancellationToken));
        foreach (var (field, was, shall) in Differences(before, client.Describe()))
        {
            db.Audit.Add(AuditRow.Of(client, principal.Actor, time.GetUtcNow(), field, was, shall));
        }

        var saved = await DeskDatabase.SaveAsync(db, changed, cancellationToken);
        return saved.Refusal == RefundRefusals.Stale ? Stale : saved;
    }

    private static string Short(string? days) => days is null ? "none" : days.Length > 400 ? $"{days[..399]}…" : days;

    private static IEnumerable<(string Field, string Before, string After)> Differences(ClientDetails before, ClientDetails after) =>
        new[]
        {
            ("Name", before.Name, after.Name),
            ("Sender address", before.SenderAddress, after.SenderAddress),
            ("Currency", before.Currency, after.Currency),
            ("Time zone", before.TimeZoneId, after.TimeZoneId),
            ("Business hours", before.BusinessHours ?? "at all times", after.BusinessHours ?? "at all times"),
            ("Closed days", Short(before.ClosedDays), Short(after.ClosedDays)),
            ("Withdrawal function", before.OffersWithdrawal ? "shown" : "not shown", after.OffersWithdrawal ? "shown" : "not shown"),
            ("Brand colour", before.BrandColour ?? "none", after.BrandColour ?? "none"),
            ("Support contact", before.SupportContact ?? "none", after.SupportContact ?? "none"),
        }.Where(field => field.Item2 != field.Item3);
}
