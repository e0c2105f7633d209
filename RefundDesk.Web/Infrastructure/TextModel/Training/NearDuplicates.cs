namespace RefundDesk.Web.Infrastructure.TextModel.Training;

/// <summary>Finds texts that are nearly the same, so that they never stand on both sides of a split.</summary>
internal static class NearDuplicates
{
    /// <summary>The share of common pieces, of all of both, from which two texts count as one.</summary>
    private const double Alike = 0.6;

    /// <summary>A group's number for each text: texts that are alike, or alike to one that is, have the same.</summary>
    public static int[] Groups(IReadOnlyList<string> texts)
    {
        var groups = Enumerable.Range(0, texts.Count).ToArray();
        foreach (var (one, other) in Pairs(texts, 0))
        {
            var (first, second) = (Root(groups, one), Root(groups, other));
            groups[Math.Max(first, second)] = Math.Min(first, second);
        }

        for (var at = 0; at < groups.Length; at++)
        {
            groups[at] = Root(groups, at);
        }

        return groups;
    }

    /// <summary>Which of some texts are alike to one of others: their numbers.</summary>
    public static IReadOnlyList<int> Among(IReadOnlyList<string> texts, IReadOnlyList<string> others) =>
        [.. Pairs([.. others, .. texts], others.Count).Where(pair => pair.Earlier < others.Count).Select(pair => pair.Later - others.Count).Distinct()];

    /// <summary>Pairs that are alike; of the later only those from a number on.</summary>
    private static IEnumerable<(int Later, int Earlier)> Pairs(IReadOnlyList<string> texts, int laterFrom)
    {
        var postings = new Dictionary<uint, List<int>>();
        var sizes = new int[texts.Count];
        var common = new int[texts.Count];
        for (var at = 0; at < texts.Count; at++)
        {
            var shingles = TextFeatures.Shingles(texts[at]);
            sizes[at] = shingles.Count;
            var touched = new List<int>();
            foreach (var shingle in shingles)
            {
                if (!postings.TryGetValue(shingle, out var earlier))
                {
                    postings[shingle] = earlier = [];
                }

                if (at >= laterFrom)
                {
                    foreach (var other in earlier)
                    {
                        if (common[other]++ == 0)
                        {
                            touched.Add(other);
                        }
                    }
                }

                earlier.Add(at);
            }

            foreach (var other in touched)
            {
                if (common[other] >= Alike * (sizes[at] + sizes[other] - common[other]))
                {
                    yield return (at, other);
                }

                common[other] = 0;
            }
        }
    }

    private static int Root(int[] groups, int at)
    {
        while (groups[at] != at)
        {
            groups[at] = groups[groups[at]];
            at = groups[at];
        }

        return at;
    }
}
