using FsCheck;
using FsCheck.Xunit;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Tests.Domain.Refunds;

public sealed class RefundNumberTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Property(MaxTest = 1_000)]
    public void A_number_is_read_as_it_is_written(DoNotSize<ulong> random)
    {
        var number = RefundNumber.FromRandom(random.Item);

        Assert.Matches("^RD-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", number.ToString());
        Assert.Equal(number, Read(number.ToString()));
        Assert.Equal(number, Read(number.Value));
        Assert.Equal(number, RefundNumber.FromStored(number.Value));
    }

    [Property(MaxTest = 1_000)]
    public void A_number_is_read_however_people_write_it(DoNotSize<ulong> random)
    {
        var number = RefundNumber.FromRandom(random.Item);
        var value = number.Value;

        foreach (var written in new[]
        {
            $" rd-{value[..4].ToLowerInvariant()}-{value[4..].ToLowerInvariant()} ", $"RD {value[..4]} {value[4..]}", $"RD{value}", $"{value[..4]}-{value[4..]}",
            $"{value[..4]} {value[4..]}", $"RD\u2011{value[..4]}\u2013{value[4..]}", $"RD - {value[..4]} - {value[4..]}\t",
            number.ToString().Replace('0', 'O').Replace('1', 'I'), number.ToString().Replace('0', 'o').Replace('1', 'l'),
        })
        {
            Assert.Equal(number, Read(written));
        }
    }

    /// <summary>The value RDRDRDR and its check character: the prefix must not be taken from it.</summary>
    [Fact]
    public void A_number_that_begins_with_the_prefix_is_read_with_and_without_it()
    {
        var number = RefundNumber.FromRandom(Bits("RDRDRDR"));

        Assert.StartsWith("RDRDRDR", number.Value, StringComparison.Ordinal);
        Assert.Equal(number, Read(number.Value));
        Assert.Equal(number, Read($"RD{number.Value}"));
        Assert.Equal(number, Read(number.ToString()));
        Assert.Equal(number, Read($"{number.Value[..4]}-{number.Value[4..]}"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("RD")]
    [InlineData("RD-")]
    [InlineData("RD-7K3M-9QX")]
    [InlineData("RD-7K3M-9QX22")]
    [InlineData("RD-7K3M-9QU2")]
    [InlineData("RD-7K3M_9QX2")]
    [InlineData("XX-0000-0000")]
    [InlineData("RD-RD-0000-0000")]
    [InlineData("RD-0000-0001")]
    public void What_is_no_number_is_not_read(string? text)
    {
        Assert.False(RefundNumber.TryParse(text, out var number));
        Assert.Equal("RD-", number.ToString());
    }

    [Property(MaxTest = 100)]
    public void Every_mistyped_character_is_noticed(DoNotSize<ulong> random)
    {
        var value = RefundNumber.FromRandom(random.Item).Value;
        for (var at = 0; at < value.Length; at++)
        {
            foreach (var wrong in Alphabet.Where(c => c != value[at]))
            {
                Assert.False(RefundNumber.TryParse($"{value[..at]}{wrong}{value[(at + 1)..]}", out _), $"{value} with {wrong} at {at}");
            }
        }
    }

    /// <summary>Measured over every pair at every place: of two neighbours swapped, only 0 and Z go unnoticed, 1 pair of 496.</summary>
    [Fact]
    public void Every_swap_of_neighbours_is_noticed_but_0_with_Z()
    {
        var unnoticed = new HashSet<string>();
        for (var at = 0; at < 7; at++)
        {
            foreach (var number in Alphabet.SelectMany(left => Alphabet.Select(right => With(at, left, right))))
            {
                var value = number.Value;
                if (value[at] != value[at + 1] && RefundNumber.TryParse($"{value[..at]}{value[at + 1]}{value[at]}{value[(at + 2)..]}", out _))
                {
                    unnoticed.Add(string.Concat(value.Substring(at, 2).Order()));
                }
            }
        }

        Assert.Equal(["0Z"], unnoticed);
    }

    [Fact]
    public void Numbers_of_random_bits_are_spread_evenly_and_hardly_ever_clash()
    {
        const int Count = 200_000;
        var random = new Random(20260310);
        var numbers = Enumerable.Range(0, Count).Select(_ => RefundNumber.FromRandom((ulong)random.NextInt64()).Value).ToArray();

        // 200,000 of 2^35 numbers clash 0.6 times on average.
        Assert.InRange(numbers.Distinct().Count(), Count - 6, Count);
        for (var at = 0; at < 8; at++)
        {
            var expected = Count / (double)Alphabet.Length;
            var chiSquare = numbers.GroupBy(value => value[at]).Sum(group => Math.Pow(group.Count() - expected, 2) / expected);

            // 31 degrees of freedom: above 80 once in half a million.
            Assert.InRange(chiSquare, 5, 80);
        }
    }

    [Fact]
    public void Only_the_lowest_35_bits_count()
    {
        Assert.Equal("RD-0000-0000", RefundNumber.FromRandom(0).ToString());
        Assert.Equal(RefundNumber.FromRandom(1), RefundNumber.FromRandom(1UL << 35 | 1));
    }

    private static RefundNumber With(int at, char left, char right)
    {
        var text = "3456789".ToCharArray();
        text[at] = left;
        if (at + 1 < text.Length)
        {
            text[at + 1] = right;
        }

        return RefundNumber.FromRandom(Bits(new string(text)));
    }

    private static ulong Bits(string text) => text.Reverse().Aggregate(0UL, (bits, c) => (bits << 5) | (uint)Alphabet.IndexOf(c, StringComparison.Ordinal));

    private static RefundNumber Read(string text)
    {
        Assert.True(RefundNumber.TryParse(text, out var number), text);
        return number;
    }
}
