using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RefundDesk.Web.Infrastructure.TextModel.Training;

/// <summary>Three parts of the texts that share no near duplicates.</summary>
/// <param name="Learned">Learned from.</param>
/// <param name="Calibrated">Temperature and threshold are set with these.</param>
/// <param name="Measured">Looked at once, for the figures.</param>
internal sealed record TrainingParts(IReadOnlyList<LabelledText> Learned, IReadOnlyList<LabelledText> Calibrated, IReadOnlyList<LabelledText> Measured)
{
    private const int LearnedPercent = 70;
    private const int CalibratedPercent = 15;

    /// <summary>
    /// Splits by groups of near duplicates. Own phrases are only learned from and calibrated with: what they are measured with was written apart.
    /// </summary>
    public static TrainingParts Split(IReadOnlyList<LabelledText> texts, int seed, List<string> lines)
    {
        var groups = NearDuplicates.Groups([.. texts.Select(text => text.Text)]);
        var parts = new List<LabelledText>[] { [], [], [] };
        for (var at = 0; at < texts.Count; at++)
        {
            var draw = Draw(texts[groups[at]].Text, seed);
            var part = draw < LearnedPercent ? 0 : draw < LearnedPercent + CalibratedPercent ? 1 : 2;
            parts[part == 2 && texts[at].Source == TextSource.Own ? 0 : part].Add(texts[at]);
        }

        lines.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{texts.Count} texts in {groups.Distinct().Count()} groups of near duplicates, the largest of {groups.CountBy(group => group).Max(count => count.Value)}; no group is in two parts"));
        lines.Add($"learned from {Sizes(parts[0])}; calibrated with {Sizes(parts[1])}; measured with {Sizes(parts[2])}");
        return new TrainingParts(parts[0], parts[1], parts[2]);
    }

    private static string Sizes(List<LabelledText> part) =>
        $"{part.Count} ({part.Count(text => text.Source == TextSource.Banking)} of banking77, {part.Count(text => text.Source == TextSource.Own)} own)";

    /// <summary>0 to 99, by the group's first text and the seed alone: another text more does not deal the others anew.</summary>
    private static int Draw(string text, int seed) => (int)(BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{text}"))) % 100);
}
