using System.Text.Json;
using System.Text.Json.Serialization;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>The map as it is written.</summary>
public static partial class ImportMapReader
{
    private sealed record Document(string Kind, Dictionary<string, MappedColumn> Columns)
    {
        public string Delimiter { get; init; } = ",";

        public Dictionary<string, string> Defaults { get; init; } = [];

        public DatesDocument Dates { get; init; } = new();

        public NumbersDocument Numbers { get; init; } = new();

        public Dictionary<string, List<string>> LineKinds { get; init; } = [];

        public List<RuleDocument> Rules { get; init; } = [];
    }

    private sealed record DatesDocument
    {
        public List<string>? Formats { get; init; }

        public string? TimeZone { get; init; }
    }

    private sealed record NumbersDocument
    {
        public string DecimalSeparator { get; init; } = ".";

        public string? GroupSeparator { get; init; }

        public string Amounts { get; init; } = "major";

        public string ReturnedQuantities { get; init; } = "positive";
    }

    private sealed record RuleDocument(string Reason, string Text, List<ConditionDocument> When)
    {
        public string Then { get; init; } = "reject";
    }

    private sealed record ConditionDocument(string Field)
    {
        public bool? Empty { get; init; }

        [JsonPropertyName("equals")]
        public List<string>? EqualTo { get; init; }

        public List<string>? StartsWith { get; init; }

        public string? Below { get; init; }

        public string? AtMost { get; init; }

        public bool Not { get; init; }
    }

    private sealed record ColumnDocument(string Column)
    {
        public string? RemoveSuffix { get; init; }
    }

    /// <summary>A column is a name, or an object with a name and what to cut off.</summary>
    private sealed class ColumnConverter : JsonConverter<MappedColumn>
    {
        public override MappedColumn Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                return new MappedColumn(reader.GetString()!);
            }

            var column = JsonSerializer.Deserialize<ColumnDocument>(ref reader, options)!;
            return new MappedColumn(column.Column, column.RemoveSuffix);
        }

        public override void Write(Utf8JsonWriter writer, MappedColumn value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
