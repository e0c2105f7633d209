using System.Text;

namespace RefundDesk.Web.Infrastructure.TextModel.Training;

/// <summary>A field and where it begins; lines and columns count from 1.</summary>
internal readonly record struct CsvField(string Value, int Line, int Column);

/// <summary>Comma separated text (RFC 4180) of which every field knows its place.</summary>
internal static class CsvText
{
    /// <summary>The records that are not empty. A quote that is not closed, or stands inside a field, is a fault with its place.</summary>
    public static List<List<CsvField>> Parse(string content, Action<string> fault)
    {
        var records = new List<List<CsvField>>();
        var record = new List<CsvField>();
        var (at, line, lineStart) = (0, 1, 0);
        while (at < content.Length)
        {
            var (startLine, column) = (line, at - lineStart + 1);
            string value;
            if (content[at] == '"')
            {
                if (Quoted(content, ref at, ref line, ref lineStart) is not { } quoted)
                {
                    fault($":{startLine}:{column}: the quote is never closed, or something follows it");
                    return records;
                }

                value = quoted;
            }
            else
            {
                var end = content.AsSpan(at).IndexOfAny(",\r\n");
                value = end < 0 ? content[at..] : content.Substring(at, end);
                at += value.Length;
            }

            record.Add(new CsvField(value, startLine, column));
            if (at < content.Length && content[at] == ',')
            {
                at++;
                if (at < content.Length)
                {
                    continue;
                }

                record.Add(new CsvField(string.Empty, line, at - lineStart + 1));
            }

            Take(records, ref record);
            SkipLineEnd(content, ref at, ref line, ref lineStart);
        }

        return records;
    }

    private static void Take(List<List<CsvField>> records, ref List<CsvField> record)
    {
        if (record.Count > 1 || record[0].Value.Length > 0)
        {
            records.Add(record);
        }

        record = [];
    }

    private static string? Quoted(string content, ref int at, ref int line, ref int lineStart)
    {
        var value = new StringBuilder();
        for (at++; at < content.Length; at++)
        {
            if (content[at] == '"')
            {
                if (at + 1 < content.Length && content[at + 1] == '"')
                {
                    at++;
                }
                else
                {
                    at++;
                    return at == content.Length || content[at] is ',' or '\r' or '\n' ? value.ToString() : null;
                }
            }

            value.Append(content[at]);
            if (content[at] == '\n')
            {
                line++;
                lineStart = at + 1;
            }
        }

        return null;
    }

    private static void SkipLineEnd(string content, ref int at, ref int line, ref int lineStart)
    {
        if (at < content.Length && content[at] == '\r')
        {
            at++;
        }

        if (at < content.Length && content[at] == '\n')
        {
            at++;
            line++;
            lineStart = at;
        }
    }
}
