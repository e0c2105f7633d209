using RefundDesk.Domain.Policies;

namespace RefundDesk.Domain.Refunds.Deciding.Simulating;

/// <summary>Decisions that are alike in one way, before and after. Amounts are minor units of one currency.</summary>
/// <param name="Decisions">How many there are.</param>
/// <param name="Different">How many of them would go differently.</param>
/// <param name="BeforeMinor">What customers were given.</param>
/// <param name="AfterMinor">What they would be given.</param>
public sealed record SimulationSum(long Decisions, long Different, long BeforeMinor, long AfterMinor)
{
    /// <summary>Nothing yet.</summary>
    public static SimulationSum None { get; } = new(0, 0, 0, 0);

    /// <summary>What would be given more; negative where it is less.</summary>
    public long DifferenceMinor => AfterMinor - BeforeMinor;

    /// <summary>Both together.</summary>
    public static SimulationSum operator +(SimulationSum left, SimulationSum right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(left.Decisions + right.Decisions, left.Different + right.Different, left.BeforeMinor + right.BeforeMinor, left.AfterMinor + right.AfterMinor);
    }

    /// <summary>The named form of the operator.</summary>
    public static SimulationSum Add(SimulationSum left, SimulationSum right) => left + right;
}

/// <summary>Where decisions go from and to. Minor units of one currency.</summary>
/// <param name="Before">Where they went.</param>
/// <param name="After">Where they would go.</param>
/// <param name="Currency">Of the amounts.</param>
public readonly record struct SimulationMove(Route Before, Route After, string Currency);

/// <summary>One decision that would go differently.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="DecisionId">The decision.</param>
/// <param name="At">When it was decided, UTC.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="Before">Where it went.</param>
/// <param name="After">Where it would go.</param>
/// <param name="BeforeMinor">What the customer was given, minor units.</param>
/// <param name="AfterMinor">What the customer would be given.</param>
/// <param name="Why">Why it would go there.</param>
public sealed record SimulatedDecision(
    RefundCaseId CaseId, long DecisionId, DateTimeOffset At, string Currency, Route Before, Route After, long BeforeMinor, long AfterMinor, string Why)
{
    /// <summary>What would be given more; negative where it is less.</summary>
    public long DifferenceMinor => AfterMinor - BeforeMinor;
}

/// <summary>The hour in which automation decided most in one way.</summary>
/// <param name="Start">Its beginning, UTC.</param>
/// <param name="Count">Decisions.</param>
/// <param name="AmountMinor">What they came to, minor units of the client's currency.</param>
public sealed record BusiestHour(DateTimeOffset Start, long Count, long AmountMinor);

/// <summary>What a policy would have changed about stored decisions.</summary>
public sealed record SimulationResult
{
    /// <summary>Decisions that were looked at.</summary>
    public required long Decisions { get; init; }

    /// <summary>Those that would go another way or give another amount.</summary>
    public required long Different { get; init; }

    /// <summary>Decisions that could not be taken anew, because what is stored cannot be read.</summary>
    public required long Unreadable { get; init; }

    /// <summary>Decisions in which the law overrules the policy: it would refuse or keep back what the customer is owed.</summary>
    public required long BelowFloor { get; init; }

    /// <summary>The rules that are overruled, by code; a decision may have several.</summary>
    public required IReadOnlyDictionary<string, long> BelowFloorByRule { get; init; }

    /// <summary>All decisions by where they went and would go.</summary>
    public required IReadOnlyDictionary<SimulationMove, SimulationSum> Moves { get; init; }

    /// <summary>By the reason of the first line, and currency.</summary>
    public required IReadOnlyDictionary<(RefundReason Reason, string Currency), SimulationSum> Reasons { get; init; }

    /// <summary>By the category of the line that cost most, and currency.</summary>
    public required IReadOnlyDictionary<(string Category, string Currency), SimulationSum> Categories { get; init; }

    /// <summary>By currency.</summary>
    public required IReadOnlyDictionary<string, SimulationSum> Currencies { get; init; }

    /// <summary>The largest differences, at most <see cref="Simulation.MostListed"/>, largest first.</summary>
    public required IReadOnlyList<SimulatedDecision> Listed { get; init; }

    /// <summary>The busiest hour of each rule after the change, by <see cref="BreakerLimit.Rule"/>; all refusals stand under <see cref="BreakerLimit.Refuse"/>.</summary>
    public required IReadOnlyDictionary<string, BusiestHour> BusiestHours { get; init; }

    /// <summary>Cases that would come to people and did not.</summary>
    public long MoreReviews => Count(move => move.Before != Route.Review && move.After == Route.Review);

    /// <summary>Cases that came to people and would not.</summary>
    public long FewerReviews => Count(move => move.Before == Route.Review && move.After != Route.Review);

    /// <summary>Decisions that went one way and would go another.</summary>
    public long Count(Func<SimulationMove, bool> wanted) => Moves.Where(move => wanted(move.Key)).Sum(move => move.Value.Decisions);
}
