using System.Buffers;
using System.Globalization;
using System.Text;

namespace RefundDesk.Domain.Refunds.Attaching;

/// <summary>Makes a stranger's file name fit to be shown and saved under.</summary>
public static class FileNames
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>The longest name that is kept.</summary>
    public const int Longest = 100;

    /// <summary>A name as it is told back to who sent the file: cleaned, with the ending it had.</summary>
    public static string Shown(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var dot = name.LastIndexOf('.');
        var extension = dot > 0 && name.Length - dot is > 1 and <= 6 && name.AsSpan(dot + 1).IndexOfAnyExcept(Plain) < 0 ? name[dot..] : string.Empty;
        return Clean(name, extension, "file");
    }

    /// <summary>
    /// The last part of a path, without control and direction characters and what file systems do not take; it ends with what the content is, whatever
    /// it ended with before.
    /// </summary>
    /// <param name="name">As the sender calls it; null or empty where it has none.</param>
    /// <param name="extension">What the content is, <c>.jpg</c>.</param>
    /// <param name="otherwise">What it is called where nothing is left, without extension.</param>
    public static string Clean(string? name, string extension, string otherwise)
    {
        ArgumentNullException.ThrowIfNull(extension);
        ArgumentNullException.ThrowIfNull(otherwise);
        var last = (name ?? string.Empty).Split('/', '\\')[^1];
        if (last.LastIndexOf('.') is var dot and > 0 && last.Length - dot is > 1 and <= 6)
        {
            last = last[..dot];
        }

        var kept = new StringBuilder();
        foreach (var rune in last.EnumerateRunes())
        {
            var isPlain = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            if (kept.Length + rune.Utf16SequenceLength > Longest - extension.Length)
            {
                break;
            }

            if (isPlain && rune != Rune.ReplacementChar)
            {
                kept.Append(rune.IsAscii && "\"*:<>?|%;".Contains((char)rune.Value, StringComparison.Ordinal) ? "_" : rune.ToString());
            }
        }

        var clean = kept.ToString().Trim(' ', '.');
        return (clean.Length == 0 ? otherwise : clean) + extension;
    }
}
