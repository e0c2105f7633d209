using System.Globalization;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Risk;

namespace RefundDesk.Domain.Refunds.Deciding.Replaying;

/// <summary>Something that a replay found otherwise than it is stored.</summary>
/// <param name="What">What it is about, <c>finding 3 (window, line 1)</c>.</param>
/// <param name="Stored">As it is stored.</param>
/// <param name="Replayed">As the same rules find it today.</param>
public sealed record ReplayDifference(string What, string Stored, string Replayed)
{
    /// <inheritdoc />
    public override string ToString() => $"{What}: stored “{Stored}”, replayed “{Replayed}”";
}

/// <summary>Decides anew from what was stored, and compares. Pure: the stored facts and the stored documents in, differences out.</summary>
public static class DecisionReplay
{
    /// <summary>How many differences of one decision are said; the first ones tell what happened.</summary>
    public const int MostDifferences = 10;

    /// <summary>Decides anew and says what differs.</summary>
    /// <param name="stored">The decision as it was taken.</param>
    /// <param name="policies">The documents it names, as they are stored today.</param>
    /// <param name="model">The risk model of today; asked only where it is the one that assessed then.</param>
    /// <returns>Nothing where the decision is equal; else the first differences.</returns>
    public static IReadOnlyList<ReplayDifference> Differences(Decision stored, PoliciesInForce policies, IRiskModel model)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return Compare(stored, Again(stored, policies, model));
    }

    /// <summary>The decision that the same rules come to from the stored facts.</summary>
    public static Decision Again(Decision stored, PoliciesInForce policies, IRiskModel model)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return Decider.Decide(policies, stored.ClientCurrency, stored.Facts, stored.RiskFacts, new SameModel(model, stored.Risk));
    }

    private static List<ReplayDifference> Compare(Decision stored, Decision again)
    {
        var differences = new List<ReplayDifference>();
        void Same<T>(string what, T before, T after)
        {
            if (!EqualityComparer<T>.Default.Equals(before, after) && differences.Count < MostDifferences)
            {
                differences.Add(new ReplayDifference(what, Text(before), Text(after)));
            }
        }

        Same("policy version", stored.Evaluation.PolicyVersion, again.Evaluation.PolicyVersion);
        Same("version in force", stored.CurrentVersion, again.CurrentVersion);
        Same("route", stored.Stopped?.Route ?? stored.Route, again.Route);
        Same("grounds", stored.Stopped?.Why ?? stored.Why, again.Why);
        Each(stored.Evaluation.Findings, again.Evaluation.Findings, (before, after, i) =>
        {
            var what = $"finding {i + 1} ({Name(before ?? after!)})";
            Same(what, Words(before), Words(after));
            if (Words(before) == Words(after))
            {
                Same(what, before, after);
            }
        });
        Each(stored.Evaluation.Lines, again.Evaluation.Lines, (before, after, _) =>
            Same($"amounts of line {(before ?? after!).LineNumber}", Words(before), Words(after)));
        Each(stored.Evaluation.Questions, again.Evaluation.Questions, (before, after, i) => Same($"question {i + 1}", before, after));
        Same("claim by law", stored.Evaluation.LegalClaim, again.Evaluation.LegalClaim);
        Same("amount given back, minor units", stored.Evaluation.PayableMinor, again.Evaluation.PayableMinor);
        Same("terms of the purchase settled", new SettledTerms(stored.Evaluation.Settled ?? []), new SettledTerms(again.Evaluation.Settled ?? []));
        Same("goods wanted back first", stored.Evaluation.WantsReturn, again.Evaluation.WantsReturn);
        Same("risk score", stored.Risk.Score, again.Risk.Score);
        Each(stored.Risk.Reasons, again.Risk.Reasons, (before, after, i) => Same($"risk reason {i + 1}", before, after));
        return differences;
    }

    private static void Each<T>(IReadOnlyList<T> before, IReadOnlyList<T> after, Action<T?, T?, int> compare)
        where T : class
    {
        for (var i = 0; i < Math.Max(before.Count, after.Count); i++)
        {
            compare(i < before.Count ? before[i] : null, i < after.Count ? after[i] : null, i);
        }
    }

    private static string Name(Finding finding) => finding.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $"{finding.Rule}, line {line}") : finding.Rule;

    private static string Words(Finding? finding) => finding is null ? "nothing" : $"{finding.Result}: {finding.Text}";

    private static string Words(LineResult? line) => line is null
        ? "nothing"
        : string.Create(CultureInfo.InvariantCulture, $"{line.PayableMinor} back, {line.FeeMinor} kept{(line.FeeTaxMinor is { } tax ? $" with {tax} of tax" : null)}, minor units");

    private static string Text<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "nothing";

    /// <summary>A score of another model is a fact like the others: it is taken as it is stored.</summary>
    private sealed class SameModel(IRiskModel today, RiskAssessment stored) : IRiskModel
    {
        public RiskAssessment Assess(RiskFacts facts) => today.Assess(facts) is { } assessed && assessed.Model == stored.Model ? assessed : stored;
    }
}
