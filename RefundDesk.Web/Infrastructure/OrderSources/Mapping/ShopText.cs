using System.Net;
using System.Text;

namespace RefundDesk.Web.Infrastructure.OrderSources.Mapping;

/// <summary>Texts of a shop made fit to be stored: shops keep names with line breaks, entities and any length.</summary>
internal static class ShopText
{
    /// <summary>One line of at most so many characters, without entities, control characters and halves of characters; null where nothing is left.</summary>
    public static string? Line(string? text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var line = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in WebUtility.HtmlDecode(text).EnumerateRunes())
        {
            var isBlank = Rune.IsControl(rune) || Rune.IsWhiteSpace(rune);
            if (isBlank && (line.Length == 0 || line[^1] == ' '))
            {
                continue;
            }

            if (line.Length + (isBlank ? 1 : rune.Utf16SequenceLength) > longest)
            {
                break;
            }

            line.Append(isBlank ? " " : rune.ToString());
        }

        return line.ToString().TrimEnd() is { Length: > 0 } made ? made : null;
    }

    /// <summary>The same; the other text where nothing is left.</summary>
    public static string Line(string? text, int longest, string otherwise) => Line(text, longest) ?? otherwise;

    /// <summary>First and last name, or whichever is there.</summary>
    public static string? Name(string? first, string? last) => Line($"{first} {last}", 120);

    /// <summary>An address a message can go to, else null: shops let anything be typed.</summary>
    public static string? Email(string? text) =>
        text?.Trim() is { Length: > 2 and <= 254 } address && address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < address.Length - 1 && !address.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || char.IsSurrogate(letter))
            ? address
            : null;
}
