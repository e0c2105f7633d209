using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.ApiKeys;

/// <summary>Makes a key for a system of a retailer; the secret is handed out once.</summary>
public sealed class CreateApiKey(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>What is written down about keys is called this.</summary>
    internal const string Field = "API key";

    /// <summary>Makes it.</summary>
    /// <param name="clientKey">The retailer's key.</param>
    /// <param name="name">What people call the system.</param>
    /// <param name="scopes">What it may do.</param>
    /// <param name="days">Days after which it opens nothing any more; null never.</param>
    /// <param name="cancellationToken">Ends it before the save.</param>
    /// <returns>The key with its secret; or <c>refund.forbidden</c>, <c>api-key.*</c>.</returns>
    public async Task<Outcome<IssuedApiKey>> HandleAsync(string clientKey, string name, ApiScopes scopes, int? days, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == clientKey, cancellationToken);
        if (client is null)
        {
            return ApiKeyRefusals.UnknownClient(clientKey);
        }

        if (await db.ApiKeys.CountAsync(key => key.ClientId == client.Id && key.RevokedAt == null, cancellationToken) >= ApiKey.MostOfAClient)
        {
            return ApiKeyRefusals.TooMany;
        }

        var now = time.GetUtcNow();
        var issued = ApiKey.Issue(client.Id, name, scopes, days is { } some ? now.AddDays(some) : null, principal.Actor, now);
        if (issued.Succeeded)
        {
            db.ApiKeys.Add(issued.Value.Key);
            db.Audit.Add(AuditRow.Of(client, principal.Actor, now, Field, null, $"{issued.Value.Key.Name}: {scopes}"));
            await db.SaveChangesAsync(cancellationToken);
        }

        return issued;
    }
}
