namespace RefundDesk.Domain.Refunds;

/// <summary>Makes what people, customers and gateways write fit to be stored.</summary>
internal static class StoredText
{
    private const char Replacement = '\ufffd';

    /// <summary>
    /// Cuts at a length without halving a character. Half characters and NUL are replaced: databases refuse them, and a case must
    /// not be lost for a character in a note.
    /// </summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length > longest)
        {
            var end = char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1;
            text = $"{text[..end]}…";
        }

        return text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : string.Create(text.Length, text, Clean);
    }

    private static void Clean(Span<char> cleaned, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                (cleaned[i], cleaned[i + 1]) = (text[i], text[i + 1]);
                i++;
            }
            else
            {
                cleaned[i] = text[i] == '\0' || char.IsSurrogate(text[i]) ? Replacement : text[i];
            }
        }
    }
}
