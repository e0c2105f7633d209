namespace RefundDesk.Web.Infrastructure.TextModel.Training;

/// <summary>A text as a classifier reads it, with its true class.</summary>
internal sealed record Known(IReadOnlyList<SparseText> Parts, int Class);

/// <summary>Makes chances as often true as they say, on texts that were not learned from.</summary>
internal static class Calibration
{
    private const double Coldest = 0.2;
    private const double Step = 1.05;
    private const int Steps = 60;
    private const double Smallest = 1e-9;

    /// <summary>The classifier with the temperature under which the true classes are likeliest.</summary>
    public static LinearClassifier Tempered(LinearClassifier classifier, IReadOnlyList<Known> known)
    {
        var best = Enumerable.Range(0, Steps).Select(step => Coldest * Math.Pow(Step, step)).MinBy(temperature =>
            known.Sum(text => -Math.Log(Math.Max(classifier.Read(text.Parts, temperature).Of[text.Class], Smallest))));
        return new LinearClassifier(classifier.Numbers with { Temperature = best });
    }

    /// <summary>The classifier with the least threshold at which so large a share of what it names is right; nothing is named where there is none.</summary>
    public static LinearClassifier WithThreshold(LinearClassifier classifier, IReadOnlyList<Known> known, double precision)
    {
        var answers = known.Select(text => Answer(classifier, text)).Where(answer => answer.Found > 0).ToList();
        var permille = Enumerable.Range(0, 100).Select(step => step * 10).FirstOrDefault(
            threshold => answers.Where(answer => answer.Chance * 1_000 >= threshold).ToList() is { Count: > 0 } named
                && named.Count(answer => answer.Found == answer.True) >= precision * named.Count,
            1_001);
        return new LinearClassifier(classifier.Numbers with { ThresholdPermille = permille });
    }

    /// <summary>What a classifier answers about a text.</summary>
    public static Answer Answer(LinearClassifier classifier, Known text)
    {
        var chances = classifier.Read(text.Parts);
        return new Answer(text.Class, chances.Best, chances.Of[chances.Best]);
    }
}
