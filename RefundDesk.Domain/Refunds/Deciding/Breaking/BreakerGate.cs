using System.Globalization;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Domain.Refunds.Deciding.Breaking;

/// <summary>What automation has decided in one way within the last hour.</summary>
/// <param name="Rule"><see cref="BreakerLimit.Approve"/> or the rule that refused.</param>
/// <param name="Count">How many decisions.</param>
/// <param name="AmountMinor">What they came to, minor units of the client's currency.</param>
public sealed record BreakerCount(string Rule, long Count, long AmountMinor);

/// <summary>A limit that would have been passed.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Count">Decisions of the last hour, without the one that would have passed it.</param>
/// <param name="AmountMinor">What they came to.</param>
public sealed record BreakerTrip(BreakerLimit Limit, long Count, long AmountMinor);

/// <summary>
/// Watches automation's pace for one client and version while a batch is decided: what is within the limits passes, what would go above
/// one is left to a person, and from then on everything that limit is about. Approvals and refusals are told apart, and one rule's
/// refusals from another's.
/// </summary>
public sealed class BreakerGate
{
    private readonly IReadOnlyList<BreakerLimit> _limits;
    private readonly Currency _currency;
    private readonly HashSet<string> _stoppedBefore;
    private readonly HashSet<string> _stopped;
    private readonly Dictionary<string, (long Count, long AmountMinor)> _before;
    private readonly Dictionary<string, (long Count, long AmountMinor)> _sums;
    private readonly List<BreakerTrip> _trips = [];

    /// <summary>A gate as the batch finds it.</summary>
    /// <param name="limits">Of the version in force now.</param>
    /// <param name="currency">Of the limits' amounts.</param>
    /// <param name="counted">What all nodes decided within the last hour, or since a supervisor let the rule go on: a sum a limit.</param>
    /// <param name="stopped">Limits that stopped and that nobody has let go on yet, by <see cref="BreakerLimit.Rule"/>.</param>
    public BreakerGate(IReadOnlyList<BreakerLimit> limits, Currency currency, IEnumerable<BreakerCount> counted, IEnumerable<string> stopped)
    {
        ArgumentNullException.ThrowIfNull(counted);
        _limits = limits;
        _currency = currency;
        _stoppedBefore = stopped.ToHashSet(StringComparer.Ordinal);
        _stopped = new HashSet<string>(_stoppedBefore, StringComparer.Ordinal);
        _before = counted.ToDictionary(count => count.Rule, count => (count.Count, count.AmountMinor), StringComparer.Ordinal);
        _sums = new Dictionary<string, (long, long)>(_before, StringComparer.Ordinal);
    }

    /// <summary>Limits that stopped while the batch was decided; to be stored before it is.</summary>
    public IReadOnlyList<BreakerTrip> Trips => _trips;

    /// <summary>Whether any decision was counted or stopped: where none was there is nothing to hold to.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>
    /// Whether the batch would be decided the same if it began now. What others stored meanwhile counts: where a limit would be passed, or what
    /// stopped at it stopped too early, the batch is to be decided anew.
    /// </summary>
    /// <param name="counted">As in the constructor, read while nobody else stores decisions of this client and version.</param>
    /// <param name="stopped">As in the constructor.</param>
    public bool StillHolds(IEnumerable<BreakerCount> counted, IEnumerable<string> stopped)
    {
        ArgumentNullException.ThrowIfNull(counted);
        var now = counted.ToDictionary(count => count.Rule, count => (count.Count, count.AmountMinor), StringComparer.Ordinal);
        return _stoppedBefore.SetEquals(stopped) && _limits.Where(limit => !_stoppedBefore.Contains(limit.Rule)).All(limit => StillHolds(limit, now.GetValueOrDefault(limit.Rule)));
    }

    /// <summary>The decision as it may be taken: itself, or the same left to a person.</summary>
    public Decision Pass(Decision decision)
    {
        if (DecisionGrounds.RuleOf(decision) is not { } rule)
        {
            return decision;
        }

        var amount = DecisionGrounds.AmountOf(decision);
        var about = _limits.Where(limit => IsAbout(limit.Rule, rule)).ToArray();
        IsUsed |= about.Length > 0;
        foreach (var limit in about)
        {
            if (_stopped.Contains(limit.Rule))
            {
                return Stop(decision, limit.Rule, $"Stopped: {Words(limit.Rule)} are stopped until a supervisor lets them go on");
            }

            var (count, sum) = _sums.GetValueOrDefault(limit.Rule);
            if (count + 1 > limit.CountAnHour || sum + amount > limit.AmountAnHourMinor)
            {
                _stopped.Add(limit.Rule);
                _trips.Add(new BreakerTrip(limit, count, sum));
                return Stop(decision, limit.Rule, $"Stopped: {Words(limit.Rule)} reached {LimitText(limit, count + 1 > limit.CountAnHour)} an hour");
            }
        }

        foreach (var limit in about)
        {
            var (count, sum) = _sums.GetValueOrDefault(limit.Rule);
            _sums[limit.Rule] = (count + 1, sum + amount);
        }

        return decision;
    }

    /// <summary>True where a limit watches decisions of a rule.</summary>
    public static bool IsAbout(string limit, string rule) => limit == rule || (limit == BreakerLimit.Refuse && rule != BreakerLimit.Approve);

    /// <summary>What a limit is about, for people.</summary>
    public static string Words(string rule) => rule switch
    {
        BreakerLimit.Approve => "automatic approvals",
        BreakerLimit.Refuse => "automatic refusals",
        _ => $"automatic refusals by the rule “{rule}”",
    };

    private bool StillHolds(BreakerLimit limit, (long Count, long AmountMinor) now)
    {
        var (before, sum) = (_before.GetValueOrDefault(limit.Rule), _sums.GetValueOrDefault(limit.Rule));
        return _stopped.Contains(limit.Rule)
            ? now == before
            : now.Count + sum.Count - before.Count <= (limit.CountAnHour ?? long.MaxValue) && now.AmountMinor + sum.AmountMinor - before.AmountMinor <= (limit.AmountAnHourMinor ?? long.MaxValue);
    }

    private string LimitText(BreakerLimit limit, bool byCount) => byCount || limit.AmountAnHourMinor is not { } minor
        ? string.Create(CultureInfo.InvariantCulture, $"{limit.CountAnHour:N0}")
        : Money.Of(minor, _currency).ToString();

    private static Decision Stop(Decision decision, string rule, string why) =>
        decision with { Route = Route.Review, Why = why, Stopped = new StoppedDecision(rule, decision.Route, decision.Why) };
}
