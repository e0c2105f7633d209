using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.ApiKeys;

/// <summary>Ends a key for good; nodes that saw it a moment ago take it for up to ten seconds more.</summary>
public sealed class RevokeApiKey(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Ends it.</summary>
    /// <param name="lookup">The part of the key that lists show.</param>
    /// <param name="cancellationToken">Ends it before the save.</param>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>api-key.not-found</c>, <c>api-key.revoked</c>.</returns>
    public async Task<Outcome> HandleAsync(string lookup, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        if (await db.ApiKeys.SingleOrDefaultAsync(key => key.Lookup == lookup, cancellationToken) is not { } key)
        {
            return ApiKeyRefusals.NotFound;
        }

        var now = time.GetUtcNow();
        var revoked = key.Revoke(now);
        if (revoked.Succeeded)
        {
            var client = await db.Clients.AsNoTracking().SingleAsync(client => client.Id == key.ClientId, cancellationToken);
            db.Audit.Add(AuditRow.Of(client, principal.Actor, now, CreateApiKey.Field, key.Name, null));
        }

        return await DeskDatabase.SaveAsync(db, revoked, cancellationToken);
    }
}
