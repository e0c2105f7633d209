using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>
/// Changed rows of one table of which the same columns changed: what to set, and by what each row is found. A row is found by its key
/// and by its concurrency tokens as they were read, so that a lost race changes nothing.
/// </summary>
public sealed class BulkUpdate
{
    private readonly List<object[]> _rows = [];
    private readonly ValueConverter?[] _converters;

    private BulkUpdate(IEntityType entity, IReadOnlyList<IProperty> set)
    {
        Table = entity.GetTableName()!;
        Set = set;
        Match = [.. entity.FindPrimaryKey()!.Properties, .. entity.GetProperties().Where(property => property.IsConcurrencyToken)];
        _converters = [.. Set.Concat(Match).Select(property => property.GetTypeMapping().Converter)];
    }

    /// <summary>The table's name.</summary>
    public string Table { get; }

    /// <summary>The columns that change.</summary>
    public IReadOnlyList<IProperty> Set { get; }

    /// <summary>The columns a row is found by.</summary>
    public IReadOnlyList<IProperty> Match { get; }

    /// <summary>Values as the provider stores them: those to set, then those to find the row by; nothing is <see cref="DBNull"/>.</summary>
    public IReadOnlyList<object[]> Rows => _rows;

    /// <summary>
    /// Finds every changed row of a context and marks it as changed. Looks only at what can change, which is a fifth of what the change
    /// tracker would compare; it must not detect changes by itself meanwhile.
    /// </summary>
    internal static IReadOnlyList<BulkUpdate> Of(RefundDeskDbContext db)
    {
        var updates = new Dictionary<(IEntityType Entity, ulong Columns), BulkUpdate>();
        var changeable = new Dictionary<IEntityType, IProperty[]>();
        foreach (var entry in db.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Unchanged or EntityState.Modified).ToList())
        {
            if (!changeable.TryGetValue(entry.Metadata, out var properties))
            {
                changeable.Add(entry.Metadata, properties = [.. entry.Metadata.GetProperties().Where(CanChange)]);
            }

            var columns = ChangedColumns(entry, properties);
            if (columns == 0)
            {
                continue;
            }

            if (!updates.TryGetValue((entry.Metadata, columns), out var update))
            {
                updates.Add((entry.Metadata, columns), update = new BulkUpdate(entry.Metadata, [.. properties.Where((_, i) => (columns & (1UL << i)) != 0)]));
            }

            update.Add(entry);
        }

        // Always the same way round, so that two nodes that change the same rows wait for each other instead of for ever.
        return [.. updates.Values.OrderBy(update => update.Table, StringComparer.Ordinal)];
    }

    private static ulong ChangedColumns(EntityEntry entry, IProperty[] properties)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(properties.Length, 64);
        var columns = 0UL;
        for (var i = 0; i < properties.Length; i++)
        {
            var property = entry.Property(properties[i]);
            if (!Equals(property.CurrentValue, property.OriginalValue))
            {
                property.IsModified = true;
                columns |= 1UL << i;
            }
        }

        return columns;
    }

    /// <summary>What has a setter that works only while an object is made never changes afterwards.</summary>
    private static bool CanChange(IProperty property) =>
        !property.IsKey()
        && (property.PropertyInfo?.SetMethod is not { } setter || !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)));

    private void Add(EntityEntry entry)
    {
        var values = new object[_converters.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = i < Set.Count ? entry.Property(Set[i]).CurrentValue : entry.Property(Match[i - Set.Count]).OriginalValue;
            values[i] = (_converters[i] is { } converter ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;
        }

        _rows.Add(values);
    }
}
