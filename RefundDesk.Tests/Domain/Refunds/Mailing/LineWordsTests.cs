using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Refunds.Mailing;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds.Mailing;

public sealed class LineWordsTests
{
    [Theory]
    [InlineData("the jacket does not fit", "1x1", true)]
    [InlineData("Please take back SHOE-44.", "2x1", true)]
    [InlineData("jackets and boots", "1x1 2x1", true)]
    [InlineData("I want to return the whole order", "1x1 2x1 3x3", true)]
    [InlineData("bitte alles zurück", "1x1 2x1 3x3", true)]
    [InlineData("two of the mugs arrived in pieces", "3x2", true)]
    [InlineData("2 x mug", "3x2", true)]
    [InlineData("the mugs are broken", "3x3", false)]
    [InlineData("9 pieces of the mugs are broken", "3x3", false)]
    [InlineData("it is broken", "1x1 2x1 3x3", false)]
    [InlineData("", "1x1 2x1 3x3", false)]
    public void Lines_are_found_by_article_number_and_words(string text, string lines, bool clear)
    {
        var meant = LineWords.In(Mixed(), text);

        Assert.Equal((lines, clear), (string.Join(' ', meant.Lines.Select(line => $"{line.LineNumber}x{line.Quantity}")), meant.IsClear));
    }

    [Fact]
    public void The_only_line_is_meant_without_words_and_what_is_spoken_for_never()
    {
        var one = AnOrder().With(new OrderLineDraft("LAMP", "Reading lamp", "general", 1, 20_00)).Build();
        var before = LineWords.In(one, "it is broken");
        Done(one.ReserveLines([(1, 1)]));
        var mixed = Mixed();
        Done(mixed.ReserveLines([(1, 1)]));

        Assert.Equal([(1, 1)], before.Lines);
        Assert.True(before.IsClear);
        Assert.Empty(LineWords.In(one, "it is broken").Lines);
        Assert.Empty(LineWords.In(mixed, "the jacket").Lines);
        Assert.Equal([(2, 1)], LineWords.In(mixed, "jacket and boots").Lines);
    }

    [Theory]
    [InlineData("Order SO-1001, EUR 80.00, 10.03.2026", "SO-1001")]
    [InlineData("#1001", "#1001")]
    [InlineData("Bestellung: 100-2233/4.", "100-2233/4")]
    [InlineData("Nummer 5566", "SO-5566")]
    public void Numbers_are_guessed_as_they_are_written(string text, string number) => Assert.Contains(number, OrderNumbers.In(text, ["SO-"]));

    [Fact]
    public void A_text_made_to_keep_the_search_busy_does_not()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var text in new[] { string.Concat(Enumerable.Repeat("a.", 50_000)), new string('a', 100_000), string.Concat(Enumerable.Repeat("ab ", 33_000)), new string('\n', 100_000), string.Concat(Enumerable.Repeat("On 1 wrote ", 9_000)), string.Concat(Enumerable.Repeat("From: x\n", 12_000)) })
        {
            OrderNumbers.In(text, ["SO-"]);
            OwnWords.Of(text);
            LineWords.In(Mixed(), text);
            MailLanguage.Of(text);
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void A_flood_of_numbers_is_cut_and_prefixes_are_those_of_the_orders()
    {
        Assert.Equal(OrderNumbers.AtMost, OrderNumbers.In(string.Join(' ', Enumerable.Range(1_000, 50_000)), ["SO-"]).Count);
        Assert.Equal(["SO-", "W"], OrderNumbers.PrefixesOf(["SO-1", "SO-2", "W77", "100", "abc"]));
    }

    [Theory]
    [InlineData("Hello, I want to return the jacket, it is too small", "en")]
    [InlineData("Guten Tag, ich möchte die Jacke zurückgeben", "de")]
    [InlineData("Bonjour, je voudrais retourner la veste pour une autre", "fr")]
    [InlineData("Hola, quiero devolver la chaqueta por favor, no es mi talla", "es")]
    [InlineData("SO-1001", null)]
    public void The_language_is_told_by_small_words(string text, string? language) => Assert.Equal(language, MailLanguage.Of(text));

    private static Order Mixed() => AnOrder()
        .With(new OrderLineDraft("JACKET-1", "Rain jacket blue", "general", 1, 80_00))
        .With(new OrderLineDraft("SHOE-44", "Hiking boots", "general", 1, 120_00))
        .With(new OrderLineDraft("MUG-3", "Enamel mug", "general", 3, 30_00))
        .WithShipping(4_90).Build();
}
