using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>The current row of a file, seen through a map: fields instead of columns.</summary>
public sealed class MappedRow
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private readonly RowReader _rows;
    private readonly int[] _columns;
    private readonly string?[] _suffixes;
    private readonly Template?[] _defaults;
    private readonly TimeZoneInfo _zone;
    private readonly string[] _formats;
    private readonly string?[] _texts;
    private readonly long[] _textsOf;

    private MappedRow(RowReader rows, ImportMap map, TimeZoneInfo clientZone)
    {
        var fields = Enum.GetValues<ImportField>().Length;
        (_rows, Map, _zone) = (rows, map, map.TimeZone ?? clientZone);
        _formats = [.. map.DateFormats];
        _columns = new int[fields];
        _suffixes = new string?[fields];
        _defaults = new Template?[fields];
        _texts = new string?[fields];
        _textsOf = new long[fields];
        Array.Fill(_columns, -1);
        foreach (var (field, text) in map.Defaults)
        {
            _defaults[(int)field] = Template.Of(text, map.Kind);
        }
    }

    /// <summary>The map.</summary>
    public ImportMap Map { get; }

    /// <summary>Where the row is.</summary>
    public long LineNumber => _rows.LineNumber;

    /// <summary>Finds the map's columns in the header.</summary>
    /// <param name="rows">With its header read.</param>
    /// <param name="map">Whose columns must be there.</param>
    /// <param name="clientZone">Of times without offset where the map names no zone.</param>
    /// <param name="fault">The column that is missing, with those that are there.</param>
    public static MappedRow? Bind(RowReader rows, ImportMap map, TimeZoneInfo clientZone, out ImportFault? fault)
    {
        var row = new MappedRow(rows, map, clientZone);
        foreach (var (field, column) in map.Columns)
        {
            var index = rows.Header.ToList().FindIndex(name => string.Equals(name, column.Name, StringComparison.OrdinalIgnoreCase));
            if (index < 0 && !map.IsOwnLayout)
            {
                fault = Missing(rows, map, $"The column '{column.Name}' is missing.");
                return null;
            }

            (row._columns[(int)field], row._suffixes[(int)field]) = (index, column.RemoveSuffix);
        }

        if (map.IsOwnLayout && ImportFields.FirstMissing(map.Kind, field => row._columns[(int)field] >= 0) is { } missing)
        {
            fault = Missing(rows, map, $"The column {string.Join(" or ", missing.Select(field => $"'{field.Name()}'"))} is missing.");
            return null;
        }

        var unknown = map.IsOwnLayout ? rows.Header.ToList().FindIndex(name => ImportFields.Find(map.Kind, name) is null) : -1;
        fault = unknown < 0 ? null : new ImportFault(rows.LineNumber, rows.ColumnOf(unknown), $"There is no column '{rows.Header[unknown]}' in our layout; name it in a map (--map) or leave it out.");
        return unknown < 0 ? row : null;
    }

    /// <summary>The field's text, trimmed; its default where there is none; null where there is no default either.</summary>
    public string? Text(ImportField field) => Written(field) ?? _defaults[(int)field]?.Fill(this);

    /// <summary>The number of a field; null where its text is none.</summary>
    public DecimalText? Number(ImportField field, string text)
    {
        var typed = _columns[(int)field] >= 0 && _rows.IsTyped(_columns[(int)field]);
        return DecimalText.Parse(text, typed ? '.' : Map.DecimalSeparator, typed ? null : Map.GroupSeparator);
    }

    /// <summary>The instant of a field's text, whole microseconds, UTC; null where it is none.</summary>
    /// <remarks>
    /// A local time that clocks show twice counts as the first; one that clocks skip counts by the offset before the change, as
    /// systems that do not know of the change write it.
    /// </remarks>
    public DateTimeOffset? Instant(string text)
    {
        if (!DateTimeOffset.TryParseExact(text, _formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)
            && !DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out read))
        {
            return null;
        }

        // Read as UTC above; a text with an offset or Z comes out the same when read as local time of anywhere.
        var local = DateTime.SpecifyKind(read.DateTime, DateTimeKind.Unspecified);
        if (!HasOffset(text))
        {
            var offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local);
            read = new DateTimeOffset(local, offset);
        }

        return new DateTimeOffset(read.UtcTicks - (read.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }

    /// <summary>The first rule the row falls under.</summary>
    public ImportRule? RuleFor()
    {
        foreach (var rule in Map.Rules)
        {
            var holds = true;
            foreach (var condition in rule.When)
            {
                if (!condition.Holds(Text(condition.Field), text => Number(condition.Field, text)))
                {
                    holds = false;
                    break;
                }
            }

            if (holds)
            {
                return rule;
            }
        }

        return null;
    }

    /// <summary>A fault of the row at a field.</summary>
    public ImportFault Fault(ImportField field, string text)
    {
        var column = _columns[(int)field];
        return column < 0
            ? new ImportFault(LineNumber, 0, $"{field.Name()}: {text}")
            : new ImportFault(LineNumber, _rows.ColumnOf(column), $"{_rows.Header[column]}: {text}");
    }

    /// <summary>The row with its texts, to be kept.</summary>
    public ImportedLine Keep() => new(LineNumber, _rows.Cells());

    private static ImportFault Missing(RowReader rows, ImportMap map, string text)
    {
        var other = rows.Header is [var only] ? Delimiters.FirstOrDefault(c => c != map.Delimiter && only.Contains(c, StringComparison.Ordinal)) : default;
        var hint = other == default
            ? $"There are: {string.Join(", ", rows.Header.Take(40))}."
            : $"The line is one column; cells seem to be separated by {(other == '\t' ? "tabs" : $"'{other}'")} and not by '{map.Delimiter}'. A map (--map) can say so: \"delimiter\".";
        return new ImportFault(rows.LineNumber, 0, $"{text} {hint}");
    }

    private static bool HasOffset(string text)
    {
        // After a date (8 characters at least) a sign or Z can only belong to an offset.
        var time = text.AsSpan(Math.Min(10, text.Length));
        return time.IndexOfAny('+', '-') >= 0 || time is [.., 'Z' or 'z'];
    }

    /// <summary>The text of the field's column. Rules and fields ask for the same one again and again, so each is read once a row.</summary>
    private string? Written(ImportField field)
    {
        var (at, column) = ((int)field, _columns[(int)field]);
        if (column < 0)
        {
            return null;
        }

        if (_textsOf[at] != _rows.LineNumber)
        {
            var text = _rows.Cell(column).Trim();
            text = _suffixes[at] is { } suffix && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text;
            (_texts[at], _textsOf[at]) = (text.Length == 0 ? null : text, _rows.LineNumber);
        }

        return _texts[at];
    }

    /// <summary>A default's text, taken apart once: texts and the fields between them.</summary>
    private sealed record Template(string[] Texts, ImportField[] Fields)
    {
        public static Template Of(string text, ImportKind kind)
        {
            var used = ImportMapReader.Placeholder().Matches(text);
            var (texts, fields, from) = (new List<string>(), new List<ImportField>(), 0);
            foreach (Match match in used)
            {
                texts.Add(text[from..match.Index]);
                fields.Add(ImportFields.Find(kind, match.Groups[1].Value)!.Value);
                from = match.Index + match.Length;
            }

            return new Template([.. texts, text[from..]], [.. fields]);
        }

        /// <summary>The text; null where a field in it is empty.</summary>
        public string? Fill(MappedRow row)
        {
            if (Fields.Length == 0)
            {
                return Texts[0];
            }

            var filled = new StringBuilder(Texts[0]);
            for (var i = 0; i < Fields.Length; i++)
            {
                if (row.Written(Fields[i]) is not { } value)
                {
                    return null;
                }

                filled.Append(value).Append(Texts[i + 1]);
            }

            return filled.ToString();
        }
    }
}

/// <summary>A line of the file, kept for the rejects file.</summary>
/// <param name="Number">Line of the text or row of the sheet.</param>
/// <param name="Cells">As written.</param>
public sealed record ImportedLine(long Number, string[] Cells);
