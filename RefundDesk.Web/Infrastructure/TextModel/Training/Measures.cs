using System.Globalization;

namespace RefundDesk.Web.Infrastructure.TextModel.Training;

/// <summary>What was known of a text and what was found.</summary>
/// <param name="True">Number of the true class.</param>
/// <param name="Found">Number of the class that was found.</param>
/// <param name="Chance">How sure, 0 to 1.</param>
internal readonly record struct Answer(int True, int Found, double Chance);

/// <summary>How good answers are.</summary>
internal sealed class Measures(IReadOnlyList<Answer> answers, IReadOnlyList<string> classes)
{
    private const int Bins = 10;
    private const int MistakesTold = 6;

    /// <summary>The share that is right.</summary>
    public double Accuracy => Share(answers.Count(answer => answer.True == answer.Found), answers.Count);

    /// <summary>The share that would be right if the most frequent class were always said.</summary>
    public double Baseline => Share(answers.CountBy(answer => answer.True).Max(count => count.Value), answers.Count);

    /// <summary>The mean over the classes that occur of the harmonic mean of precision and recall.</summary>
    public double MacroF1 => Enumerable.Range(0, classes.Count).Where(at => answers.Any(answer => answer.True == at)).Average(F1);

    /// <summary>Expected calibration error: by how much, on the average, the chance told differs from the share that is right. Ten bins.</summary>
    public double CalibrationError => answers.GroupBy(answer => Math.Min((int)(answer.Chance * Bins), Bins - 1))
        .Sum(bin => Math.Abs(bin.Count(answer => answer.True == answer.Found) - bin.Sum(answer => answer.Chance))) / answers.Count;

    /// <summary>A line of all figures, a line a class, and the largest mistakes.</summary>
    public IEnumerable<string> Lines(string title)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{title}: {answers.Count} texts, accuracy {Accuracy:P1}, macro F1 {MacroF1:F3}, majority baseline {Baseline:P1}, calibration error (ECE) {CalibrationError:F3}");
        for (var at = 0; at < classes.Count; at++)
        {
            var of = answers.Count(answer => answer.True == at);
            if (of > 0)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"  {classes[at],-18} {of,5} texts  precision {Precision(at):F2}  recall {Recall(at):F2}  F1 {F1(at):F2}");
            }
        }

        foreach (var mistake in answers.Where(answer => answer.True != answer.Found).CountBy(answer => (answer.True, answer.Found)).OrderByDescending(count => count.Value).ThenBy(count => count.Key).Take(MistakesTold))
        {
            yield return $"  mistake: {classes[mistake.Key.True]} read as {classes[mistake.Key.Found]}: {mistake.Value}";
        }
    }

    private double Precision(int at) => Share(Right(at), answers.Count(answer => answer.Found == at));

    private double Recall(int at) => Share(Right(at), answers.Count(answer => answer.True == at));

    private double F1(int at) => Right(at) == 0 ? 0 : 2 * Precision(at) * Recall(at) / (Precision(at) + Recall(at));

    private int Right(int at) => answers.Count(answer => answer.True == at && answer.Found == at);

    private static double Share(int part, int all) => all == 0 ? 0 : (double)part / all;
}
