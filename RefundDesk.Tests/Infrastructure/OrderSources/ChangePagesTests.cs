using FsCheck.Xunit;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Tests.Infrastructure.OrderSources;

public sealed class ChangePagesTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Orders change in seconds of chance while they are read page by page; at the end everything was delivered as it last was.</summary>
    [Property(MaxTest = 400)]
    public void Nothing_is_skipped_however_orders_change_while_they_are_read(int seed)
    {
        var random = new Random(seed);
        var shop = Enumerable.Range(0, random.Next(1, 60)).ToDictionary(i => $"{i}", _ => Start.AddSeconds(random.Next(0, 6)));
        var now = Start.AddSeconds(6);
        var delivered = new Dictionary<string, DateTimeOffset>();
        var cursor = ChangeCursor.At(Start.AddDays(-1)).ToString();
        var calls = 0;
        while (delivered.Count < shop.Count || shop.Any(order => delivered[order.Key] != order.Value))
        {
            Assert.True(++calls < 1_000, "The cursor does not move.");
            var from = ChangeCursor.Read(cursor, Start);
            var found = shop.Where(order => order.Value >= from.Second).OrderBy(order => order.Value).ThenBy(order => order.Key.GetHashCode(StringComparison.Ordinal) ^ seed)
                .Select(order => new Change<int>(order.Key, order.Value, 0)).ToArray();
            var cut = ChangePages.Cut(from, [.. found.Take(7)], found.Length > 7, now.AddSeconds(-10));
            if (cut.IsStuck)
            {
                cut = ChangePages.After(from, [.. found.Where(change => change.Second == from.Second)], now.AddSeconds(-10));
            }

            foreach (var change in cut.Deliver)
            {
                delivered[change.Key] = change.Second;
            }

            cursor = cut.Next.ToString();
            Assert.InRange(cursor.Length, 1, 400);
            now = now.AddSeconds(random.Next(0, 3));
            if (calls < 30 && random.Next(2) == 0)
            {
                shop[$"{random.Next(shop.Count)}"] = now;
            }
        }
    }

    [Fact]
    public void A_quiet_shop_delivers_nothing_twice()
    {
        Change<int>[] orders = [new("1", Start, 0), new("2", Start, 0)];
        var first = ChangePages.Cut(ChangeCursor.At(Start.AddDays(-1)), orders, isFull: false, Start.AddHours(1));

        var second = ChangePages.Cut(ChangeCursor.Read(first.Next.ToString(), Start), orders, isFull: false, Start.AddHours(2));

        Assert.Equal(2, first.Deliver.Count);
        Assert.Empty(second.Deliver);
        Assert.Equal("2026-05-01T10:00:00Z|1,2", second.Next.ToString());
    }

    [Fact]
    public void A_second_of_too_many_orders_is_not_named_one_by_one() =>
        Assert.Equal("2026-05-01T10:00:00Z", new ChangeCursor(Start, Enumerable.Range(100_000, 100).Select(i => $"{i}").ToHashSet()).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("eyJsYXN0X2lkIjo")]
    [InlineData("2026-05-01")]
    public void What_is_no_cursor_begins_at_the_beginning(string? text) => Assert.Equal(Start, ChangeCursor.Read(text, Start.AddMilliseconds(700)).Second);
}
