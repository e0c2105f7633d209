using RefundDesk.Domain.Orders;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>Where a field's text comes from.</summary>
/// <param name="Name">The column's name in the first row.</param>
/// <param name="RemoveSuffix">Cut off where the text ends with it: <c>.0</c> makes 17850 of 17850.0.</param>
public sealed record MappedColumn(string Name, string? RemoveSuffix = null);

/// <summary>How a file's columns become fields, checked. Made by <see cref="ImportMapReader"/>.</summary>
/// <param name="Kind">Orders or requests.</param>
/// <param name="Delimiter">Between cells of a text.</param>
/// <param name="Columns">The column of each field that has one.</param>
/// <param name="Defaults">A field's text where it has no column or the cell is empty; <c>{otherField}</c> stands for that field's text.</param>
/// <param name="DateFormats">Formats tried in turn; with an offset or <c>Z</c> an instant, else local time of <paramref name="TimeZone"/>.</param>
/// <param name="TimeZone">Of times without offset; null for the client's own.</param>
/// <param name="DecimalSeparator">In numbers of texts.</param>
/// <param name="GroupSeparator">Between thousands in numbers of texts; null where there is none.</param>
/// <param name="AmountsAreMinor">Whether money is written in minor units (1299) instead of major ones (12.99).</param>
/// <param name="QuantitiesAreNegative">Whether units that come back are written below zero.</param>
/// <param name="LineKinds">Articles that are no goods but delivery or extras.</param>
/// <param name="Rules">Which lines are rejected or are for the other verb; the first that fits counts.</param>
/// <param name="IsOwnLayout">Whether it is our own layout, in which a column we do not know is a fault.</param>
public sealed record ImportMap(
    ImportKind Kind,
    char Delimiter,
    IReadOnlyDictionary<ImportField, MappedColumn> Columns,
    IReadOnlyDictionary<ImportField, string> Defaults,
    IReadOnlyList<string> DateFormats,
    TimeZoneInfo? TimeZone,
    char DecimalSeparator,
    char? GroupSeparator,
    bool AmountsAreMinor,
    bool QuantitiesAreNegative,
    IReadOnlyDictionary<string, OrderLineKind> LineKinds,
    IReadOnlyList<ImportRule> Rules,
    bool IsOwnLayout)
{
    /// <summary>ISO 8601, with or without offset, with a space or T, down to the day.</summary>
    public static IReadOnlyList<string> IsoFormats { get; } =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd",
    ];

    /// <summary>Our own layout: every column is called what its field is called, in any order, only those needed have to be there.</summary>
    public static ImportMap OwnLayout(ImportKind kind) => new(
        kind,
        ',',
        ImportFields.Of(kind).ToDictionary(field => field, field => new MappedColumn(field.Name())),
        new Dictionary<ImportField, string>(),
        IsoFormats,
        null,
        '.',
        null,
        AmountsAreMinor: false,
        QuantitiesAreNegative: false,
        new Dictionary<string, OrderLineKind>(),
        [],
        IsOwnLayout: true);
}

/// <summary>A rule by which a line is not taken.</summary>
/// <param name="Reason">Short and stable, counted in the summary: <c>no-customer</c>.</param>
/// <param name="Text">A sentence for the rejects file.</param>
/// <param name="IsForOtherVerb">The line is none of this verb's; it is counted, not rejected.</param>
/// <param name="When">All must hold.</param>
public sealed record ImportRule(string Reason, string Text, bool IsForOtherVerb, IReadOnlyList<ImportCondition> When);

/// <summary>What a rule looks for in one field.</summary>
public enum ImportTest
{
    /// <summary>Nothing in it.</summary>
    Empty,

    /// <summary>One of the texts, without regard to case.</summary>
    Equal,

    /// <summary>Begins with one of the texts, without regard to case.</summary>
    StartsWith,

    /// <summary>A number below the first text.</summary>
    Below,

    /// <summary>A number not above the first text.</summary>
    AtMost,
}

/// <summary>One condition of a rule.</summary>
/// <param name="Field">The field looked at.</param>
/// <param name="Test">What for.</param>
/// <param name="Values">Texts, or one number.</param>
/// <param name="Not">Turns the answer round.</param>
public sealed record ImportCondition(ImportField Field, ImportTest Test, IReadOnlyList<string> Values, bool Not)
{
    /// <summary>Whether it holds for a field's text; null is an empty field.</summary>
    /// <param name="text">Trimmed.</param>
    /// <param name="number">Reads numbers as the map writes them; null for what is none.</param>
    public bool Holds(string? text, Func<string, DecimalText?> number) => Not != Test switch
    {
        ImportTest.Empty => text is null,
        ImportTest.Equal => text is not null && Values.Contains(text, StringComparer.OrdinalIgnoreCase),
        ImportTest.StartsWith => text is not null && Values.Any(value => text.StartsWith(value, StringComparison.OrdinalIgnoreCase)),
        ImportTest.Below => text is not null && number(text) is { } found && found.CompareTo(Limit) < 0,
        _ => text is not null && number(text) is { } found && found.CompareTo(Limit) <= 0,
    };

    private DecimalText Limit => DecimalText.Parse(Values[0], '.', null) ?? throw new InvalidOperationException($"The limit {Values[0]} was not checked.");
}
