using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.People;

/// <summary>
/// A supervisor lends the own authority to a deputy for some time. It lends limits and nothing else: the deputy still never approves what the
/// deputy, or the supervisor, made. What was lent cannot be lent on.
/// </summary>
public sealed class Delegation
{
    /// <summary>Longest time, days.</summary>
    public const int LongestDays = 92;

    private Delegation()
    {
    }

    /// <summary>The key of the row.</summary>
    public Guid Id { get; private init; }

    /// <summary>Whose authority.</summary>
    public UserId FromId { get; private init; }

    /// <summary>The deputy.</summary>
    public UserId ToId { get; private init; }

    /// <summary>From when, UTC.</summary>
    public DateTimeOffset StartsAt { get; private init; }

    /// <summary>Until when, UTC; then no longer.</summary>
    public DateTimeOffset EndsAt { get; private init; }

    /// <summary>When it was lent, UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it was taken back before its time, UTC; null where it was not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Counts changes; a stale write is refused.</summary>
    public long Version { get; private set; }

    /// <summary>Lends.</summary>
    /// <param name="from">Whose authority, and the role.</param>
    /// <param name="to">The deputy, and the role.</param>
    /// <param name="startsAt">From when, UTC.</param>
    /// <param name="endsAt">Until when, UTC.</param>
    /// <param name="at">Now, UTC.</param>
    /// <returns>The delegation, or <c>delegation.role</c>, <c>delegation.self</c>, <c>delegation.period</c>.</returns>
    public static Outcome<Delegation> Lend((UserId Id, Role Role) from, (UserId Id, Role Role) to, DateTimeOffset startsAt, DateTimeOffset endsAt, DateTimeOffset at)
    {
        if (from.Role != Role.Supervisor || to.Role is not (Role.Agent or Role.Supervisor))
        {
            return DelegationRefusals.Role;
        }

        if (from.Id == to.Id)
        {
            return DelegationRefusals.Self;
        }

        return endsAt <= startsAt || endsAt <= at || endsAt - startsAt > TimeSpan.FromDays(LongestDays)
            ? DelegationRefusals.Period
            : new Delegation { Id = Guid.CreateVersion7(at), FromId = from.Id, ToId = to.Id, StartsAt = startsAt, EndsAt = endsAt, CreatedAt = at, Version = 1 };
    }

    /// <summary>True where it holds at an instant.</summary>
    public bool IsInForce(DateTimeOffset at) => StartsAt <= at && at < EndsAt && EndedAt is null;

    /// <summary>Takes it back.</summary>
    /// <returns>Ok, or <c>delegation.over</c>.</returns>
    public Outcome End(DateTimeOffset at)
    {
        if (EndedAt is not null || EndsAt <= at)
        {
            return DelegationRefusals.Over;
        }

        EndedAt = at;
        Version++;
        return Outcome.Ok;
    }
}

/// <summary>Everything lending can be refused for.</summary>
public static class DelegationRefusals
{
    /// <summary>Only supervisors have something to lend, and only people who work cases can use it.</summary>
    public static Refusal Role { get; } = new("delegation.role", "A supervisor lends authority to an agent or another supervisor.");

    /// <summary>To oneself.</summary>
    public static Refusal Self { get; } = new("delegation.self", "You cannot be your own deputy.");

    /// <summary>No time, or too much of it.</summary>
    public static Refusal Period { get; } = new("delegation.period", $"Name an end after the beginning and in the future, at most {Delegation.LongestDays} days later.");

    /// <summary>It ended before.</summary>
    public static Refusal Over { get; } = new("delegation.over", "This is over already.");

    /// <summary>Not there, or somebody else's.</summary>
    public static Refusal NotFound { get; } = new("delegation.not-found", "There is no such deputy of yours.");
}
