using System.Runtime.InteropServices;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Domain.Refunds.Deciding.Simulating;

/// <summary>
/// Sums up what a policy would have changed: a fold over pairs of decisions, the stored one and the one the policy comes to. One fold is
/// for one thread; folds are put together afterwards, in any order, with the same result.
/// </summary>
public sealed class Simulation
{
    /// <summary>How many decisions are listed one by one.</summary>
    public const int MostListed = 500;

    private readonly Dictionary<SimulationMove, SimulationSum> _moves = [];
    private readonly Dictionary<(RefundReason, string), SimulationSum> _reasons = [];
    private readonly Dictionary<(string, string), SimulationSum> _categories = [];
    private readonly Dictionary<string, SimulationSum> _currencies = [];
    private readonly Dictionary<string, long> _overruled = [];
    private readonly Dictionary<(string Rule, long Hour), (long Count, long AmountMinor)> _hours = [];
    private readonly PriorityQueue<SimulatedDecision, SimulatedDecision> _listed = new(SmallestFirst);
    private long _different;
    private long _belowFloor;
    private long _unreadable;

    private static Comparer<SimulatedDecision> SmallestFirst { get; } = Comparer<SimulatedDecision>.Create((left, right) =>
        Math.Abs(left.DifferenceMinor).CompareTo(Math.Abs(right.DifferenceMinor)) is var bySize and not 0 ? bySize : right.DecisionId.CompareTo(left.DecisionId));

    /// <summary>Takes one decision into account.</summary>
    /// <param name="caseId">The case.</param>
    /// <param name="decisionId">The stored decision.</param>
    /// <param name="at">When it was taken, UTC.</param>
    /// <param name="before">As it was taken; what a breaker stopped counts as what it would have been.</param>
    /// <param name="after">As the policy would have it.</param>
    public void Add(RefundCaseId caseId, long decisionId, DateTimeOffset at, Decision before, Decision after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Stopped is { } stopped)
        {
            before = before with { Route = stopped.Route };
        }

        var currency = before.Facts.CurrencyCode;
        var (given, would) = (DecisionGrounds.GivenMinor(before), DecisionGrounds.GivenMinor(after));
        var isDifferent = before.Route != after.Route || given != would;
        var sum = new SimulationSum(1, isDifferent ? 1 : 0, given, would);
        var dearest = Dearest(before.Facts.Lines);
        AddTo(_moves, new SimulationMove(before.Route, after.Route, currency), sum);
        AddTo(_reasons, (before.Facts.Lines[0].Reason, currency), sum);
        AddTo(_categories, (dearest.Category, currency), sum);
        AddTo(_currencies, currency, sum);
        CountFloor(after);
        CountHour(after, at);
        if (isDifferent)
        {
            _different++;
            List(new SimulatedDecision(caseId, decisionId, at, currency, before.Route, after.Route, given, would, after.Why));
        }
    }

    /// <summary>A stored decision that cannot be taken anew.</summary>
    public void AddUnreadable() => _unreadable++;

    /// <summary>Takes another fold's decisions into account.</summary>
    public void Add(Simulation other)
    {
        ArgumentNullException.ThrowIfNull(other);
        AddAll(_moves, other._moves);
        AddAll(_reasons, other._reasons);
        AddAll(_categories, other._categories);
        AddAll(_currencies, other._currencies);
        foreach (var (rule, count) in other._overruled)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_overruled, rule, out _) += count;
        }

        foreach (var (hour, (count, amount)) in other._hours)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_hours, hour, out _);
            sum = (sum.Count + count, sum.AmountMinor + amount);
        }

        foreach (var (decision, _) in other._listed.UnorderedItems)
        {
            List(decision);
        }

        (_different, _belowFloor, _unreadable) = (_different + other._different, _belowFloor + other._belowFloor, _unreadable + other._unreadable);
    }

    /// <summary>What it came to.</summary>
    public SimulationResult Result() => new()
    {
        Decisions = _currencies.Values.Sum(sum => sum.Decisions),
        Different = _different,
        Unreadable = _unreadable,
        BelowFloor = _belowFloor,
        BelowFloorByRule = new Dictionary<string, long>(_overruled),
        Moves = new Dictionary<SimulationMove, SimulationSum>(_moves),
        Reasons = new Dictionary<(RefundReason, string), SimulationSum>(_reasons),
        Categories = new Dictionary<(string, string), SimulationSum>(_categories),
        Currencies = new Dictionary<string, SimulationSum>(_currencies),
        Listed = [.. _listed.UnorderedItems.Select(item => item.Element).OrderDescending(SmallestFirst)],
        BusiestHours = _hours.GroupBy(hour => hour.Key.Rule).ToDictionary(
            hours => hours.Key,
            hours => hours.OrderByDescending(hour => hour.Value.Count).ThenBy(hour => hour.Key.Hour).Select(hour =>
                new BusiestHour(new DateTimeOffset(hour.Key.Hour * TimeSpan.TicksPerHour, TimeSpan.Zero), hour.Value.Count, hour.Value.AmountMinor)).First()),
    };

    private void CountFloor(Decision after)
    {
        var overruled = false;
        foreach (var finding in after.Evaluation.Findings)
        {
            if (finding.Result == FindingResult.Overruled)
            {
                overruled = true;
                CollectionsMarshal.GetValueRefOrAddDefault(_overruled, finding.Rule, out _)++;
            }
        }

        _belowFloor += overruled ? 1 : 0;
    }

    private void CountHour(Decision after, DateTimeOffset at)
    {
        if (DecisionGrounds.RuleOf(after) is not { } rule)
        {
            return;
        }

        var (hour, amount) = (at.UtcTicks / TimeSpan.TicksPerHour, DecisionGrounds.AmountOf(after));
        CountIn(rule);
        if (rule != BreakerLimit.Approve && rule != BreakerLimit.Refuse)
        {
            CountIn(BreakerLimit.Refuse);
        }

        void CountIn(string key)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_hours, (key, hour), out _);
            sum = (sum.Count + 1, sum.AmountMinor + amount);
        }
    }

    private void List(SimulatedDecision decision)
    {
        if (_listed.Count < MostListed)
        {
            _listed.Enqueue(decision, decision);
        }
        else if (SmallestFirst.Compare(decision, _listed.Peek()) > 0)
        {
            _listed.EnqueueDequeue(decision, decision);
        }
    }

    private static PolicyLine Dearest(IReadOnlyList<PolicyLine> lines)
    {
        var dearest = lines[0];
        foreach (var line in lines)
        {
            dearest = line.ChargedMinor > dearest.ChargedMinor ? line : dearest;
        }

        return dearest;
    }

    private static void AddAll<T>(Dictionary<T, SimulationSum> sums, Dictionary<T, SimulationSum> others)
        where T : notnull
    {
        foreach (var (key, sum) in others)
        {
            AddTo(sums, key, sum);
        }
    }

    private static void AddTo<T>(Dictionary<T, SimulationSum> sums, T key, SimulationSum sum)
        where T : notnull
    {
        ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _);
        total = (total ?? SimulationSum.None) + sum;
    }
}
