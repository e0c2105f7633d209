using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RefundDesk.Domain.Common;
using RefundDesk.Web.Features.Intake.Importing;

namespace RefundDesk.Web.Features.Intake.Bulk.Mapping;

/// <summary>A mapping while a person works on it. Written and read as the same document that <c>--map</c> takes.</summary>
public sealed class MapDraft
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<ImportField, string> _suffixes = [];
    private JsonNode? _lineKinds;
    private JsonNode? _rules;

    /// <summary>An empty mapping.</summary>
    public MapDraft(ImportKind kind, char delimiter) => (Kind, Delimiter) = (kind, delimiter);

    /// <summary>Orders or requests.</summary>
    public ImportKind Kind { get; }

    /// <summary>Between cells of a text.</summary>
    public char Delimiter { get; private set; }

    /// <summary>The column of each field that has one.</summary>
    public Dictionary<ImportField, string> Columns { get; } = [];

    /// <summary>What counts where a field has no column or an empty cell.</summary>
    public Dictionary<ImportField, string> Defaults { get; } = [];

    /// <summary>Formats of times, one a line; empty for ISO 8601.</summary>
    public string DateFormats { get; set; } = string.Empty;

    /// <summary>IANA zone of times without offset; empty for the client's.</summary>
    public string TimeZone { get; set; } = string.Empty;

    /// <summary>Point or comma.</summary>
    public string DecimalSeparator { get; set; } = ".";

    /// <summary>Between thousands; empty for nothing.</summary>
    public string GroupSeparator { get; set; } = string.Empty;

    /// <summary>Whether money is written in minor units.</summary>
    public bool AmountsAreMinor { get; set; }

    /// <summary>Whether units that come back are written below zero.</summary>
    public bool QuantitiesAreNegative { get; set; }

    /// <summary>Rules and kinds of lines that came with a document and stay as they are.</summary>
    public int Rules => (_rules as JsonArray)?.Count ?? 0;

    /// <summary>Fields that must be given and are not; of several that will do, all.</summary>
    public IReadOnlyList<ImportField> Missing => ImportFields.FirstMissing(Kind, IsGiven) ?? [];

    /// <summary>The first fault, as the engine sees it; null where the mapping can be used.</summary>
    public string? Fault => ImportMapReader.Read(ToJson(), Kind, "The mapping") is { Succeeded: false } wrong ? wrong.Refusal.Message["The mapping: ".Length..] : null;

    /// <summary>The mapping of a document.</summary>
    /// <returns>The mapping; or <c>import.map</c>.</returns>
    public static Outcome<MapDraft> Read(string json, ImportKind kind, string name)
    {
        var map = ImportMapReader.Read(json, kind, name);
        if (!map.Succeeded)
        {
            return map.Refusal;
        }

        var document = JsonNode.Parse(json, null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
        var read = map.Value;
        var draft = new MapDraft(kind, read.Delimiter)
        {
            DateFormats = document["dates"]?["formats"] is JsonArray { Count: > 0 } ? string.Join('\n', read.DateFormats) : string.Empty,
            TimeZone = read.TimeZone?.Id ?? string.Empty,
            DecimalSeparator = read.DecimalSeparator.ToString(),
            GroupSeparator = read.GroupSeparator?.ToString() ?? string.Empty,
            AmountsAreMinor = read.AmountsAreMinor,
            QuantitiesAreNegative = read.QuantitiesAreNegative,
        };
        (draft._lineKinds, draft._rules) = (document["lineKinds"]?.DeepClone(), document["rules"]?.DeepClone());
        foreach (var (field, column) in read.Columns)
        {
            draft.Columns[field] = column.Name;
            if (column.RemoveSuffix is { } suffix)
            {
                draft._suffixes[field] = suffix;
            }
        }

        foreach (var (field, text) in read.Defaults)
        {
            draft.Defaults[field] = text;
        }

        return draft;
    }

    /// <summary>What of a document does not fit a file: columns that are not there are taken off.</summary>
    /// <returns>The names of those.</returns>
    public IReadOnlyList<string> FitTo(FileColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Delimiter = columns.Delimiter;
        var gone = Columns.Where(pair => !columns.Names.Contains(pair.Value, StringComparer.OrdinalIgnoreCase)).ToList();
        gone.ForEach(pair => Columns.Remove(pair.Key));
        return [.. gone.Select(pair => pair.Value)];
    }

    /// <summary>Gives fields without a column one that is called alike.</summary>
    public void Suggest(FileColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        foreach (var field in ImportFields.Of(Kind).Where(field => !Columns.ContainsKey(field)))
        {
            var names = FieldWords.Names(field);
            var column = columns.Names.Where(name => !Columns.ContainsValue(name)).FirstOrDefault(name => names.Contains(FieldWords.Plain(name)));
            if (column is not null)
            {
                Columns[field] = column;
            }
        }
    }

    /// <summary>Chooses a field's column; null for none.</summary>
    public void Choose(ImportField field, string? column)
    {
        _suffixes.Remove(field);
        if (string.IsNullOrEmpty(column))
        {
            Columns.Remove(field);
        }
        else
        {
            Columns[field] = column;
        }
    }

    /// <summary>Says what counts where a field has no text.</summary>
    public void Default(ImportField field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            Defaults.Remove(field);
        }
        else
        {
            Defaults[field] = text.Trim();
        }
    }

    /// <summary>The document.</summary>
    public string ToJson()
    {
        var columns = new JsonObject();
        foreach (var (field, column) in Columns)
        {
            columns[field.Name()] = _suffixes.TryGetValue(field, out var suffix) ? new JsonObject { ["column"] = column, ["removeSuffix"] = suffix } : column;
        }

        var document = new JsonObject { ["kind"] = Kind == ImportKind.Orders ? "orders" : "requests", ["delimiter"] = Delimiter.ToString(), ["columns"] = columns };
        if (Defaults.Count > 0)
        {
            document["defaults"] = new JsonObject(Defaults.Select(pair => KeyValuePair.Create(pair.Key.Name(), (JsonNode?)JsonValue.Create(pair.Value))));
        }

        var dates = new JsonObject();
        var formats = DateFormats.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (formats.Length > 0)
        {
            dates["formats"] = new JsonArray([.. formats.Select(format => JsonValue.Create(format))]);
        }

        if (TimeZone.Trim() is { Length: > 0 } zone)
        {
            dates["timeZone"] = zone;
        }

        if (dates.Count > 0)
        {
            document["dates"] = dates;
        }

        document["numbers"] = Numbers();
        Keep(document, "lineKinds", _lineKinds);
        Keep(document, "rules", _rules);
        return document.ToJsonString(Written);
    }

    private static void Keep(JsonObject document, string name, JsonNode? node)
    {
        if (node is not null)
        {
            document[name] = node.DeepClone();
        }
    }

    private JsonObject Numbers()
    {
        var numbers = new JsonObject { ["decimalSeparator"] = DecimalSeparator, ["amounts"] = AmountsAreMinor ? "minor" : "major", ["returnedQuantities"] = QuantitiesAreNegative ? "negative" : "positive" };
        if (GroupSeparator.Length > 0)
        {
            numbers["groupSeparator"] = GroupSeparator;
        }

        return numbers;
    }

    private bool IsGiven(ImportField field) => Columns.ContainsKey(field) || Defaults.ContainsKey(field);
}
