using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Clients;

/// <summary>Adds a retailer with a first policy.</summary>
public sealed class AddClient(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Adds it.</summary>
    /// <returns>The client; or <c>client.*</c>, <c>client.key-taken</c>, <c>refund.forbidden</c>.</returns>
    public async Task<Outcome<Client>> HandleAsync(string key, string name, string currency, string timeZone, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return Domain.Refunds.RefundRefusals.Forbidden;
        }

        var added = Client.Add(key, name, currency, timeZone, time.GetUtcNow());
        if (!added.Succeeded)
        {
            return added;
        }

        var client = added.Value;
        await using var db = await database.OpenAsync(principal, cancellationToken);
        db.Clients.Add(client);
        db.Audit.Add(AuditRow.Of(client, principal.Actor, client.CreatedAt, "Client", null, $"Added: {client.Name}, {client.Currency}, {client.TimeZoneId}"));
        db.Policies.Add(PolicyVersion.First(client.Id, ReturnPolicy.Standard(client.CreatedAt, client.Currency.MinorPerMajor), principal.Actor));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return client;
        }
        catch (DbUpdateException fault) when (fault.InnerException is DbException inner && db.Dialect.IsDuplicate(inner))
        {
            return new Refusal("client.key-taken", $"There is a client '{key}' already.");
        }
    }
}
