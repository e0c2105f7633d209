using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Domain.Refunds.Deciding.Breaking;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds.Deciding;

public sealed class BreakerGateTests
{
    [Fact]
    public void Whatever_is_asked_no_limit_is_passed_and_nothing_is_stopped_before_one_is_reached()
    {
        var random = new Random(11);
        for (var run = 0; run < 300; run++)
        {
            var limits = new BreakerLimit[]
            {
                new(BreakerLimit.Approve, random.Next(1, 6), random.Next(2) == 0 ? null : random.Next(50_00, 400_00)),
                new(BreakerLimit.Refuse, random.Next(2) == 0 ? null : random.Next(1, 8), random.Next(100_00, 900_00)),
                new("window", random.Next(1, 4), null),
            };
            var gate = new BreakerGate(limits, Currency.Of("EUR"), [new BreakerCount(BreakerLimit.Approve, 1, 10_00)], []);
            var passed = new List<(string Rule, long Minor)> { (BreakerLimit.Approve, 10_00) };
            foreach (var decision in Enumerable.Range(0, 40).Select(_ => Any(random)))
            {
                var (rule, minor) = (DecisionGrounds.RuleOf(decision), DecisionGrounds.AmountOf(decision));
                var fits = rule is null || limits.Where(limit => BreakerGate.IsAbout(limit.Rule, rule)).All(limit =>
                    Fits(limit, [.. passed.Where(one => BreakerGate.IsAbout(limit.Rule, one.Rule)), (rule, minor)]) && gate.Trips.All(trip => trip.Limit != limit));

                var taken = gate.Pass(decision);

                Assert.Equal(fits, taken == decision);
                Assert.True(fits || taken is { Route: Route.Review, Stopped: { } stopped } && stopped.Route == decision.Route && stopped.Why == decision.Why);
                if (fits && rule is not null)
                {
                    passed.Add((rule, minor));
                }
            }

            Assert.Equal(gate.Trips.Count, gate.Trips.DistinctBy(trip => trip.Limit).Count());
        }
    }

    [Theory]
    [InlineData(2, 4, true)] // Nothing came in between.
    [InlineData(2, 5, true)] // One more, and it still fits.
    [InlineData(2, 6, false)] // It would be passed.
    [InlineData(7, 4, true)] // Stopped at the limit, and nothing came in between.
    [InlineData(7, 5, false)] // What it stopped at is no longer so.
    public void A_batch_holds_while_what_others_stored_leaves_room_for_it(int decisions, int countedNow, bool holds)
    {
        var limit = new BreakerLimit(BreakerLimit.Approve, 7, null);
        var gate = new BreakerGate([limit], Currency.Of("EUR"), [new BreakerCount(limit.Rule, 4, 0)], []);
        Assert.False(gate.IsUsed);
        for (var i = 0; i < decisions; i++)
        {
            gate.Pass(Of(Route.Approve, "window", 10_00));
        }

        Assert.True(gate.IsUsed);
        Assert.Equal(holds, gate.StillHolds([new BreakerCount(limit.Rule, countedNow, 0)], []));
        Assert.False(gate.StillHolds([], [limit.Rule]));
    }

    [Fact]
    public void An_amount_in_another_currency_is_counted_and_not_summed()
    {
        var gate = new BreakerGate([new BreakerLimit(BreakerLimit.Refuse, 2, 1)], Currency.Of("EUR"), [], []);
        var refused = Of(Route.Reject, "window", 100_00) with { ClientCurrency = "USD" };

        Assert.Null(gate.Pass(refused).Stopped);
        Assert.Null(gate.Pass(refused).Stopped);
        Assert.Equal(BreakerLimit.Refuse, gate.Pass(refused).Stopped?.Rule);
    }

    [Fact]
    public void What_stopped_before_stays_stopped_and_stops_nothing_else()
    {
        var gate = new BreakerGate([new BreakerLimit("window", 5, null), new BreakerLimit(BreakerLimit.Approve, 5, null)], Currency.Of("EUR"), [], ["window"]);

        Assert.Equal("window", gate.Pass(Of(Route.Reject, "window", 1)).Stopped?.Rule);
        Assert.Null(gate.Pass(Of(Route.Reject, "final-sale", 1)).Stopped);
        Assert.Null(gate.Pass(Of(Route.Approve, "window", 1)).Stopped);
        Assert.Empty(gate.Trips);
    }

    private static bool Fits(BreakerLimit limit, List<(string Rule, long Minor)> all) =>
        all.Count <= (limit.CountAnHour ?? int.MaxValue) && all.Sum(one => one.Minor) <= (limit.AmountAnHourMinor ?? long.MaxValue);

    private static Decision Any(Random random) => Of((Route)random.Next(3), random.Next(2) == 0 ? "window" : "final-sale", random.Next(1, 90_00));

    private static Decision Of(Route route, string rule, long minor)
    {
        var decision = ARefund().Of(AnOrder().WithLine(100_00)).Decided().Build().Refund.PendingDecisions.Single().Decision;
        return decision with
        {
            Route = route,
            Facts = decision.Facts with { Lines = [decision.Facts.Lines[0] with { ChargedMinor = minor }] },
            Evaluation = decision.Evaluation with { Lines = [new LineResult(1, 0, minor)], Findings = [new Finding(rule, "§2", route == Route.Reject ? FindingResult.Failed : FindingResult.Passed, "So.", 1)] },
        };
    }
}
