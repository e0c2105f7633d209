using System.Globalization;
using System.Text;

namespace RefundDesk.Web.Infrastructure.TextModel;

/// <summary>A text as numbers: which buckets its parts fall into, ascending, and how heavy each is. The squares of the weights sum to one.</summary>
/// <param name="Buckets">0 to <see cref="TextFeatures.Buckets"/>, ascending, each once.</param>
/// <param name="Weights">One for each bucket.</param>
internal sealed record SparseText(int[] Buckets, float[] Weights);

/// <summary>
/// Makes words and numbers of a text, for learning and for reading alike: words, pairs of words and pieces of three to five letters, hashed into
/// a fixed number of buckets. Pieces see through endings and typing errors, in any language that is written with letters.
/// </summary>
internal static class TextFeatures
{
    /// <summary>How many buckets; part of what a model's file means.</summary>
    public const int Buckets = 1 << 15;

    /// <summary>Characters that are read of a text.</summary>
    public const int MostCharacters = 4_000;

    private const int MostWords = 1_500;
    private const int MostLetters = 30;
    private const int WholeWords = 4; // a word has many pieces, and says more than each
    private const int ShortestPiece = 3;
    private const int LongestPiece = 5;
    private const uint FnvOffset = 2_166_136_261;
    private const uint FnvPrime = 16_777_619;
    private const string Number = "0";

    /// <summary>The sentences of a text as lower-case words without accents; every number is the word <c>0</c>. Empty where there is no word.</summary>
    public static IReadOnlyList<string[]> Sentences(string text)
    {
        var sentences = new List<string[]>();
        var words = new List<string>();
        var word = new StringBuilder();
        var all = 0;
        var clean = Cleaned(text);
        for (var at = 0; at < clean.Length && all < MostWords; at++)
        {
            var sign = clean[at];
            if (char.IsLetterOrDigit(sign))
            {
                word.Append(sign);
                continue;
            }

            if (IsApostrophe(sign) && word.Length > 0 && IsShortEnding(clean, at + 1))
            {
                continue; // don't, it's, we're: one word, as those who leave the sign out write it
            }

            all += Take(word, words);
            if (EndsSentence(clean, at))
            {
                Take(words, sentences);
            }
        }

        Take(word, words);
        Take(words, sentences);
        return sentences;
    }

    /// <summary>The numbers of some words; null where there is none.</summary>
    public static SparseText? Of(IReadOnlyList<string> words)
    {
        var counts = new SortedDictionary<int, int>();
        for (var at = 0; at < words.Count; at++)
        {
            Count(counts, Hash("w", words[at], string.Empty), WholeWords);
            if (at + 1 < words.Count)
            {
                Count(counts, Hash("p", words[at], words[at + 1]));
            }

            foreach (var piece in Pieces(words[at]))
            {
                Count(counts, Hash("c", piece, string.Empty));
            }
        }

        if (counts.Count == 0)
        {
            return null;
        }

        var weights = counts.Values.Select(count => MathF.Sqrt(count)).ToArray();
        var length = MathF.Sqrt(weights.Sum(weight => weight * weight));
        return new SparseText([.. counts.Keys], [.. weights.Select(weight => weight / length)]);
    }

    /// <summary>A word's own number, by which a model knows the words it has seen.</summary>
    public static uint HashOf(string word) => Hash("w", word, string.Empty);

    /// <summary>Pieces of a text for comparing whole texts: every four signs of its words set one behind the other.</summary>
    public static HashSet<uint> Shingles(string text)
    {
        const int Signs = 4;
        var line = string.Join(' ', Sentences(text).SelectMany(words => words));
        var shingles = new HashSet<uint>();
        for (var at = 0; at + Signs <= line.Length; at++)
        {
            shingles.Add(Hash("s", line.Substring(at, Signs), string.Empty));
        }

        if (shingles.Count == 0)
        {
            shingles.Add(Hash("s", line, string.Empty));
        }

        return shingles;
    }

    /// <summary>Small letters without accents, of a text whose half signs were replaced; no sign makes it fail.</summary>
    private static string Cleaned(string text)
    {
        var whole = new StringBuilder();
        foreach (var rune in text.AsSpan(0, Math.Min(text.Length, MostCharacters)).EnumerateRunes())
        {
            whole.Append(Rune.ToLowerInvariant(rune).ToString());
        }

        var bare = new StringBuilder(whole.Length);
        foreach (var sign in whole.ToString().Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(sign) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
            {
                bare.Append(sign);
            }
        }

        return bare.ToString();
    }

    private static bool IsApostrophe(char sign) => sign is '\'' or '’' or '‘' or '`' or '´';

    private static bool IsShortEnding(string text, int from)
    {
        var to = from;
        while (to < text.Length && char.IsLetter(text[to]))
        {
            to++;
        }

        return to - from is 1 or 2;
    }

    private static bool EndsSentence(string text, int at) => text[at] switch
    {
        '!' or '?' or ';' or '\n' or '。' or '！' or '？' or '…' => true,
        '.' => at + 1 >= text.Length || char.IsWhiteSpace(text[at + 1]),
        _ => false,
    };

    private static int Take(StringBuilder word, List<string> words)
    {
        if (word.Length == 0)
        {
            return 0;
        }

        var taken = word.ToString();
        words.Add(taken.All(char.IsDigit) ? Number : taken.Length > MostLetters ? taken[..MostLetters] : taken);
        word.Clear();
        return 1;
    }

    private static void Take(List<string> words, List<string[]> sentences)
    {
        if (words.Count > 0)
        {
            sentences.Add([.. words]);
            words.Clear();
        }
    }

    private static IEnumerable<string> Pieces(string word)
    {
        var framed = $"<{word}>";
        for (var length = ShortestPiece; length <= LongestPiece; length++)
        {
            for (var at = 0; at + length <= framed.Length; at++)
            {
                yield return framed.Substring(at, length);
            }
        }
    }

    private static void Count(SortedDictionary<int, int> counts, uint hash, int times = 1)
    {
        var bucket = (int)(hash % Buckets);
        counts[bucket] = counts.GetValueOrDefault(bucket) + times;
    }

    /// <summary>FNV-1a over UTF-16, the same on every machine and in every process.</summary>
    private static uint Hash(string kind, string first, string second)
    {
        var hash = FnvOffset;
        foreach (var sign in (ReadOnlySpan<string>)[kind, first, " ", second])
        {
            foreach (var letter in sign)
            {
                hash = unchecked((hash ^ letter) * FnvPrime);
            }
        }

        return hash ^ (hash >> 15);
    }
}
