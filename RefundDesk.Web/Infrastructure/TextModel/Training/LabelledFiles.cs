using System.Text;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Infrastructure.TextModel.Training;

/// <summary>Reads labelled texts. What is wrong is said with file, line and column, all of it at once; a file with a fault gives no text.</summary>
internal static class LabelledFiles
{
    private const int MostFaults = 20;

    /// <summary>Reads a comma separated file with a header.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="columns">Names of the column of the text and of that of the label.</param>
    /// <param name="source">Which labels it has: those of <see cref="IntentTable"/>.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static IReadOnlyList<LabelledText> ReadCsv(string path, (string Text, string Label) columns, TextSource source, List<string> faults)
    {
        var before = faults.Count;
        if (TextOf(path, faults) is not { } content)
        {
            return [];
        }

        var records = CsvText.Parse(content, fault => faults.Add($"{path}{fault}"));
        if (faults.Count > before || records.Count == 0)
        {
            faults.AddRange(records.Count == 0 && faults.Count == before ? [$"{path}:1:1: the file is empty"] : []);
            return [];
        }

        var header = records[0].Select(field => field.Value).ToList();
        var (text, label) = (header.IndexOf(columns.Text), header.IndexOf(columns.Label));
        if (text < 0 || label < 0)
        {
            faults.Add($"{path}:1:1: the header must name the columns {columns.Text} and {columns.Label}; it says {string.Join(',', header)}");
            return [];
        }

        var table = source == TextSource.Banking ? IntentTable.Banking77 : IntentTable.Bitext;
        var read = new List<LabelledText>();
        foreach (var record in records.Skip(1))
        {
            if (FaultOf(record, header.Count, record.Count == header.Count ? (record[text], record[label]) : null, table.ContainsKey) is { } fault)
            {
                faults.Add($"{path}{fault}");
                continue;
            }

            var meaning = table[record[label].Value];
            read.Add(new LabelledText(record[text].Value, source, record[label].Value, meaning.Concern, meaning.Reason));
        }

        return faults.Count > before ? Cut(faults, before) : read;
    }

    /// <summary>Reads phrases: headings <c>[en WantsRefund Defective]</c>, a phrase a line below them, and <c>#</c> before what is no phrase.</summary>
    public static IReadOnlyList<LabelledText> ReadPhrases(string name, TextReader reader, List<string> faults)
    {
        var read = new List<LabelledText>();
        (string Language, CustomerConcern Concern, RefundReason? Reason)? heading = null;
        for (var line = 1; reader.ReadLine() is { } typed; line++)
        {
            if (typed.Trim().Length == 0 || typed.StartsWith('#'))
            {
                continue;
            }

            if (typed.StartsWith('['))
            {
                heading = Heading(typed);
                if (heading is null)
                {
                    faults.Add($"{name}:{line}:1: '{typed}' is no heading: [language concern] or [language concern reason]");
                }
            }
            else if (heading is { } under)
            {
                read.Add(new LabelledText(typed.Trim(), TextSource.Own, under.Language, under.Concern, under.Reason));
            }
            else
            {
                faults.Add($"{name}:{line}:1: a phrase without a heading above it");
            }
        }

        return read;
    }

    /// <summary>The phrases that ship: <c>phrases</c> to learn from, <c>unseen</c> to measure with.</summary>
    public static IReadOnlyList<LabelledText> ReadShipped(string name, List<string> faults)
    {
        using var stream = typeof(LabelledFiles).Assembly.GetManifestResourceStream($"RefundDesk.Phrases.{name}.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return ReadPhrases($"{name}.txt", reader, faults);
    }

    private static List<LabelledText> Cut(List<string> faults, int before)
    {
        var more = faults.Count - before - MostFaults;
        if (more > 0)
        {
            faults.RemoveRange(before + MostFaults, more);
            faults.Add($"… and {more} more");
        }

        return [];
    }

    private static string? FaultOf(List<CsvField> record, int columns, (CsvField Text, CsvField Label)? wanted, Func<string, bool> isKnown)
    {
        if (wanted is not { } both)
        {
            return $":{record[0].Line}:{record[0].Column}: {record.Count} fields, the header has {columns}";
        }

        if (string.IsNullOrWhiteSpace(both.Text.Value))
        {
            return $":{both.Text.Line}:{both.Text.Column}: the text is empty";
        }

        return isKnown(both.Label.Value) ? null : $":{both.Label.Line}:{both.Label.Column}: the label '{both.Label.Value}' is not in the table of labels (IntentTable)";
    }

    private static (string, CustomerConcern, RefundReason?)? Heading(string line)
    {
        var words = line.Trim().TrimStart('[').TrimEnd(']').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!line.TrimEnd().EndsWith(']') || words.Length is < 2 or > 3 || !Enum.TryParse<CustomerConcern>(words[1], out var concern))
        {
            return null;
        }

        if (words.Length == 2)
        {
            return (words[0], concern, null);
        }

        return Enum.TryParse<RefundReason>(words[2], out var reason) ? (words[0], concern, reason) : null;
    }

    private static string? TextOf(string path, List<string> faults)
    {
        if (!File.Exists(path))
        {
            faults.Add($"{path}: there is no such file");
            return null;
        }

        try
        {
            var bytes = File.ReadAllBytes(path);
            try
            {
                return new UTF8Encoding(false, true).GetString(bytes).TrimStart('\uFEFF');
            }
            catch (DecoderFallbackException fault)
            {
                var before = bytes.AsSpan(0, Math.Clamp(fault.Index, 0, bytes.Length));
                faults.Add($"{path}:{before.Count((byte)'\n') + 1}:{before.Length - before.LastIndexOf((byte)'\n')}: not UTF-8");
                return null;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{path}: {fault.Message}");
            return null;
        }
    }
}
