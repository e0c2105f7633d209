using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>
/// Rows of one table as the model maps them, without the change tracker: for imports, where tracking each row would cost more than
/// storing it. The mapping is the model's own (names, conversions), so that it cannot drift from what single saves write.
/// </summary>
public sealed class BulkRows
{
    private readonly (Func<object, object?, object?> Read, ValueConverter? Converter)[] _columns;
    private readonly IReadOnlyList<(object Entity, object? OwnerKey)> _rows;

    private BulkRows(string table, IReadOnlyList<IProperty> properties, string? ownerColumn, IReadOnlyList<(object Entity, object? OwnerKey)> rows)
    {
        Table = table;
        Properties = properties;
        _rows = rows;
        _columns = [.. properties.Select(property => (Reader(property, ownerColumn), property.GetTypeMapping().Converter))];
    }

    /// <summary>The table's name.</summary>
    public string Table { get; }

    /// <summary>The columns, as the model knows them; what the database fills itself is left out.</summary>
    public IReadOnlyList<IProperty> Properties { get; }

    /// <summary>The columns' names.</summary>
    public IEnumerable<string> ColumnNames => Properties.Select(property => property.GetColumnName());

    /// <summary>How many rows there are.</summary>
    public int Count => _rows.Count;

    /// <summary>Fills an array with the values of a row, as the provider stores them; nothing is <see cref="DBNull"/>.</summary>
    public void Read(int row, object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (entity, ownerKey) = _rows[row];
        for (var i = 0; i < _columns.Length; i++)
        {
            var value = _columns[i].Read(entity, ownerKey);
            values[i] = (_columns[i].Converter is { } converter ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;
        }
    }

    /// <summary>Rows that stand for themselves.</summary>
    internal static BulkRows Of<T>(RefundDeskDbContext db, IEnumerable<T> entities)
        where T : class => Make(db, typeof(T), null, [.. entities.Select(entity => ((object)entity, (object?)null))]);

    /// <summary>Rows that belong to another: its key goes into the shadow column that the model keeps it in.</summary>
    internal static BulkRows Of<T>(RefundDeskDbContext db, string ownerColumn, IEnumerable<(T Entity, object OwnerKey)> entities)
        where T : class => Make(db, typeof(T), ownerColumn, [.. entities.Select(pair => ((object)pair.Entity, (object?)pair.OwnerKey))]);

    private static BulkRows Make(RefundDeskDbContext db, Type type, string? ownerColumn, IReadOnlyList<(object, object?)> rows)
    {
        var entity = db.Model.FindEntityType(type) ?? throw new InvalidOperationException($"{type.Name} is not stored.");
        var properties = entity.GetProperties().Where(property => property.ValueGenerated == ValueGenerated.Never || property.Name == ownerColumn).ToArray();
        return new BulkRows(entity.GetTableName()!, properties, ownerColumn, rows);
    }

    private static Func<object, object?, object?> Reader(IProperty property, string? ownerColumn)
    {
        if (property.Name == ownerColumn)
        {
            return (_, ownerKey) => ownerKey;
        }

        var getter = property.GetGetter();
        return (entity, _) => getter.GetClrValue(entity);
    }
}
