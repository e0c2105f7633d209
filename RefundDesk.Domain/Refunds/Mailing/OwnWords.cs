using System.Text.RegularExpressions;

namespace RefundDesk.Domain.Refunds.Mailing;

/// <summary>
/// What the sender wrote, without what is quoted and without the signature. Answers between quoted lines stay. It cuts by the marks mail programs
/// themselves leave; where none is there everything stays.
/// </summary>
public static partial class OwnWords
{
    private const int MostLines = 4_000;
    private const int HeadLines = 4;
    private const int LongestHead = 320;

    /// <summary>The sender's own words; empty where there are none.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.ReplaceLineEndings("\n").Split('\n', MostLines + 1).Take(MostLines).Select(line => line.TrimEnd()).ToArray();
        var kept = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith('>') || SentFrom().IsMatch(line))
            {
                continue;
            }

            if (HeadOf(lines, i) is var head and > 0)
            {
                // Who wrote and when: behind it the other's words begin. Where those are marked line by line, the answers between them stay.
                if (!IsMarked(lines, i + head))
                {
                    break;
                }

                i += head - 1;
                continue;
            }

            if (IsSignature(line) || EndsHere(lines, i, line))
            {
                break;
            }

            kept.Add(lines[i]);
        }

        return Blank().Replace(string.Join('\n', kept), "\n\n").Trim();
    }

    /// <summary>Over how many lines it is said here who wrote and when; 0 where it is not.</summary>
    private static int HeadOf(string[] lines, int at)
    {
        var line = lines[at].Trim();
        if (!HeadBegins().IsMatch(line))
        {
            return 0;
        }

        var joined = string.Empty;
        for (var more = 0; more < HeadLines && at + more < lines.Length; more++)
        {
            var next = lines[at + more].Trim();
            if (next.Length == 0 || next.StartsWith('>') || joined.Length + next.Length > LongestHead)
            {
                return 0;
            }

            joined = joined.Length == 0 ? next : $"{joined} {next}";
            if (joined.EndsWith(':'))
            {
                return Wrote().IsMatch(joined) || DateAndAddress().IsMatch(joined) ? more + 1 : 0;
            }
        }

        return 0;
    }

    private static bool IsMarked(string[] lines, int from)
    {
        for (var i = from; i < lines.Length; i++)
        {
            if (lines[i].Trim() is { Length: > 0 } line)
            {
                return line.StartsWith('>');
            }
        }

        return false;
    }

    private static bool IsSignature(string line) => line is "--" or "—" or "-- " or "__";

    /// <summary>A forwarded or quoted mail begins, as Outlook and its kind write it.</summary>
    private static bool EndsHere(string[] lines, int at, string line) =>
        Divider().IsMatch(line) || (FieldFrom().IsMatch(line) && lines.Skip(at + 1).Take(5).Any(next => FieldOther().IsMatch(next.Trim())));

    [GeneratedRegex(@"^(Sent|Gesendet|Envoyé|Enviado|Verzonden) (from|von|mit|de|depuis|desde|vanaf) ((my|mein\w*|mon|ma|mi|a|the|dem|der)\s)?[\p{L}\p{N} +'’-]{1,50}\.?$|^Von mein\w* [\p{L}\p{N} +'’-]{1,40} gesendet\.?$|^Get Outlook for |^Holen Sie sich Outlook für |^Télécharger Outlook pour |^Sent with |^Diese Nachricht wurde von meine?m? .{1,60} gesendet", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SentFrom();

    [GeneratedRegex(@"^(On|Am|Le|El|Op|Il|Em|Den|Dnia|W dniu)\b|^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|^\p{L}{2,4}\.?, \d{1,2}\.? |^""?[^<>]{1,80}<[^<>\s]+@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HeadBegins();

    [GeneratedRegex(@"\d.*(\bwrote|\bschrieb\b.*|\ba écrit|\bescribió|\bschreef\b.*|\bha scritto|написал\S*|\bescreveu|\bskrev\b.*|\bnapisał\S*)\s*:$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Wrote();

    [GeneratedRegex(@"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}.*@.*:$|\d{1,2}:\d{2}.*@.*:$", RegexOptions.CultureInvariant)]
    private static partial Regex DateAndAddress();

    [GeneratedRegex(@"^_{10,}$|^-{2,}\s*(Original Message|Original-Nachricht|Ursprüngliche Nachricht|Weitergeleitete Nachricht|Forwarded message|Message d['’]origine|Message original|Message transféré|Mensaje original|Mensaje reenviado)\b.*$|^Begin forwarded message:$|^Anfang der weitergeleiteten Nachricht:$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Divider();

    [GeneratedRegex(@"^\*?(From|Von|De|Van|Da|От)\s?:\*?\s\S", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FieldFrom();

    [GeneratedRegex(@"^\*?(Sent|Gesendet|Envoyé|Enviado( el)?|Date|Datum|Fecha|To|An|À|Para|Subject|Betreff|Objet|Asunto|Отправлено)\s?:\*?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FieldOther();

    [GeneratedRegex(@"\n{3,}", RegexOptions.CultureInvariant)]
    private static partial Regex Blank();
}
