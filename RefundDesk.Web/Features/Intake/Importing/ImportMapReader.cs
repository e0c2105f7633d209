using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>Reads a column map and names the first fault with its field: a map that means something else than its writer must not run.</summary>
public static partial class ImportMapReader
{
    private const int LargestMap = 1 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new ColumnConverter() },
    };

    /// <summary>Reads a map from a file.</summary>
    /// <param name="path">The file; null for our own layout.</param>
    /// <param name="kind">What the file is imported as.</param>
    /// <returns>The map; or <c>import.map</c>.</returns>
    public static Outcome<ImportMap> ReadFile(string? path, ImportKind kind)
    {
        if (path is null)
        {
            return ImportMap.OwnLayout(kind);
        }

        try
        {
            return new FileInfo(path).Length > LargestMap
                ? Fault(path, "The map is larger than 1 MB.")
                : Read(File.ReadAllText(path), kind, path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Fault(path, $"The map cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>Reads a map.</summary>
    /// <param name="text">JSON; comments and trailing commas are allowed, unknown members are not.</param>
    /// <param name="kind">What the file is imported as.</param>
    /// <param name="name">What the map is called in faults.</param>
    public static Outcome<ImportMap> Read(string text, ImportKind kind, string name)
    {
        Document document;
        try
        {
            document = JsonSerializer.Deserialize<Document>(text, Json) ?? throw new JsonException("The map is empty.");
        }
        catch (JsonException wrong)
        {
            var where = wrong.LineNumber is { } line ? $"line {line + 1}, {wrong.Path}: " : string.Empty;
            return Fault(name, where + wrong.Message.Split(" Path: ", 2)[0]);
        }

        return FirstFault(document, kind) is { } fault ? Fault(name, fault) : ToMap(document, kind);
    }

    private static Refusal Fault(string name, string text) => new("import.map", $"{name}: {text}");

    private static ImportMap ToMap(Document document, ImportKind kind) => new(
        kind,
        document.Delimiter[0],
        document.Columns.ToDictionary(pair => ImportFields.Find(kind, pair.Key)!.Value, pair => pair.Value),
        document.Defaults.ToDictionary(pair => ImportFields.Find(kind, pair.Key)!.Value, pair => pair.Value),
        document.Dates.Formats is { Count: > 0 } formats ? formats : ImportMap.IsoFormats,
        document.Dates.TimeZone is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : null,
        document.Numbers.DecimalSeparator[0],
        document.Numbers.GroupSeparator?[0],
        document.Numbers.Amounts == "minor",
        document.Numbers.ReturnedQuantities == "negative",
        document.LineKinds.SelectMany(pair => pair.Value.Select(sku => (sku, Kind: KindOf(pair.Key)!.Value)))
            .ToDictionary(pair => pair.sku, pair => pair.Kind, StringComparer.OrdinalIgnoreCase),
        [.. document.Rules.Select(rule => new ImportRule(rule.Reason, rule.Text, rule.Then == "otherVerb", [.. rule.When.Select(condition => ToCondition(condition, kind))]))],
        IsOwnLayout: false);

    private static ImportCondition ToCondition(ConditionDocument condition, ImportKind kind)
    {
        var (test, values) = condition switch
        {
            { Empty: true } => (ImportTest.Empty, (IReadOnlyList<string>)[]),
            { EqualTo: { } texts } => (ImportTest.Equal, texts),
            { StartsWith: { } texts } => (ImportTest.StartsWith, texts),
            { Below: { } number } => (ImportTest.Below, [number]),
            _ => (ImportTest.AtMost, [condition.AtMost!]),
        };
        return new ImportCondition(ImportFields.Find(kind, condition.Field)!.Value, test, values, condition.Not);
    }

    private static string? FirstFault(Document document, ImportKind kind)
    {
        var fields = string.Join(", ", ImportFields.Of(kind).Select(field => field.Name()));
        if (!string.Equals(document.Kind, kind.ToString(), StringComparison.OrdinalIgnoreCase))
        {
            return $"kind: the map is for '{document.Kind}', wanted is one for '{kind.ToString().ToLowerInvariant()}'.";
        }

        foreach (var (part, names) in new[] { ("columns", document.Columns.Keys), ("defaults", (IEnumerable<string>)document.Defaults.Keys) })
        {
            if (names.FirstOrDefault(name => ImportFields.Find(kind, name) is null) is { } unknown)
            {
                return $"{part}.{unknown}: there is no such field. The fields are: {fields}.";
            }
        }

        return FaultOfTemplates(document, kind)
            ?? FaultOfNumbers(document)
            ?? FaultOfDates(document.Dates)
            ?? document.LineKinds.Keys.Where(name => KindOf(name) is null).Select(name => $"lineKinds.{name}: must be one of {string.Join(", ", Enum.GetNames<OrderLineKind>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.").FirstOrDefault()
            ?? document.LineKinds.SelectMany(pair => pair.Value).GroupBy(sku => sku, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1)
                .Select(group => $"lineKinds: '{group.Key}' is there twice.").FirstOrDefault()
            ?? document.Rules.Select((rule, index) => FaultOf(rule, $"rules[{index}]", kind)).FirstOrDefault(fault => fault is not null)
            ?? (ImportFields.FirstMissing(kind, field => IsGiven(document, kind, field)) is { } missing
                ? $"columns: none for {string.Join(" or ", missing.Select(field => field.Name()))}, and no default."
                : null);
    }

    private static bool IsGiven(Document document, ImportKind kind, ImportField field) =>
        document.Columns.Keys.Concat(document.Defaults.Keys).Any(name => ImportFields.Find(kind, name) == field);

    private static string? FaultOfTemplates(Document document, ImportKind kind)
    {
        foreach (var (field, text) in document.Defaults)
        {
            foreach (Match used in Placeholder().Matches(text))
            {
                var name = used.Groups[1].Value;
                if (ImportFields.Find(kind, name) is not { } other || !document.Columns.Keys.Any(column => ImportFields.Find(kind, column) == other))
                {
                    return $"defaults.{field}: {{{name}}} is no field that has a column.";
                }
            }
        }

        return null;
    }

    private static string? FaultOfNumbers(Document document)
    {
        var numbers = document.Numbers;
        return document.Delimiter is not [',' or ';' or '\t' or '|'] ? "delimiter: must be one of , ; | or a tab."
            : numbers.DecimalSeparator is not ("." or ",") ? "numbers.decimalSeparator: must be . or ,"
            : numbers.GroupSeparator is { } group && (group is not ("." or "," or "'" or " " or "\u00a0" or "\u202f") || group == numbers.DecimalSeparator)
                ? "numbers.groupSeparator: must be one of . , ' or a space, and not the decimal separator."
            : numbers.Amounts is not ("major" or "minor") ? "numbers.amounts: must be major (12.99) or minor (1299)."
            : numbers.ReturnedQuantities is not ("positive" or "negative") ? "numbers.returnedQuantities: must be positive or negative."
            : null;
    }

    private static string? FaultOfDates(DatesDocument dates)
    {
        if (dates.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            return $"dates.timeZone: '{zone}' is no known time zone, for example Europe/London.";
        }

        var sample = new DateTimeOffset(2011, 12, 31, 23, 59, 58, TimeSpan.Zero);
        return dates.Formats?.FirstOrDefault(format => !CanWrite(sample, format)) is { } wrong
            ? $"dates.formats: '{wrong}' is no format with a day, for example yyyy-MM-dd HH:mm:ss."
            : null;
    }

    private static bool CanWrite(DateTimeOffset sample, string format)
    {
        try
        {
            var text = sample.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
            return DateTimeOffset.TryParseExact(text, format, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var read)
                && read.Date == sample.Date;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string? FaultOf(RuleDocument rule, string at, ImportKind kind) =>
        rule.Reason is not { Length: > 0 and <= 40 } || rule.Reason.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            ? $"{at}.reason: must be 1 to 40 of a-z, 0-9 and hyphens."
        : rule.Then is not ("reject" or "otherVerb") ? $"{at}.then: must be reject or otherVerb."
        : rule.When.Count == 0 ? $"{at}.when: needs at least one condition; otherwise no line would be left."
        : rule.When.Select((condition, index) => FaultOf(condition, $"{at}.when[{index}]", kind)).FirstOrDefault(fault => fault is not null);

    private static string? FaultOf(ConditionDocument condition, string at, ImportKind kind)
    {
        if (ImportFields.Find(kind, condition.Field) is null)
        {
            return $"{at}.field: there is no field '{condition.Field}'.";
        }

        object?[] tests = [condition.Empty, condition.EqualTo, condition.StartsWith, condition.Below, condition.AtMost];
        if (tests.Count(test => test is not null) != 1 || condition.Empty == false || condition.EqualTo is [] || condition.StartsWith is [])
        {
            return $"{at}: wants exactly one of empty (true), equals, startsWith, below, atMost.";
        }

        return (condition.Below ?? condition.AtMost) is { } number && DecimalText.Parse(number, '.', null) is null ? $"{at}: '{number}' is no number." : null;
    }

    private static OrderLineKind? KindOf(string name) => Enum.TryParse<OrderLineKind>(name, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null;

    [GeneratedRegex(@"\{([A-Za-z]*)\}")]
    internal static partial Regex Placeholder();
}
