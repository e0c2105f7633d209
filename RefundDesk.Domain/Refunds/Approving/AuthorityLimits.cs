using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Domain.Refunds.Approving;

/// <summary>Which limits of the rules fit a person and a case, and what counts against them.</summary>
public static class AuthorityLimits
{
    [Flags]
    private enum Narrowing
    {
        Role = 1,
        Person = 2,
        Currency = 4,
        Reason = 8,
        Destination = 16,
    }

    /// <summary>The authority of a person for a case.</summary>
    /// <param name="refund">The case.</param>
    /// <param name="parts">Where its money would go, minor units.</param>
    /// <param name="rules">The client's rules, see <see cref="AuthorityRules.Of"/>.</param>
    /// <param name="limits">The currency of limits that name none.</param>
    /// <param name="holder">Whose authority.</param>
    /// <param name="usage">What was approved before.</param>
    /// <param name="nearby">The requests it is measured together with.</param>
    public static Authority Of(
        RefundCase refund,
        IReadOnlyDictionary<RefundDestination, long> parts,
        AuthorityRules rules,
        Currency limits,
        AuthorityHolder holder,
        ApprovalUsage usage,
        NearbyCases nearby)
    {
        ArgumentNullException.ThrowIfNull(refund);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(holder);
        var fitting = (rules.Limits ?? []).Where(limit => Fits(limit, refund, parts, holder)).ToArray();
        var narrowest = fitting.Where(limit => !Array.Exists(fitting, other => IsNarrower(other, limit))).ToArray();
        return new Authority(holder.Role == Role.Supervisor, null, InLimits(rules.FourEyesFromMinor))
        {
            Limits = [.. narrowest.Select(limit => Measure(limit, refund, parts, limits, holder, usage, nearby))],
            SecondApprovalFrom = InLimits(rules.SecondApprovalFromMinor),
            HasNone = fitting.Length == 0 && holder.Role != Role.Supervisor,
            Nearby = nearby,
            For = holder.Lent,
        };

        Money? InLimits(long? minor) => minor is { } amount ? Money.Of(amount, limits) : null;
    }

    private static bool Fits(AuthorityLimit limit, RefundCase refund, IReadOnlyDictionary<RefundDestination, long> parts, AuthorityHolder holder) =>
        (limit.Role is null || limit.Role == holder.Role)
        && (limit.Person is null || string.Equals(limit.Person, holder.Email, StringComparison.OrdinalIgnoreCase))
        && (limit.Currency is null || limit.Currency == refund.Currency.Code)
        && (limit.Reason is null || limit.Reason == refund.Reason)
        && (limit.Destination is not { } destination || parts.GetValueOrDefault(destination) > 0);

    /// <summary>True where a limit says everything another one says of the same period, and more: it holds instead, whether it allows more or less.</summary>
    private static bool IsNarrower(AuthorityLimit limit, AuthorityLimit than)
    {
        var (own, others) = (NarrowingOf(limit), NarrowingOf(than));
        return limit.Period == than.Period && limit.Days == than.Days && own != others && (own & others) == others;
    }

    private static Narrowing NarrowingOf(AuthorityLimit limit) =>
        (limit.Role is null ? 0 : Narrowing.Role)
        | (limit.Person is null ? 0 : Narrowing.Person | Narrowing.Role)
        | (limit.Currency is null ? 0 : Narrowing.Currency)
        | (limit.Reason is null ? 0 : Narrowing.Reason)
        | (limit.Destination is null ? 0 : Narrowing.Destination);

    private static LimitInForce Measure(
        AuthorityLimit limit,
        RefundCase refund,
        IReadOnlyDictionary<RefundDestination, long> parts,
        Currency limits,
        AuthorityHolder holder,
        ApprovalUsage usage,
        NearbyCases nearby)
    {
        var own = limit.Destination is { } destination ? Money.Of(parts.GetValueOrDefault(destination), refund.Currency) : refund.Proposed;
        var most = Money.Of(limit.AmountMinor, limit.Currency is { } code ? Currency.Of(code) : limits);
        if (limit.Period == LimitPeriod.Refund)
        {
            // Where the money of the others goes is not looked at: whoever splits a refund must not gain by it.
            return new LimitInForce(limit, most, Money.Zero(refund.Currency), nearby.With(own));
        }

        var since = limit.Period == LimitPeriod.Day ? usage.DayBegan : usage.Now.AddDays(-(limit.Days ?? 1));
        var used = usage.Before
            .Where(before => before.At >= since && before.Amount.Currency == refund.Currency)
            .Where(before => limit.Period == LimitPeriod.Day ? before.Holder is not null && before.Holder == holder.Id : before.IsOfCustomer)
            .Where(before => limit.Reason is null || before.Reason == limit.Reason)
            .Sum(before => limit.Destination is { } where ? before.Parts.GetValueOrDefault(where) : before.Amount.Minor);
        return new LimitInForce(limit, most, Money.Of(used, refund.Currency), own);
    }
}
