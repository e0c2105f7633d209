using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Watching;
using RefundDesk.Web.Infrastructure.LiveUpdates;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Infrastructure.LiveUpdates;

public sealed class TailPositionTests
{
    private readonly TailPosition _position = new(10, TimeSpan.FromSeconds(30));

    [Fact]
    public void Numbers_without_a_hole_leave_nothing_to_wait_for()
    {
        _position.TakeNew(Events(11, 12, 13), Now);

        Assert.Equal(13, _position.Highest);
        Assert.Empty(_position.Gaps);
    }

    [Fact]
    public void What_was_passed_over_is_waited_for()
    {
        _position.TakeNew(Events(13, 17), Now);

        Assert.Equal([new TailGap(11, 12, Now), new TailGap(14, 16, Now)], _position.Gaps);
    }

    [Fact]
    public void What_comes_late_shrinks_its_gap_to_what_is_still_missing()
    {
        _position.TakeNew(Events(20), Now);

        _position.TakeLate(_position.Gaps[0], Events(11, 14, 15));

        Assert.Equal([(12L, 13L), (16L, 19L)], _position.Gaps.Select(gap => (gap.From, gap.To)));
    }

    [Fact]
    public void A_gap_that_is_filled_is_gone()
    {
        _position.TakeNew(Events(12), Now);

        _position.TakeLate(_position.Gaps[0], Events(11));

        Assert.Empty(_position.Gaps);
    }

    [Fact]
    public void Numbers_that_never_come_are_forgotten_after_a_while()
    {
        _position.TakeNew(Events(12), Now);

        _position.Forget(Now.AddSeconds(30));
        Assert.Single(_position.Gaps);
        _position.Forget(Now.AddSeconds(31));

        Assert.Empty(_position.Gaps);
    }

    [Fact]
    public void Numbers_read_twice_move_nothing()
    {
        _position.TakeNew(Events(11, 12), Now);
        _position.TakeNew(Events(11, 12), Now);

        Assert.Equal(12, _position.Highest);
        Assert.Empty(_position.Gaps);
    }

    private static CaseChange[] Events(params long[] numbers) =>
        [.. numbers.Select(number => new CaseChange(number, default, default, RefundStatus.Received, RefundStatus.InReview, Now))];
}
