using System.Text.RegularExpressions;

namespace RefundDesk.Domain.Refunds.Mailing;

/// <summary>Finds in a text what may be the number of an order. Whether it is one is told by the orders there are.</summary>
public static partial class OrderNumbers
{
    /// <summary>The most that are looked up for one mail.</summary>
    public const int AtMost = 120;

    private const int Shortest = 3;
    private const int Longest = 60;

    /// <summary>What the numbers of a client begin with before their digits, the most common first: <c>SO-</c>, <c>#</c>; at most four.</summary>
    /// <param name="known">Numbers of orders there are.</param>
    public static IReadOnlyList<string> PrefixesOf(IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return [.. known.Select(number => number[..(number.AsSpan().IndexOfAnyInRange('0', '9') is var first and > 0 ? first : 0)])
            .Where(prefix => prefix.Length is > 0 and <= 12).GroupBy(prefix => prefix, StringComparer.Ordinal).OrderByDescending(same => same.Count()).Take(4).Select(same => same.Key)];
    }

    /// <summary>What may be a number, in the order of the text, each once; also with a client's prefixes where only the digits were written.</summary>
    /// <param name="text">A subject and the words of a customer.</param>
    /// <param name="prefixes">See <see cref="PrefixesOf"/>.</param>
    public static IReadOnlyList<string> In(string text, IReadOnlyList<string> prefixes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(prefixes);
        var found = new List<string>();
        foreach (Match match in Token().Matches(text))
        {
            var token = match.Groups["number"].Value.Trim('-', '.', '/', '_', '#');
            if (token.Length is < Shortest or > Longest || !token.Any(char.IsAsciiDigit))
            {
                continue;
            }

            found.AddRange([token, token.ToUpperInvariant(), $"#{token}"]);
            if (token.All(char.IsAsciiDigit))
            {
                found.AddRange(prefixes.Select(prefix => prefix + token));
                if (match.Groups["word"].Value is { Length: > 0 } word)
                {
                    var upper = word.ToUpperInvariant();
                    found.AddRange([$"{upper}-{token}", $"{upper}{token}", $"{upper} {token}"]);
                }
            }

            if (found.Count >= AtMost * 2)
            {
                break;
            }
        }

        return [.. found.Distinct(StringComparer.Ordinal).Take(AtMost)];
    }

    // What is looked ahead is bounded, since a mail may be one long run of dots.
    /// <summary>A run of what numbers are made of; the short word before it may belong to it.</summary>
    [GeneratedRegex(@"(\b(?<word>[A-Za-z]{1,6})[ \t]{1,2})?(?<![\p{L}\p{N}])(?<number>(?=[\p{L}\p{N}._/#-]{0,60}\d)#?[\p{L}\p{N}]([\p{L}\p{N}._/#-]{0,80}[\p{L}\p{N}])?)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
