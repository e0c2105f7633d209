using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using RefundDesk.Domain.Clients;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>
/// Keeps clients apart where rows are written. Reading is filtered, but an update or delete goes by key alone: so every row's client is
/// part of the condition it is written under, and a context of one client writes nothing that is not that client's.
/// </summary>
internal static class ClientGuard
{
    private const string Owner = nameof(IClientRow.ClientId);

    /// <summary>
    /// Makes the client part of the condition of every update and delete: a row that only claims to be this client's is then not found.
    /// </summary>
    public static void CheckOwnerOnEveryWrite(IMutableModel model)
    {
        foreach (var entity in model.GetEntityTypes())
        {
            if (entity.FindProperty(Owner) is { } owner && !owner.IsKey())
            {
                owner.IsConcurrencyToken = true;
            }
        }
    }

    /// <summary>Refuses what a context of one client may not write.</summary>
    /// <exception cref="InvalidOperationException">A row is another client's or nobody's, or hangs on a row that is not loaded: a defect.</exception>
    public static void RefuseOtherClients(RefundDeskDbContext db)
    {
        if (db.Scope.AllClients)
        {
            return;
        }

        var tracked = db.ChangeTracker.Entries().Where(entry => !entry.Metadata.IsOwned()).ToArray();
        foreach (var entry in tracked.Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            if (!IsOf(db.Scope.ClientId, entry))
            {
                throw new InvalidOperationException($"A {entry.Metadata.ClrType.Name} that is not of client {db.Scope.ClientId} was about to be written on behalf of it.");
            }

            foreach (var reference in entry.Metadata.GetForeignKeys().Where(reference => IsSet(entry, reference)))
            {
                if (!tracked.Any(parent => IsParent(parent, entry, reference) && IsOf(db.Scope.ClientId, parent)))
                {
                    throw new InvalidOperationException(
                        $"A {entry.Metadata.ClrType.Name} was about to be hung on a {reference.PrincipalEntityType.ClrType.Name} that client {db.Scope.ClientId} has not loaded.");
                }
            }
        }
    }

    private static bool IsOf(ClientId client, EntityEntry entry)
    {
        if (entry.Entity is Client itself)
        {
            return itself.Id == client;
        }

        return entry.Metadata.FindProperty(Owner) is not null
            && entry.Property(Owner) is var owner
            && Equals(owner.CurrentValue, client)
            && (entry.State == EntityState.Added || Equals(owner.OriginalValue, client));
    }

    private static bool IsSet(EntityEntry entry, IForeignKey reference) =>
        reference.Properties.All(property => entry.Property(property.Name).CurrentValue is not null)
        && (entry.State == EntityState.Added || reference.Properties.Any(property => entry.Property(property.Name).IsModified));

    private static bool IsParent(EntityEntry parent, EntityEntry child, IForeignKey reference) =>
        reference.PrincipalEntityType.IsAssignableFrom(parent.Metadata)
        && reference.PrincipalKey.Properties.Zip(reference.Properties, (key, link) =>
            Equals(parent.Property(key.Name).CurrentValue, child.Property(link.Name).CurrentValue)).All(same => same);
}
