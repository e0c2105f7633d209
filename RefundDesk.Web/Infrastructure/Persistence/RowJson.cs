using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Writes rows as JSON by the model itself, so that a new column is in every file from the day it is there. Enums by name, keys as GUIDs, instants RFC 3339 in UTC.</summary>
public sealed class RowJson(RefundDeskDbContext db)
{
    private readonly ConcurrentDictionary<Type, IReadOnlyList<(string Name, IProperty Property)>> _columns = new();

    /// <summary>Writes the fields of a row into the object the writer is in.</summary>
    /// <param name="json">Inside an object.</param>
    /// <param name="row">An entity of the model.</param>
    /// <param name="without">Names of fields that stay out, as in the model.</param>
    public void WriteFields(Utf8JsonWriter json, object row, params ReadOnlySpan<string> without)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(row);
        foreach (var (name, property) in _columns.GetOrAdd(row.GetType(), ColumnsOf))
        {
            if (!without.Contains(property.Name))
            {
                json.WritePropertyName(name);
                Write(json, property, property.GetGetter().GetClrValue(row));
            }
        }
    }

    private IReadOnlyList<(string, IProperty)> ColumnsOf(Type type)
    {
        var entity = db.Model.FindEntityType(type) ?? throw new InvalidOperationException($"{type.Name} is not stored.");
        return [.. entity.GetProperties().Where(property => !property.IsShadowProperty()).Select(property => (JsonNamingPolicy.CamelCase.ConvertName(property.Name), property))];
    }

    private static void Write(Utf8JsonWriter json, IProperty property, object? value)
    {
        switch (value is null ? null : property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case Guid key:
                json.WriteStringValue(key);
                break;
            case DateTime instant:
                json.WriteStringValue(DateTime.SpecifyKind(instant, DateTimeKind.Utc));
                break;
            case DateOnly day:
                json.WriteStringValue(day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
                break;
            case var other:
                throw new InvalidOperationException($"{property.DeclaringType.ClrType.Name}.{property.Name}: {other.GetType().Name} has no form in a file yet.");
        }
    }
}
