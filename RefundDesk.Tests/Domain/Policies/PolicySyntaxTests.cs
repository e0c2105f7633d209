using RefundDesk.Domain.Policies;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Policies;

/// <summary>What stands in the way of reading a text, in words for people and with its place.</summary>
public sealed class PolicySyntaxTests
{
    [Theory]
    [InlineData("{\n  \"version\": 1\n  \"windows\": []\n}", 2, 15, "A comma is missing here, before \" in line 3.")]
    [InlineData("{ \"countries\": [\"DE\" \"FR\"] }", 1, 21, "A comma is missing here, before \" in line 1.")]
    [InlineData("{ \"version\": 1, }", 1, 15, "After this comma a field is missing: write one, or take the comma out.")]
    [InlineData("{ \"countries\": [\"DE\",] }", 1, 21, "After this comma an item is missing: write one, or take the comma out.")]
    [InlineData("{ \"version\": 1,, \"a\": 2 }", 1, 16, "There is a comma too many.")]
    [InlineData("{\n  \"windows\": [\n    {\n", 3, 6, "The text ends here, and the { of line 3 is not closed: a } is missing.")]
    [InlineData("{ \"windows\": [ }", 1, 16, "This } closes the [ of line 1, which wants a ].")]
    [InlineData("{ \"windows\": [] ]", 1, 17, "This ] closes the { of line 1, which wants a }.")]
    [InlineData("{} }", 1, 4, "The text ended before this; nothing may follow it. } is too much.")]
    [InlineData("{ \"version: 1 }", 1, 3, "The text that begins here has no closing quote on its line.")]
    [InlineData("{ \"version\" 1 }", 1, 12, "A colon is missing after \"version\".")]
    [InlineData("{ version: 1 }", 1, 3, "The name of a field stands in double quotes: \"version\".")]
    [InlineData("{ 'version': 1 }", 1, 3, "Names and texts stand in straight double quotes: \"like this\".")]
    [InlineData("{ “version”: 1 }", 1, 3, "Names and texts stand in straight double quotes: \"like this\".")]
    [InlineData("{ \"a\": 'b' }", 1, 8, "Names and texts stand in straight double quotes: \"like this\".")]
    [InlineData("{ \"a\": perhaps }", 1, 8, "perhaps is no value: a text stands in double quotes; without them there are numbers, true, false and null.")]
    [InlineData("{ \"a\": True }", 1, 8, "True is written in small letters: true.")]
    [InlineData("{ \"a\": NaN }", 1, 8, "NaN is no value")]
    [InlineData("{ \"a\": }", 1, 8, "A value is missing before this }.")]
    [InlineData("{ \"a\":", 1, 7, "A value is missing: the text ends here.")]
    [InlineData("{ \"a\": 007 }", 1, 8, "007 begins with a zero: write it without.")]
    [InlineData("{ \"a\": 5. }", 1, 8, "5. is no number")]
    [InlineData("{ \"a\": +5 }", 1, 8, "+5 is no number")]
    [InlineData("{ \"a\": 1_000 }", 1, 8, "1_000 is no number")]
    [InlineData("{ \"a\": 1 // one\n}", 1, 10, "A comment cannot stand in the text")]
    [InlineData("/* ours */ {}", 1, 1, "A comment cannot stand in the text")]
    [InlineData("{ \"a\": \"C:\\dir\" }", 1, 11, "A backslash in a text is written twice: \\\\.")]
    [InlineData("{ \"a\": \"\\u12\" }", 1, 9, "After \\u four hexadecimal digits are expected")]
    [InlineData("{ \"a\": \"\\u0000\" }", 1, 8, "The character \\u0000 cannot stand in a text")]
    [InlineData("{ \"a\": \"\\ud83d\" }", 1, 8, "Half of a character stands here")]
    [InlineData("{ \"a\": \"x\ty\" }", 1, 10, "A tab cannot stand in a text: write \\t for it.")]
    [InlineData("{\u00a0\"a\": 1 }", 1, 2, "A space that is none (U+00A0) cannot stand here: the name of a field in double quotes is expected.")]
    [InlineData("hello", 1, 1, "hello is no value")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", 1, 17, "This is nested more than 16 deep.")]
    public void A_fault_of_the_text_is_said_in_words_with_line_and_column(string text, int line, int column, string message)
    {
        var fault = Assert.Single(PolicyJson.Read(text).Faults);

        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (fault.Line, fault.Column));
        Assert.StartsWith($"line {line}, column {column}: ", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lone_half_of_a_character_is_a_fault_and_no_exception() =>
        Assert.StartsWith("Half of a character", Assert.Single(PolicyJson.Read($"{{ \"a\": \"{(char)0xD83D}\" }}").Faults).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void However_a_text_is_spoilt_it_is_read_or_its_fault_is_named_in_our_words(int seed)
    {
        var random = new Random(seed);
        var text = PolicyJson.Write(PolicyJsonTests.Everything);
        var (read, refused) = (0, 0);
        for (var round = 0; round < 5_000; round++)
        {
            var spoilt = Spoil(text, random);
            var reading = PolicyJson.Read(spoilt);
            if (reading.Document is { } document)
            {
                read++;
                Assert.Empty(reading.Faults);
                Assert.Equal(PolicyJson.Write(document), PolicyJson.Write(PolicyJson.Read(PolicyJson.Write(document)).Document!));
                _ = PolicyChecks.Faults(document);
                continue;
            }

            refused++;
            Assert.All(reading.Faults, fault => AssertOurs(fault, spoilt));
            Assert.Equal("policy.unreadable", Refused(PolicyVersion.Draft(default, 2, spoilt, "Spoilt", SupervisorSue, Now)).Code);
        }

        Assert.True(read > 50 && refused > 1_000, $"{read} read, {refused} refused: that is not much of a trial.");
    }

    private static void AssertOurs(PolicyFault fault, string text)
    {
        Assert.False(string.IsNullOrWhiteSpace(fault.Message));
        Assert.DoesNotMatch("Json|json|System\\.|\\.NET|LineNumber|BytePosition|ReadStack|cannot be read", fault.Message);
        if (!string.IsNullOrWhiteSpace(text))
        {
            Assert.InRange(fault.Line!.Value, 1, text.Count(letter => letter == '\n') + 1);
            Assert.True(fault.Column >= 1);
        }
    }

    /// <summary>Some of what happens to a text while people write it.</summary>
    private static string Spoil(string text, Random random)
    {
        string[] scraps = [",", "\"", "{", "}", "[", "]", ":", "null", "true", "1", "-1", "1.5", "1e999", "99999999999", "\"x\"", "//", "\\", "'", "\n", "\0", "\u00e9", "\ud83d", "[]", "{}", " ", "Order"];
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 30), text.Length - at);
            text = random.Next(6) switch
            {
                0 => text.Remove(at, 1),
                1 => text.Remove(at, length),
                2 => text.Insert(at, scraps[random.Next(scraps.Length)]),
                3 => text.Insert(random.Next(text.Length), text.Substring(at, length)),
                4 => text.Remove(at, 1).Insert(at, scraps[random.Next(scraps.Length)]),
                _ => text[..Math.Max(1, at)],
            };
        }

        return text;
    }
}
