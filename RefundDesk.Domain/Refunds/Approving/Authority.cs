using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Domain.Refunds.Approving;

/// <summary>What an approver may do with one case, as its amounts stand.</summary>
/// <param name="MayApproveWaiting">Whether the person may approve what waits for a second pair of eyes.</param>
/// <param name="Limit">Up to which amount the person decides alone; null is without limit. In another currency than the case nothing is within it.</param>
/// <param name="FourEyesFrom">From which amount two people must agree; null never.</param>
public sealed record Authority(bool MayApproveWaiting, Money? Limit, Money? FourEyesFrom)
{
    /// <summary>The limits that hold beside <see cref="Limit"/>, with what counts against them; all of them hold.</summary>
    public IReadOnlyList<LimitInForce> Limits { get; init; } = [];

    /// <summary>From which amount two people beside the maker must approve; null never.</summary>
    public Money? SecondApprovalFrom { get; init; }

    /// <summary>True where no limit was set for the person: nothing is approved alone.</summary>
    public bool HasNone { get; init; }

    /// <summary>The requests the case is measured together with.</summary>
    public NearbyCases Nearby { get; init; } = NearbyCases.None;

    /// <summary>Whose authority it is, where it was lent.</summary>
    public Lender? For { get; init; }
}

/// <summary>A supervisor whose authority was lent to the approver.</summary>
/// <param name="Id">The supervisor.</param>
/// <param name="Name">What people read.</param>
public sealed record Lender(UserId Id, string Name)
{
    /// <summary>By what the supervisor can be told to be a customer; null where it is not known.</summary>
    public PersonTraits? Self { get; init; }
}

/// <summary>A limit with what counts against it.</summary>
/// <param name="Rule">As the policy has it.</param>
/// <param name="Most">The limit.</param>
/// <param name="Used">What was approved before within the period; nothing for a single refund.</param>
/// <param name="Adds">What the case adds, the requests it is measured together with included where the limit is of a single refund.</param>
public sealed record LimitInForce(AuthorityLimit Rule, Money Most, Money Used, Money Adds)
{
    /// <summary>True where the case would pass it. A limit in another currency lets nothing through.</summary>
    public bool IsPassed => Adds.IsPositive && (Most.Currency != Adds.Currency || Used + Adds > Most);
}

/// <summary>Another request that belongs to a case.</summary>
/// <param name="Number">The case.</param>
/// <param name="Amount">What was approved, or would be.</param>
/// <param name="Status">Where it is.</param>
/// <param name="AskedAt">When it was asked for, UTC.</param>
/// <param name="Why">What they have in common: the same order, customer or card.</param>
public sealed record NearbyCase(RefundNumber Number, Money Amount, RefundStatus Status, DateTimeOffset AskedAt, string Why);

/// <summary>The requests of the same order, customer or card close to a case, without those that were refused or withdrawn.</summary>
/// <param name="Cases">By time.</param>
/// <param name="WindowDays">How far apart they are at most, days.</param>
public sealed record NearbyCases(IReadOnlyList<NearbyCase> Cases, int WindowDays)
{
    /// <summary>None.</summary>
    public static NearbyCases None { get; } = new([], AuthorityRules.UsualSplitWindowDays);

    /// <summary>What they come to together with an amount; others in another currency do not count.</summary>
    public Money With(Money amount)
    {
        ArgumentNullException.ThrowIfNull(amount);
        return Cases.Where(other => other.Amount.Currency == amount.Currency).Aggregate(amount, (sum, other) => sum + other.Amount);
    }

    /// <summary>Their numbers: <c>RD-1 and RD-2</c>; of many the first three.</summary>
    public string Numbers => Cases.Count switch
    {
        0 => string.Empty,
        1 => $"{Cases[0].Number}",
        2 or 3 => $"{string.Join(", ", Cases.Take(Cases.Count - 1).Select(other => other.Number))} and {Cases[^1].Number}",
        _ => $"{string.Join(", ", Cases.Take(3).Select(other => other.Number))} and {Cases.Count - 3} more",
    };
}

/// <summary>Something approved before, as limits count it.</summary>
/// <param name="Holder">Whose authority it was: the approver's, or that of the person deputised for.</param>
/// <param name="IsOfCustomer">Whether it was for the same customer.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Reason">Why money was wanted back.</param>
/// <param name="Amount">What was approved.</param>
/// <param name="Parts">Of it, what went where, minor units.</param>
public sealed record ApprovedBefore(UserId? Holder, bool IsOfCustomer, DateTimeOffset At, RefundReason Reason, Money Amount, IReadOnlyDictionary<RefundDestination, long> Parts);

/// <summary>What was approved before, read in the transaction of the approval.</summary>
/// <param name="Before">Other cases of the client; more than limits count does no harm.</param>
/// <param name="DayBegan">When the day began in the client's calendar, UTC.</param>
/// <param name="Now">UTC.</param>
public sealed record ApprovalUsage(IReadOnlyList<ApprovedBefore> Before, DateTimeOffset DayBegan, DateTimeOffset Now)
{
    /// <summary>Nothing.</summary>
    public static ApprovalUsage None { get; } = new([], DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
}

/// <summary>A person whose limits are asked for: the approver, or a supervisor who lent them.</summary>
/// <param name="Id">The person.</param>
/// <param name="Role">The role.</param>
/// <param name="Email">The address of the account; null where it is not known, and then no limit of one person fits.</param>
/// <param name="Lent">The same person as a lender; null for the approver.</param>
public sealed record AuthorityHolder(UserId? Id, Role? Role, string? Email, Lender? Lent = null);
