using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>Pauses a shop, or lets it go on. While it is paused nothing is read, and no refund told; both are made up for afterwards.</summary>
public sealed class PauseSource(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Does it.</summary>
    /// <returns>Ok, also where it is so already; <c>refund.forbidden</c>, <c>source.not-found</c>, <c>source.stale</c>.</returns>
    public Task<Outcome> HandleAsync(Guid id, bool paused, CancellationToken cancellationToken) => SourceSteps.TakeAsync(
        database,
        user,
        id,
        time,
        (_, source) =>
        {
            if (source.IsPaused == paused)
            {
                return Task.FromResult<(string, string?)?>(null);
            }

            source.IsPaused = paused;
            if (!paused)
            {
                (source.NextLookAt, source.Faults) = (time.GetUtcNow(), 0);
            }

            return Task.FromResult<(string, string?)?>(paused ? ("read", "paused") : ("paused", "read"));
        },
        cancellationToken);
}

/// <summary>Says whether paid refunds are told to a shop. What was paid while they are not is kept, and told once they are again.</summary>
public sealed class SwitchTelling(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Does it.</summary>
    /// <returns>Ok, also where it is so already; <c>refund.forbidden</c>, <c>source.not-found</c>, <c>source.stale</c>.</returns>
    public Task<Outcome> HandleAsync(Guid id, bool tells, CancellationToken cancellationToken) => SourceSteps.TakeAsync(
        database,
        user,
        id,
        time,
        (_, source) =>
        {
            var isNew = source.TellsRefunds != tells;
            source.TellsRefunds = tells;
            return Task.FromResult<(string, string?)?>(!isNew ? null : tells ? ("refunds not told", "refunds told") : ("refunds told", "refunds not told"));
        },
        cancellationToken);
}

/// <summary>Takes a shop away: it is not read any more, and no refund is told. The orders that came from it stay.</summary>
public sealed class RemoveSource(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Does it.</summary>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>source.not-found</c>, <c>source.stale</c>.</returns>
    public Task<Outcome> HandleAsync(Guid id, CancellationToken cancellationToken) => SourceSteps.TakeAsync(
        database,
        user,
        id,
        time,
        async (db, source) =>
        {
            await db.SourceRefunds.Where(row => row.SourceId == id).ExecuteDeleteAsync(cancellationToken);
            await db.SourceOrders.Where(row => row.SourceId == id).ExecuteDeleteAsync(cancellationToken);
            db.OrderSources.Remove(source);
            return (string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{source.OrdersTaken} orders taken in"), null);
        },
        cancellationToken);
}

/// <summary>Gives a shop another secret, once the shop has let the desk in with it.</summary>
public sealed class ChangeSourceSecret(DeskDatabase database, ICurrentUser user, Shops shops, SourceSecrets secrets, TimeProvider time)
{
    /// <summary>Does it.</summary>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>source.not-found</c>, <c>source.field</c>, <c>source.stale</c>, and what the shop said.</returns>
    public async Task<Outcome> HandleAsync(Guid id, string secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return RefundRefusals.Forbidden;
        }

        if (secret.Length is 0 or > 2_000 || secret.Any(char.IsControl))
        {
            return SourceRefusals.Field("secret", "must be one line of 1 to 2,000 plain characters");
        }

        await using (var db = await database.OpenAsync(principal, cancellationToken))
        {
            if (await db.OrderSources.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } source)
            {
                return SourceRefusals.NotFound;
            }

            var tried = shops.Find(source.Kind) is { } connector
                ? await connector.TryAsync(new SourceAccess(new Uri(source.Address), source.Account, secret, source.Gateway, source.Since), cancellationToken)
                : SourceRefusals.UnknownKind(source.Kind, shops.Kinds);
            if (!tried.Succeeded)
            {
                return tried;
            }
        }

        return await SourceSteps.TakeAsync(
            database,
            user,
            id,
            time,
            (_, source) =>
            {
                (source.SealedSecret, source.NextLookAt, source.Faults) = (secrets.Seal(id, secret), time.GetUtcNow(), 0);
                return Task.FromResult<(string, string?)?>(("secret", "another secret"));
            },
            cancellationToken);
    }
}
