using System.Globalization;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Infrastructure.TextModel.Training;

/// <summary>What came of a training.</summary>
/// <param name="Model">The model; null with faults.</param>
/// <param name="Lines">What is to be told: sizes, split, figures.</param>
/// <param name="Faults">What is wrong with the data, each with file, line and column.</param>
internal sealed record Training(ConcernModel? Model, IReadOnlyList<string> Lines, IReadOnlyList<string> Faults)
{
    /// <summary>Concerns of published questions that were not learned from; null with faults.</summary>
    public Measures? Concerns { get; init; }

    /// <summary>Reasons of the phrases that were written apart; null with faults.</summary>
    public Measures? Reasons { get; init; }
}

/// <summary>Learns from published questions and own phrases, and measures itself on what it has not seen.</summary>
internal static class TrainModel
{
    private const double PrecisionOfReasons = 0.8;
    private const int SeenTwice = 2;

    // How much a text of each source counts. Own phrases are few; of reasons the questions to a bank only say what none looks like.
    private static readonly (float Banking, float Own, float Evening) CountForConcerns = (1, 4, 0.5f);
    private static readonly (float Banking, float Own, float Evening) CountForReasons = (0.05f, 1, 1);

    private static readonly string[] Concerns = [nameof(CustomerConcern.Other), .. Enum.GetNames<CustomerConcern>().Where(name => name != nameof(CustomerConcern.Other))];

    private static readonly string[] Reasons =
    [
        ConcernModel.NoReason,
        .. new[]
        {
            RefundReason.ChangedMind, RefundReason.WrongSize, RefundReason.Defective, RefundReason.DamagedInTransit,
            RefundReason.WrongItem, RefundReason.NotReceived, RefundReason.LateDelivery, RefundReason.PriceAdjustment,
        }.Select(reason => reason.ToString()),
    ];

    /// <summary>Trains.</summary>
    /// <param name="folder">Where <c>banking77/train.csv</c> lies, and <c>bitext-8k</c> if that is to be measured with.</param>
    /// <param name="seed">Which texts are learned from, calibrated with and measured with.</param>
    public static Training Run(string folder, int seed)
    {
        var faults = new List<string>();
        var banking = LabelledFiles.ReadCsv(Path.Combine(folder, "banking77", "train.csv"), ("text", "category"), TextSource.Banking, faults);
        var shop = Path.Combine(folder, "bitext-8k", "bitext_customer_service_8175.train.csv");
        var bitext = Directory.Exists(Path.GetDirectoryName(shop)) ? LabelledFiles.ReadCsv(shop, ("utterance", "intent"), TextSource.Bitext, faults) : [];
        var own = LabelledFiles.ReadShipped("phrases", faults);
        var unseen = LabelledFiles.ReadShipped("unseen", faults);
        if (faults.Count > 0)
        {
            return new Training(null, [], faults);
        }

        var lines = new List<string>();
        var parts = TrainingParts.Split([.. banking.Where(text => text.Concern is not null), .. own], seed, lines);
        lines.Add($"left out by the table of labels: {banking.Count(text => text.Concern is null)} of banking77, {bitext.Count(text => text.Concern is null)} of bitext");
        var words = WordsOf(parts.Learned);
        var concerns = Calibration.Tempered(
            MaximumEntropy.Learn(Lessons(parts.Learned, ConcernOf, Concerns.Length, CountForConcerns), Concerns, seed), Read(parts.Calibrated, ConcernOf, words));
        var calibrated = Read(parts.Calibrated.Where(text => text.Source == TextSource.Own), ReasonOf, words);
        var reasons = Calibration.WithThreshold(
            Calibration.Tempered(MaximumEntropy.Learn(Lessons(parts.Learned.Where(SaysWhetherAReason), ReasonOf, Reasons.Length, CountForReasons), Reasons, seed), calibrated),
            calibrated,
            PrecisionOfReasons);
        var model = new ConcernModel(Origin(parts, seed), words, concerns, reasons);
        return Measured(model, parts, [.. bitext.Where(text => text.Concern is not null)], unseen, lines);
    }

