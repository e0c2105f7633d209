using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Infrastructure.TextModel;

/// <summary>Everything that reads a text: two classifiers and the words they have seen.</summary>
/// <param name="Origin">What it was made of and whose data that is; shown by <c>model try</c>.</param>
/// <param name="Words">Hashes of the words it has seen, ascending.</param>
/// <param name="Concerns">Classes are names of <see cref="CustomerConcern"/>, Other first.</param>
/// <param name="Reasons">Classes are <see cref="NoReason"/> and names of <see cref="RefundReason"/>.</param>
internal sealed record ConcernModel(string Origin, uint[] Words, LinearClassifier Concerns, LinearClassifier Reasons)
{
    /// <summary>The class of texts that say no reason.</summary>
    public const string NoReason = "None";

    private const int LongestWhole = 60;

    /// <summary>What a text seems to say; null where it has no word the model has seen.</summary>
    public ConcernSuggestion? Suggest(string text)
    {
        if (Parts(text, Words) is not { } parts)
        {
            return null;
        }

        var concerns = Concerns.Read(parts);
        var reasons = Reasons.Read(parts);
        var concern = Enum.Parse<CustomerConcern>(Concerns.Numbers.Classes[concerns.Best]);
        var (reason, sure) = (reasons.Best, Permille(reasons.Of[reasons.Best]));
        var isNamed = reason > 0 && sure >= Reasons.Numbers.ThresholdPermille && concern is (CustomerConcern.WantsRefund or CustomerConcern.WantsToCancel);
        return new ConcernSuggestion(
            concern, Permille(concerns.Of[concerns.Best]), isNamed ? Enum.Parse<RefundReason>(Reasons.Numbers.Classes[reason]) : null, isNamed ? sure : 0);
    }

    /// <summary>What is read of a text: its sentences, and a short one also as a whole; null without a word that was seen.</summary>
    public static IReadOnlyList<SparseText>? Parts(string text, uint[] seen)
    {
        var sentences = TextFeatures.Sentences(text);
        if (!sentences.SelectMany(words => words).Any(word => Array.BinarySearch(seen, TextFeatures.HashOf(word)) >= 0))
        {
            return null;
        }

        var parts = sentences.Select(words => TextFeatures.Of(words)!).ToList();
        if (sentences.Count > 1 && sentences.Sum(words => words.Length) <= LongestWhole)
        {
            parts.Add(TextFeatures.Of([.. sentences.SelectMany(words => words)])!);
        }

        return parts;
    }

    private static int Permille(double chance) => (int)Math.Round(chance * 1_000, MidpointRounding.ToEven);
}
