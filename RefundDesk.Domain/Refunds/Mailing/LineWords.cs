using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Domain.Refunds.Mailing;

/// <summary>Which lines of an order a customer means.</summary>
/// <param name="Lines">The order's lines with units; those that are still open where it was not said.</param>
/// <param name="IsClear">Whether the words say it; else somebody has to ask.</param>
public sealed record LinesMeant(IReadOnlyList<(int LineNumber, int Quantity)> Lines, bool IsClear);

/// <summary>Finds out by article numbers and the words of descriptions which lines of an order a text means.</summary>
public static partial class LineWords
{
    private const int ShortestWord = 3;
    private const int LongWord = 5;

    /// <summary>The goods that are meant. Nothing but goods is ever asked back by words: delivery and the like are the policy's.</summary>
    /// <param name="order">The purchase.</param>
    /// <param name="words">The customer's own words and the subject.</param>
    /// <returns>The lines; none at all where nothing of the order is open, or what is meant is not.</returns>
    public static LinesMeant In(Order order, string words)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(words);
        OrderLine[] goods = [.. order.Lines.Where(line => line.Kind == OrderLineKind.Goods)];
        OrderLine[] open = [.. goods.Where(line => line.OpenQuantity > 0)];
        if (open.Length == 0)
        {
            return new LinesMeant([], true);
        }

        var text = Plain(words);
        var named = Named(goods, text);
        var isAll = named.Count == 0 && Everything().IsMatch(text);
        IReadOnlyList<OrderLine> meant = named.Count > 0 ? named : (goods.Length == 1 || isAll ? goods : []);
        if (meant.Count == 0)
        {
            return new LinesMeant(All(open), false);
        }

        if (named.Count > 0 && !meant.Any(line => line.OpenQuantity > 0))
        {
            // What the customer names is spoken for already; it is not replaced by what was not named.
            return new LinesMeant([], true);
        }

        OrderLine[] left = [.. meant.Where(line => line.OpenQuantity > 0)];
        var count = left.Length == 1 && left[0].Quantity > 1 && !isAll ? CountIn(text, left[0]) : null;
        var isClear = left.Length == meant.Count && (left.All(line => line.Quantity == 1) || isAll || (count is { } units && units <= left[0].OpenQuantity));
        return new LinesMeant(isClear && count is { } said ? [(left[0].LineNumber, said)] : All(left), isClear);
    }

    private static List<OrderLine> Named(OrderLine[] goods, string text)
    {
        var said = Letters().Matches(text).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        List<OrderLine> bySku = [.. goods.Where(line => line.Sku.Length >= 3 && Regex.IsMatch(text, $@"(?<![\p{{L}}\p{{N}}]){Regex.Escape(Plain(line.Sku))}(?![\p{{L}}\p{{N}}])", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))];
        if (bySku.Count > 0)
        {
            return bySku;
        }

        var words = goods.ToDictionary(line => line, line => Letters().Matches(Plain(line.Description)).Select(match => match.Value).Where(word => word.Length >= ShortestWord && !SmallWords.Contains(word)).ToHashSet(StringComparer.Ordinal));
        return [.. goods.Where(line => words[line].Any(word => goods.All(other => other == line || !words[other].Contains(word)) && said.Any(one => IsSame(one, word))))];
    }

    /// <summary>Inflected words count as the same: jacket and jackets, Jacke and Jacken.</summary>
    private static bool IsSame(string said, string word) =>
        said.Length >= ShortestWord && Math.Abs(said.Length - word.Length) <= (Math.Min(said.Length, word.Length) < LongWord ? 1 : 2) && (said.StartsWith(word, StringComparison.Ordinal) || word.StartsWith(said, StringComparison.Ordinal));

    private static int? CountIn(string text, OrderLine line)
    {
        if (line.Quantity == 2 && Both().IsMatch(text))
        {
            return 2;
        }

        var counts = Counted().Matches(text).Select(match => match.Value is var word && Numbers.TryGetValue(word.Split(' ', 'x', '×')[0], out var number) ? number
            : int.TryParse(string.Concat(word.TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? digits : 0).Where(count => count > 0).Distinct().ToArray();
        return counts is [var only] ? only : null;
    }

    private static (int LineNumber, int Quantity)[] All(IEnumerable<OrderLine> lines) => [.. lines.Select(line => (line.LineNumber, line.OpenQuantity))];

    /// <summary>Lower case, without accents.</summary>
    private static string Plain(string text) => string.Concat(StoredText.Cut(text, 8_000).Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)).ToLowerInvariant();

    /// <summary>Words of descriptions that say nothing about an article.</summary>
    private static readonly HashSet<string> SmallWords = new(
        "the and for with from size set new pack und mit von fur der die das aus neu groesse grosse les des pour avec une taille lot con para del los las una talla por size pcs".Split(' '), StringComparer.Ordinal);

    private static readonly Dictionary<string, int> Numbers = new(StringComparer.Ordinal)
    {
        ["one"] = 1, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["ein"] = 1, ["eine"] = 1, ["einen"] = 1, ["zwei"] = 2, ["drei"] = 3, ["vier"] = 4,
        ["un"] = 1, ["une"] = 1, ["deux"] = 2, ["trois"] = 3, ["quatre"] = 4, ["uno"] = 1, ["una"] = 1, ["dos"] = 2, ["tres"] = 3, ["cuatro"] = 4,
    };

    [GeneratedRegex(@"\p{L}[\p{L}\p{N}]*", RegexOptions.CultureInvariant)]
    private static partial Regex Letters();

    [GeneratedRegex(@"\b(everything|(whole|entire|complete|full) (order|purchase)|all (of it|of them|items|articles|products)|(gesamte|ganze|komplette|vollstandige)n? (bestellung|lieferung|auftrag)|alles|alle artikel|toute (la|ma) commande|tous les articles|todo (el|mi) pedido|todos los articulos)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Everything();

    [GeneratedRegex(@"\b(both|beide[ns]?|les deux|ambos|ambas)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Both();

    /// <summary>A number right before what is counted.</summary>
    [GeneratedRegex(@"\b(\d{1,3}\s?(x|×|of (them|the)|stuck|pieces?|pcs|units?|pieces|unidades?)|\d{1,3}\s?(der|davon|des|de los|de las)|(one|two|three|four|zwei|drei|vier|deux|trois|quatre|dos|tres|cuatro) (of|der|davon|des|de)|(ein|eine|einen|une?|una?) (davon|der|d'entre|de los|de las))", RegexOptions.CultureInvariant)]
    private static partial Regex Counted();
}