    private static Training Measured(ConcernModel model, TrainingParts parts, IReadOnlyList<LabelledText> bitext, IReadOnlyList<LabelledText> unseen, List<string> lines)
    {
        var concerns = Of(model.Concerns, [.. parts.Measured.Where(text => text.Source == TextSource.Banking)], ConcernOf, model.Words);
        lines.AddRange(concerns.Lines("concerns, banking77 never seen"));
        lines.AddRange(Of(model.Concerns, unseen, ConcernOf, model.Words).Lines("concerns, own phrases written apart"));
        if (bitext.Count > 0)
        {
            lines.Add($"bitext: {NearDuplicates.Among([.. bitext.Select(text => text.Text)], [.. parts.Learned.Select(text => text.Text)]).Count} of {bitext.Count} are nearly a text that was learned");
            lines.AddRange(Of(model.Concerns, bitext, ConcernOf, model.Words).Lines("concerns, bitext (never learned from, generated)"));
        }

        var reasons = Of(model.Reasons, unseen, ReasonOf, model.Words);
        lines.Add($"own phrases written apart: {NearDuplicates.Among([.. unseen.Select(text => text.Text)], [.. parts.Learned.Select(text => text.Text)]).Count} of {unseen.Count} are nearly a phrase that was learned");
        lines.AddRange(reasons.Lines("reasons, own phrases written apart, without the threshold"));
        foreach (var language in unseen.Select(text => text.Label).Distinct())
        {
            lines.AddRange(Of(model.Reasons, [.. unseen.Where(text => text.Label == language)], ReasonOf, model.Words).Lines($"  of them {language}").Take(1));
        }

        lines.Add(Named(model, unseen, "reasons named of own phrases written apart"));
        lines.Add(Named(model, [.. parts.Measured.Where(text => text.Source == TextSource.Banking && SaysWhetherAReason(text))], "reasons named of banking77 that says none"));
        lines.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"temperatures {model.Concerns.Numbers.Temperature:F2} and {model.Reasons.Numbers.Temperature:F2}; a reason is named from {model.Reasons.Numbers.ThresholdPermille} thousandths on"));
        return new Training(model, lines, []) { Concerns = concerns, Reasons = reasons };
    }

    private static Measures Of(LinearClassifier classifier, IReadOnlyList<LabelledText> texts, Func<LabelledText, int> classOf, uint[] words) =>
        new([.. Read(texts, classOf, words).Select(text => Calibration.Answer(classifier, text))], classifier.Numbers.Classes);

    /// <summary>What the product does: the whole suggestion with threshold and concern.</summary>
    private static string Named(ConcernModel model, IReadOnlyList<LabelledText> texts, string title)
    {
        var found = texts.Select(text => (text.Reason, Named: model.Suggest(text.Text)?.Reason)).ToList();
        var (says, named) = (found.Count(text => text.Reason is not null), found.Where(text => text.Named is not null).ToList());
        return $"{title}: {found.Count} texts, {says} say one; {named.Count} named, {named.Count(text => text.Named == text.Reason)} of them rightly, {named.Count(text => text.Reason is null)} where there is none";
    }

    private static List<Known> Read(IEnumerable<LabelledText> texts, Func<LabelledText, int> classOf, uint[] words) =>
        [.. texts.Select(text => new Known(ConcernModel.Parts(text.Text, words) ?? [], classOf(text)))];

    /// <summary>Rare classes of a source count for more: with an evening of 1 all of them count the same, with 0 each text does.</summary>
    private static List<Lesson> Lessons(IEnumerable<LabelledText> texts, Func<LabelledText, int> classOf, int classes, (float Banking, float Own, float Evening) count)
    {
        var all = texts.ToList();
        var sizes = all.CountBy(text => (text.Source, Class: classOf(text))).ToDictionary();
        var sources = all.CountBy(text => text.Source).ToDictionary();
        return
        [
            .. all.Select(text => (text, Features: TextFeatures.Of([.. TextFeatures.Sentences(text.Text).SelectMany(words => words)]))).Where(found => found.Features is not null)
                .Select(found => new Lesson(
                    found.Features!,
                    classOf(found.text),
                    MathF.Pow((float)sources[found.text.Source] / (classes * sizes[(found.text.Source, classOf(found.text))]), count.Evening) * (found.text.Source == TextSource.Own ? count.Own : count.Banking))),
        ];
    }

    private static int ConcernOf(LabelledText text) => Array.IndexOf(Concerns, text.Concern.ToString());

    private static int ReasonOf(LabelledText text) => text.Reason is { } reason ? Array.IndexOf(Reasons, reason.ToString()) : 0;

    /// <summary>Questions to a bank about refunds and deliveries may say a reason that their label does not: nothing is learned of reasons from them.</summary>
    private static bool SaysWhetherAReason(LabelledText text) => text.Source == TextSource.Own || text.Concern is CustomerConcern.Other or CustomerConcern.AsksAboutRefund;

    private static uint[] WordsOf(IEnumerable<LabelledText> texts) =>
    [
        .. texts.SelectMany(text => TextFeatures.Sentences(text.Text).SelectMany(words => words).Distinct()).CountBy(TextFeatures.HashOf)
            .Where(count => count.Value >= SeenTwice).Select(count => count.Key).Order(),
    ];

    private static string Origin(TrainingParts parts, int seed) =>
        $"Learned from {parts.Learned.Count(text => text.Source == TextSource.Banking)} questions of banking77 (PolyAI, CC BY 4.0, mapped to other labels) and "
        + $"{parts.Learned.Count(text => text.Source == TextSource.Own)} own phrases, seed {seed}.";
}
