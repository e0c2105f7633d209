using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace RefundDesk.Tests.Infrastructure.Persistence.SqlServer;

/// <summary>What SQL Server refuses and no checker without a server sees: looked for in the model itself.</summary>
internal static class SqlServerModelRules
{
    private const int ClusteredKeyBytes = 900;
    private const int IndexKeyBytes = 1_700;

    /// <summary>Every fault, one line each.</summary>
    public static IReadOnlyList<string> Faults(IModel model)
    {
        var tables = model.GetEntityTypes().Where(type => type.GetTableName() is not null && !type.IsMappedToJson()).ToArray();
        return [.. tables.SelectMany(table => Keys(table).Concat(Indexes(table)).Concat(Columns(table)).Concat(References(table))).Concat(CascadePaths(tables)).Distinct()];
    }

    private static IEnumerable<string> Keys(IEntityType table) => table.GetKeys().SelectMany(key => KeyFaults(
        $"{table.ShortName()}: key ({Names(key.Properties)})", key.Properties, key.IsClustered() ?? key.IsPrimaryKey() ? ClusteredKeyBytes : IndexKeyBytes));

    private static IEnumerable<string> Indexes(IEntityType table) => table.GetIndexes().SelectMany(index => KeyFaults(
        $"{table.ShortName()}: index ({Names(index.Properties)})", index.Properties, index.IsClustered() == true ? ClusteredKeyBytes : IndexKeyBytes));

    private static IEnumerable<string> KeyFaults(string where, IReadOnlyList<IProperty> properties, int most)
    {
        var sizes = properties.Select(property => Bytes(property)).ToArray();
        if (Array.Exists(sizes, size => size is null))
        {
            yield return $"{where} has a column without a length.";
        }
        else if (sizes.Sum() > most)
        {
            yield return $"{where} is {sizes.Sum()} bytes wide, {most} are allowed.";
        }
    }

    private static IEnumerable<string> Columns(IEntityType table)
    {
        foreach (var property in table.GetProperties())
        {
            var type = property.GetColumnType();
            if (type.StartsWith("nvarchar(", StringComparison.Ordinal) && !type.EndsWith("(max)", StringComparison.Ordinal) && Length(type) > 4_000)
            {
                yield return $"{table.ShortName()}.{property.Name}: {type} is longer than 4000.";
            }

            if (type.StartsWith("decimal(", StringComparison.Ordinal) && Length(type) > 38)
            {
                yield return $"{table.ShortName()}.{property.Name}: {type} has more than 38 digits.";
            }

            if (property.TryGetDefaultValue(out var value) && value is not null && value.GetType() != (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType))
            {
                yield return $"{table.ShortName()}.{property.Name}: the default is a {value.GetType().Name}, the column a {property.ClrType.Name}.";
            }
        }
    }

    private static IEnumerable<string> References(IEntityType table)
    {
        foreach (var reference in table.GetForeignKeys().Where(reference => !reference.IsOwnership))
        {
            if (reference.DeleteBehavior == DeleteBehavior.SetNull && reference.Properties.Any(property => !property.IsNullable))
            {
                yield return $"{table.ShortName()}: ({Names(reference.Properties)}) is set to null where it is required.";
            }

            if (reference.DeleteBehavior is DeleteBehavior.Cascade or DeleteBehavior.SetNull && reference.PrincipalEntityType == table)
            {
                yield return $"{table.ShortName()}: ({Names(reference.Properties)}) cascades to its own table.";
            }
        }
    }

    /// <summary>Two ways by which one delete would reach the same table.</summary>
    private static IEnumerable<string> CascadePaths(IReadOnlyList<IEntityType> tables)
    {
        foreach (var start in tables)
        {
            var reached = new Dictionary<IEntityType, int>();
            var ways = new Stack<IEntityType>([start]);
            while (ways.TryPop(out var here))
            {
                foreach (var reference in here.GetReferencingForeignKeys().Where(reference => !reference.IsOwnership && reference.DeleteBehavior is DeleteBehavior.Cascade or DeleteBehavior.SetNull))
                {
                    var next = reference.DeclaringEntityType;
                    reached[next] = reached.GetValueOrDefault(next) + 1;
                    if (reached[next] == 1 && next != start)
                    {
                        ways.Push(next);
                    }
                }
            }

            foreach (var (twice, _) in reached.Where(way => way.Value > 1))
            {
                yield return $"{start.ShortName()}: a delete reaches {twice.ShortName()} in two ways.";
            }
        }
    }

    /// <summary>How wide a column is in a key; null where it has no length.</summary>
    private static int? Bytes(IProperty property)
    {
        var type = property.GetColumnType();
        var name = type.Split('(')[0];
        return name switch
        {
            _ when type.EndsWith("(max)", StringComparison.Ordinal) => null,
            "nvarchar" or "nchar" => 2 * Length(type),
            "varchar" or "char" or "varbinary" or "binary" => Length(type),
            "uniqueidentifier" => 16,
            "bigint" or "datetime2" or "float" => 8,
            "datetimeoffset" => 10,
            "decimal" => 17,
            "int" => 4,
            "smallint" => 2,
            "bit" or "tinyint" => 1,
            _ => throw new NotSupportedException($"How wide is {type}?"),
        };
    }

    private static int Length(string type) => int.Parse(type.Split('(', ')')[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static string Names(IEnumerable<IProperty> properties) => string.Join(", ", properties.Select(property => property.Name));
}
