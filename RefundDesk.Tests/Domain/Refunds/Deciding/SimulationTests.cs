using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Domain.Refunds.Deciding.Simulating;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds.Deciding;

public sealed class SimulationTests
{
    private static readonly RefundCaseId Case = RefundCaseId.New(Now);

    [Fact]
    public void Folds_put_together_in_any_order_come_to_what_one_fold_comes_to()
    {
        var random = new Random(5);
        var pairs = Enumerable.Range(1, 2_000).Select(i => (Id: (long)i, Before: Any(random), After: Any(random))).ToArray();
        var whole = new Simulation();
        Simulation[] parts = [new(), new(), new()];
        foreach (var (id, before, after) in pairs)
        {
            whole.Add(Case, id, Now.AddMinutes(id), before, after);
            parts[random.Next(3)].Add(Case, id, Now.AddMinutes(id), before, after);
        }

        var together = new Simulation();
        foreach (var part in parts.Reverse())
        {
            together.Add(part);
        }

        Assert.Equivalent(whole.Result(), together.Result(), strict: true);
        Assert.Equal(whole.Result().Listed.Select(listed => listed.DecisionId), together.Result().Listed.Select(listed => listed.DecisionId));
        Assert.Equal(Simulation.MostListed, whole.Result().Listed.Count);
    }

    [Fact]
    public void The_largest_differences_are_listed_first_and_equal_ones_by_age()
    {
        var simulation = new Simulation();
        var paid = Any(new Random(1)) with { Route = Route.Approve };
        foreach (var (id, minor) in new[] { (1L, 5_00L), (2L, 90_00L), (3L, 5_00L), (4L, 40_00L) })
        {
            simulation.Add(Case, id, Now, Of(paid, minor), Of(paid, minor) with { Route = Route.Reject });
        }

        Assert.Equal([2, 4, 1, 3], simulation.Result().Listed.Select(listed => listed.DecisionId));
    }

    [Fact]
    public void What_a_breaker_stopped_counts_as_what_it_would_have_been()
    {
        var simulation = new Simulation();
        var paid = Any(new Random(1)) with { Route = Route.Approve };
        var stopped = paid with { Route = Route.Review, Stopped = new StoppedDecision(BreakerLimit.Approve, Route.Approve, paid.Why) };

        simulation.Add(Case, 1, Now, stopped, paid);

        Assert.Equal(0, simulation.Result().Different);
    }

    private static Decision Of(Decision decision, long minor) => decision with { Evaluation = decision.Evaluation with { Lines = [new LineResult(1, 0, minor)] } };

    private static Decision Any(Random random)
    {
        var scene = ARefund().Of(AnOrder().WithLine(100_00)).Decided().Build();
        return Of(scene.Refund.PendingDecisions.Single().Decision, random.Next(100_00)) with { Route = (Route)random.Next(5) };
    }
}
