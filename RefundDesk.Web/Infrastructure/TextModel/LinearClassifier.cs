namespace RefundDesk.Web.Infrastructure.TextModel;

/// <summary>What a classifier found: a chance for each class, in the order of its classes; they sum to one.</summary>
internal readonly record struct Chances(double[] Of)
{
    /// <summary>The class with the greatest chance.</summary>
    public int Best => Array.IndexOf(Of, Of.Max());
}

/// <summary>The numbers of a classifier, as they stand in the file.</summary>
/// <param name="Classes">Names; the first is the one that says nothing in particular.</param>
/// <param name="Biases">One for each class.</param>
/// <param name="Scales">What a whole weight of 1 of a class stands for.</param>
/// <param name="Weights">Class after class, <see cref="TextFeatures.Buckets"/> each, -127 to 127.</param>
/// <param name="Temperature">Scores are divided by it, so that chances are as often true as they say.</param>
/// <param name="ThresholdPermille">The least chance, thousandths, with which a class other than the first is named.</param>
internal sealed record ClassifierNumbers(string[] Classes, float[] Biases, float[] Scales, sbyte[] Weights, double Temperature, int ThresholdPermille);

/// <summary>A maximum entropy classifier with small weights. Holds no state, so any number of threads may ask it.</summary>
internal sealed class LinearClassifier(ClassifierNumbers numbers)
{
    /// <summary>Its numbers.</summary>
    public ClassifierNumbers Numbers => numbers;

    /// <summary>
    /// The chances of a text by its sentences: a class is as likely as the sentence that says it best, and the first class, which stands for
    /// nothing in particular, as likely as the sentence that says it least. Greetings therefore do not hide what a mail is about.
    /// </summary>
    public Chances Read(IReadOnlyList<SparseText> sentences, double? temperature = null)
    {
        var classes = numbers.Classes.Length;
        var found = new double[classes];
        found[0] = 1;
        foreach (var sentence in sentences)
        {
            var chances = OfOne(sentence, temperature ?? numbers.Temperature);
            found[0] = Math.Min(found[0], chances[0]);
            for (var at = 1; at < classes; at++)
            {
                found[at] = Math.Max(found[at], chances[at]);
            }
        }

        var sum = found.Sum();
        return new Chances([.. found.Select(chance => chance / sum)]);
    }

    private double[] OfOne(SparseText text, double temperature)
    {
        var scores = new double[numbers.Classes.Length];
        for (var at = 0; at < scores.Length; at++)
        {
            var from = at * TextFeatures.Buckets;
            var sum = 0.0;
            for (var part = 0; part < text.Buckets.Length; part++)
            {
                sum += numbers.Weights[from + text.Buckets[part]] * (double)text.Weights[part];
            }

            scores[at] = ((sum * numbers.Scales[at]) + numbers.Biases[at]) / temperature;
        }

        var highest = scores.Max();
        var odds = scores.Select(score => Math.Exp(score - highest)).ToArray();
        var all = odds.Sum();
        return [.. odds.Select(odd => odd / all)];
    }
}
