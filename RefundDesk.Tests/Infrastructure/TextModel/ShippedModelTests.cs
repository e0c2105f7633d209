using Microsoft.Extensions.Options;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Infrastructure.TextModel;
using RefundDesk.Web.Infrastructure.TextModel.Training;

namespace RefundDesk.Tests.Infrastructure.TextModel;

/// <summary>What the model that ships says, and that no text makes it fail.</summary>
public sealed class ShippedModelTests
{
    private static readonly ModelConcernReader Reader = new(Options.Create(new TextModelOptions()));

    [Theory]
    [InlineData("Where is my parcel?", CustomerConcern.AsksForDelivery, null)]
    [InlineData("Please cancel my order, I ordered the wrong thing.", CustomerConcern.WantsToCancel, RefundReason.ChangedMind)]
    [InlineData("When will the refund for my return be on my card?", CustomerConcern.AsksAboutRefund, null)]
    [InlineData("Hello,\n\nthe shoes I bought are too small. I would like my money back.\n\nMany thanks\nAnn", CustomerConcern.WantsRefund, RefundReason.WrongSize)]
    [InlineData("Die Schuhe sind viel zu klein, bitte Geld zurück.", CustomerConcern.WantsRefund, RefundReason.WrongSize)]
    [InlineData("Le colis est arrivé écrasé et le vase est en morceaux, remboursez-moi svp.", CustomerConcern.WantsRefund, RefundReason.DamagedInTransit)]
    [InlineData("El altavoz no funciona, se apaga solo. Quiero mi dinero.", CustomerConcern.WantsRefund, RefundReason.Defective)]
    [InlineData("How do I change the PIN of my card?", CustomerConcern.Other, null)]
    public void A_plain_message_is_read(string text, CustomerConcern concern, RefundReason? reason)
    {
        var found = Reader.Suggest(text)!;

        Assert.Equal((concern, reason), (found.Concern, found.Reason));
        Assert.InRange(found.ConcernPermille, 200, 1_000);
        Assert.Equal(reason is null, found.ReasonPermille == 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    [InlineData("?!... --- ***")]
    [InlineData("你好，我想退货")]
    [InlineData("qqxzw wrrzt vvkpl")]
    [InlineData("\ud83d\ude00\ud83d\ude00")]
    [InlineData("\ud800")]
    public void Where_a_text_says_nothing_nothing_is_suggested(string text) => Assert.Null(Reader.Suggest(text));

    [Fact]
    public void No_text_makes_it_fail()
    {
        var random = new Random(4);
        string[] pieces = ["refund", "ich möchte", "\ud800", "\udc00", "\0", "\u202e", "مرحبا", "🙂", "e\u0301\u0301\u0301", ".", "\n", "'", "’s", " ", "<b>", "\uffff", "ﬁ", "İ", "ß", new string('a', 500)];
        for (var turn = 0; turn < 2_000; turn++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(4) == 0 ? ((char)random.Next(char.MaxValue + 1)).ToString() : pieces[random.Next(pieces.Length)]));

            var found = Reader.Suggest(text);

            Assert.True(found is null or { ConcernPermille: >= 0 and <= 1_000, ReasonPermille: >= 0 and <= 1_000 }, text);
        }
    }

    [Fact]
    public void Only_the_first_four_thousand_characters_are_read()
    {
        var text = $"The kettle does not work. {new string('x', 3_974)}";
        Assert.Equal(4_000, text.Length);

        Assert.Equal(Reader.Suggest(text), Reader.Suggest($"{text} Please cancel my order. {new string('y', 3_000_000)}"));
    }

    [Fact]
    public async Task Many_threads_get_the_answers_one_gets()
    {
        var texts = Phrases("unseen").Select(phrase => phrase.Text).ToArray();
        var alone = texts.Select(Reader.Suggest).ToArray();
        var fresh = new ModelConcernReader(Options.Create(new TextModelOptions()));

        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => texts.Select(fresh.Suggest).ToArray(), TestContext.Current.CancellationToken)));

        Assert.All(together, answers => Assert.Equal(alone, answers));
    }

    [Fact]
    public void It_is_as_good_on_phrases_it_never_saw_as_the_page_about_it_says()
    {
        var phrases = Phrases("unseen");
        var found = phrases.Select(phrase => (Phrase: phrase, Found: Reader.Suggest(phrase.Text))).ToArray();
        var named = found.Where(one => one.Found?.Reason is not null).ToArray();

        Assert.Equal(148, phrases.Count);
        Assert.InRange(found.Count(one => one.Found?.Concern == one.Phrase.Concern), 122, 148);
        Assert.InRange(named.Length, 68, 148);
        Assert.InRange((double)named.Count(one => one.Found!.Reason == one.Phrase.Reason) / named.Length, 0.83, 1);
        Assert.InRange(named.Count(one => one.Phrase.Reason is null), 0, 2);
        Assert.All(named, one => Assert.True(one.Found!.Concern is CustomerConcern.WantsRefund or CustomerConcern.WantsToCancel, one.Phrase.Text));
    }

    [Fact]
    public void No_phrase_it_is_measured_with_is_nearly_one_it_learned()
    {
        var (learned, unseen) = (Phrases("phrases").Select(phrase => phrase.Text).ToArray(), Phrases("unseen").Select(phrase => phrase.Text).ToArray());

        Assert.Empty(NearDuplicates.Among(unseen, learned));
        Assert.Equal([1], NearDuplicates.Among(["Something else.", $"{learned[0]} !"], learned));
    }

    [Fact]
    public void Every_reason_a_message_can_say_has_several_dozen_phrases_in_four_languages()
    {
        var reasons = Enum.GetValues<RefundReason>().Except([RefundReason.Other, RefundReason.Goodwill]);

        Assert.All(reasons, reason =>
        {
            var own = Phrases("phrases").Where(phrase => phrase.Reason == reason).ToArray();
            Assert.InRange(own.Length, 60, 200);
            Assert.Equal(["de", "en", "es", "fr"], own.Select(phrase => phrase.Label).Distinct().Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public void The_file_is_small() => Assert.InRange(new FileInfo(new TextModelOptions().FullPath!).Length, 100_000, 2_000_000);

    private static IReadOnlyList<LabelledText> Phrases(string name)
    {
        var faults = new List<string>();
        var phrases = LabelledFiles.ReadShipped(name, faults);
        Assert.Empty(faults);
        return phrases;
    }
}
