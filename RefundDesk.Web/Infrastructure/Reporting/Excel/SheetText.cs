using System.Globalization;
using System.Text;
using System.Xml;

namespace RefundDesk.Web.Infrastructure.Reporting.Excel;

/// <summary>Text as a workbook can hold it.</summary>
internal static class SheetText
{
    /// <summary>The most characters a cell holds.</summary>
    public const int MostInCell = 32_767;

    /// <summary>The most characters the name of a sheet has.</summary>
    public const int MostInName = 31;

    private const string NotInNames = @"[]:*?/\'";

    /// <summary>Leaves out what XML cannot hold and shortens what a cell cannot.</summary>
    public static string Clean(string text)
    {
        if (text.Length <= MostInCell && text.All(XmlConvert.IsXmlChar))
        {
            return text;
        }

        var clean = new StringBuilder(Math.Min(text.Length, MostInCell));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength >= MostInCell)
            {
                clean.Append('…');
                break;
            }

            if (rune.Utf16SequenceLength == 2 || XmlConvert.IsXmlChar((char)rune.Value))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    /// <summary>A valid sheet name that none of <paramref name="taken"/> has, and takes it.</summary>
    public static string Name(string title, HashSet<string> taken)
    {
        var allowed = string.Concat(Clean(title).Where(character => !NotInNames.Contains(character, StringComparison.Ordinal) && !char.IsControl(character))).Trim();
        var stem = allowed.Length == 0 ? "Table" : allowed;
        var name = Shortened(stem, "");
        for (var number = 2; !taken.Add(name.ToUpperInvariant()); number++)
        {
            name = Shortened(stem, string.Create(CultureInfo.InvariantCulture, $" ({number})"));
        }

        return name;
    }

    private static string Shortened(string stem, string ending)
    {
        var room = MostInName - ending.Length;
        if (stem.Length > room)
        {
            room -= char.IsHighSurrogate(stem[room - 1]) ? 1 : 0;
            stem = stem[..room].TrimEnd();
        }

        return stem + ending;
    }
}
