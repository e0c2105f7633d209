using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;

namespace RefundDesk.Web.Infrastructure.TextModel.Training;

/// <summary>A text to learn from.</summary>
/// <param name="Text">Its numbers.</param>
/// <param name="Class">Its class.</param>
/// <param name="Weight">How much it counts.</param>
internal sealed record Lesson(SparseText Text, int Class, float Weight);

/// <summary>Learns a maximum entropy classifier with ML.NET, on one thread, so that the same lessons give the same numbers.</summary>
internal static class MaximumEntropy
{
    private const float L1 = 0;
    private const float L2 = 0.02f;

    /// <summary>A classifier with small weights; its temperature is 1 and it names everything until it is calibrated.</summary>
    public static LinearClassifier Learn(IReadOnlyList<Lesson> lessons, string[] classes, int seed)
    {
        var machine = new MLContext(seed);
        var rows = lessons.Select(lesson => new Row
        {
            Features = new VBuffer<float>(TextFeatures.Buckets, lesson.Text.Buckets.Length, lesson.Text.Weights, lesson.Text.Buckets),
            Class = lesson.Class,
            Weight = lesson.Weight,
        });
        var table = machine.Data.LoadFromEnumerable(rows.ToList());
        var keyed = machine.Transforms.Conversion.MapValueToKey("Key", nameof(Row.Class), keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(table).Transform(table);
        var trainer = machine.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = "Key",
            FeatureColumnName = nameof(Row.Features),
            ExampleWeightColumnName = nameof(Row.Weight),
            L1Regularization = L1,
            L2Regularization = L2,
            NumberOfThreads = 1,
            MaximumNumberOfIterations = 200,
        });
        var learned = trainer.Fit(keyed).Model;

        VBuffer<float>[]? weights = null;
        learned.GetWeights(ref weights, out var count);
        return new LinearClassifier(Small([.. weights.Take(count).Select(found => found.DenseValues().ToArray())], [.. learned.GetBiases()], classes));
    }

    /// <summary>A byte a weight instead of four: the greatest of a class becomes 127.</summary>
    private static ClassifierNumbers Small(float[][] weights, float[] biases, string[] classes)
    {
        var scales = weights.Select(found => found.Max(MathF.Abs) is > 0 and var greatest ? greatest / sbyte.MaxValue : 1).ToArray();
        var small = weights.SelectMany((found, at) => found.Select(weight => (sbyte)MathF.Round(weight / scales[at]))).ToArray();
        return new ClassifierNumbers(classes, biases, scales, small, Temperature: 1, ThresholdPermille: 0);
    }

    /// <summary>As ML.NET takes a lesson.</summary>
    private sealed class Row
    {
        [VectorType(TextFeatures.Buckets)]
        public VBuffer<float> Features { get; set; }

        public int Class { get; set; }

        public float Weight { get; set; }
    }
}
