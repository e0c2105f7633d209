using RefundDesk.Domain.Common;
using RefundDesk.Web.Infrastructure.OrderSources;

namespace RefundDesk.Tests.Infrastructure.OrderSources;

/// <summary>Walking what a shop lists by the time of its change.</summary>
public sealed class ChangedRowsTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_page_never_ends_inside_a_millisecond_whatever_finer_times_the_shop_sorts_by()
    {
        // Shops list by microseconds and hand out milliseconds: 9 before 5, though the shop says the same time of both.
        var rows = new List<(int Id, DateTimeOffset At)> { (1, At(0)), (2, At(1)), (9, At(2)), (5, At(2)), (7, At(2)), (3, At(3)) };

        var (pages, _) = await WalkAsync(rows, size: 2, most: 100);

        Assert.Equal([[1, 2], [9, 5, 7, 3]], pages);
    }

    [Fact]
    public async Task The_end_of_a_walk_is_a_while_before_its_last_row_and_not_before_its_beginning()
    {
        var rows = new List<(int Id, DateTimeOffset At)> { (1, At(0)), (2, Start.AddMinutes(10)) };

        var end = await ChangedRows.NextAsync(Start, 10, 100, Lister(rows), row => row.At);
        var again = await ChangedRows.NextAsync(end.Value.Next, 10, 100, Lister(rows), row => row.At);
        var near = await ChangedRows.NextAsync(Start.AddMinutes(9), 10, 100, Lister(rows), row => row.At);

        Assert.Equal((Start.AddMinutes(8), false), (end.Value.Next, end.Value.HasMore));
        Assert.Equal((Start.AddMinutes(8), 2), (again.Value.Next, again.Value.Rows.Single().Id));
        Assert.Equal(Start.AddMinutes(9), near.Value.Next);
    }

    [Fact]
    public async Task A_row_stored_late_within_the_overlap_is_found_by_the_next_walk()
    {
        var rows = new List<(int Id, DateTimeOffset At)> { (1, Start.AddMinutes(10)) };
        var end = await ChangedRows.NextAsync(Start, 10, 100, Lister(rows), row => row.At);

        rows.Insert(0, (2, Start.AddMinutes(9)));
        var next = await ChangedRows.NextAsync(end.Value.Next, 10, 100, Lister(rows), row => row.At);

        Assert.Equal([2, 1], next.Value.Rows.Select(row => row.Id));
    }

    [Fact]
    public async Task More_in_one_millisecond_than_the_shop_lists_is_said()
    {
        var rows = Enumerable.Range(1, 50).Select(id => (id, At(1))).ToList();

        var page = await ChangedRows.NextAsync(Start, 2, 20, Lister(rows), row => row.Item2);

        Assert.Equal("source.answer", page.Refusal?.Code);
    }

    private static DateTimeOffset At(int milliseconds) => Start.AddMilliseconds(milliseconds);

    private static Func<DateTimeOffset, int, Task<Outcome<IReadOnlyList<(int Id, DateTimeOffset At)>>>> Lister(List<(int Id, DateTimeOffset At)> rows) =>
        (from, take) => Task.FromResult<Outcome<IReadOnlyList<(int Id, DateTimeOffset At)>>>(rows.Where(row => row.At >= from).Take(take).ToArray());

    private static async Task<(List<int[]> Pages, DateTimeOffset End)> WalkAsync(List<(int Id, DateTimeOffset At)> rows, int size, int most)
    {
        var (pages, from) = (new List<int[]>(), Start);
        while (true)
        {
            var page = (await ChangedRows.NextAsync(from, size, most, Lister(rows), row => row.At)).Value;
            pages.Add([.. page.Rows.Select(row => row.Id)]);
            from = page.Next;
            if (!page.HasMore)
            {
                return (pages, from);
            }
        }
    }
}
