using System.Globalization;
using System.Net;

namespace RefundDesk.Web.Features.SelfService;

/// <summary>How a mail of the customers' pages is laid out: the same paragraphs as text and as HTML, so that the two never say different things.</summary>
internal static class PortalLetters
{
    /// <summary>Writes both bodies. Every value is encoded: none is ever markup.</summary>
    public static (string Text, string Html) Lay(string language, IReadOnlyList<string> paragraphs)
    {
        var html = string.Concat(paragraphs.Select(paragraph => $"<p>{WebUtility.HtmlEncode(paragraph).Replace("\n", "<br>", StringComparison.Ordinal)}</p>"));
        return ($"{string.Join("\n\n", paragraphs)}\n", $"<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\"></head><body>{html}</body></html>");
    }

    /// <summary>From here on this asynchronous call speaks the language.</summary>
    public static void Speak(string language) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

    /// <summary>The part of an address after the @, for message ids.</summary>
    public static string DomainOf(string address) => address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];

    /// <summary>A name must not begin a paragraph of its own.</summary>
    public static string Flat(string value) => string.Join(' ', value.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
