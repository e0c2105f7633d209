using System.Collections.Frozen;
using RefundDesk.Domain.Refunds.Telling;

namespace RefundDesk.Domain.Refunds.Mailing;

/// <summary>Tells by the small words in which of the desk's languages a customer writes.</summary>
public static class MailLanguage
{
    private const int Enough = 2;

    private static readonly FrozenDictionary<string, FrozenSet<string>> Words = new Dictionary<string, string>
    {
        ["en"] = "the and is my was not have i you it this with for of please would want order arrived back",
        ["de"] = "der die das und ist ich nicht habe wir sie mit für ein eine bitte meine mein möchte zurück bestellung leider war",
        ["fr"] = "le la les et est je pas mon ma vous nous avec pour une un commande bonjour merci reçu voudrais suis ai",
        ["es"] = "el los las y es mi que no con para una un pedido hola gracias quiero he recibido por favor está",
    }.ToFrozenDictionary(language => language.Key, language => language.Value.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>Two letters of <see cref="CustomerLanguage.All"/>; null where it cannot be told.</summary>
    public static string? Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var said = text.Split([' ', '\n', '\t', ',', '.', ';', ':', '!', '?', '(', ')', '\''], StringSplitOptions.RemoveEmptyEntries);
        var counts = Words.Select(language => (language.Key, Count: said.Count(language.Value.Contains))).OrderByDescending(count => count.Count).ToArray();
        return counts[0].Count >= Enough && counts[0].Count > counts[1].Count ? counts[0].Key : null;
    }
}
