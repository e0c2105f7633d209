using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;

namespace RefundDesk.Domain.Policies;

/// <summary>Over what a limit counts.</summary>
public enum LimitPeriod
{
    /// <summary>One refund.</summary>
    Refund,

    /// <summary>Everything one person approves for the client on one day of the client's own calendar.</summary>
    Day,

    /// <summary>Everything approved for one customer, by whomever, within some days up to now.</summary>
    Customer,
}

/// <summary>Where money goes.</summary>
public enum RefundDestination
{
    /// <summary>The card, wallet, bank account or till it came from.</summary>
    Original,

    /// <summary>A gift card.</summary>
    GiftCard,

    /// <summary>Credit with the retailer.</summary>
    StoreCredit,
}

/// <summary>Up to which amount a person decides. What is not named fits everything.</summary>
/// <param name="Period">Over what it counts.</param>
/// <param name="AmountMinor">The most, minor units of <see cref="Currency"/>, or of the client's currency where none is named.</param>
public sealed record AuthorityLimit(LimitPeriod Period, long AmountMinor)
{
    /// <summary>Days up to now, for <see cref="LimitPeriod.Customer"/>: 1 to 366.</summary>
    public int? Days { get; init; }

    /// <summary>For a role.</summary>
    public Role? Role { get; init; }

    /// <summary>For one person, by the e-mail address of the account; narrower than the role.</summary>
    public string? Person { get; init; }

    /// <summary>For refunds in this currency, ISO 4217.</summary>
    public string? Currency { get; init; }

    /// <summary>For refunds of this reason.</summary>
    public RefundReason? Reason { get; init; }

    /// <summary>For what goes there; other parts of a refund do not count.</summary>
    public RefundDestination? Destination { get; init; }
}

/// <summary>Who may approve how much for a client.</summary>
public sealed record AuthorityRules
{
    /// <summary>Days within which requests of one order, customer or card are put together where nothing else is said.</summary>
    public const int UsualSplitWindowDays = 3;

    /// <summary>The limits. Null is one: agents, a refund, <see cref="ReturnPolicy.AgentApprovalMinor"/>.</summary>
    public IReadOnlyList<AuthorityLimit>? Limits { get; init; }

    /// <summary>From this amount two people must agree, minor units of the client's currency; null is <see cref="ReturnPolicy.FourEyesFromMinor"/>.</summary>
    public long? FourEyesFromMinor { get; init; }

    /// <summary>From this amount two people beside the one who reviewed must approve, minor units of the client's currency; null never.</summary>
    public long? SecondApprovalFromMinor { get; init; }

    /// <summary>Requests of one order, customer or card this many days apart or less are measured by their sum, 0 to 90; 0 puts nothing together but one moment.</summary>
    public int SplitWindowDays { get; init; } = UsualSplitWindowDays;

    /// <summary>The rules of a policy, with what it says elsewhere filled in.</summary>
    public static AuthorityRules Of(ReturnPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var rules = policy.Authority ?? new AuthorityRules();
        return rules with
        {
            Limits = rules.Limits ?? [new AuthorityLimit(LimitPeriod.Refund, policy.AgentApprovalMinor) { Role = Role.Agent }],
            FourEyesFromMinor = rules.FourEyesFromMinor ?? policy.FourEyesFromMinor,
        };
    }

    /// <summary>Where money goes that is given back to a payment.</summary>
    public static RefundDestination DestinationOf(TenderMethod method) => method switch
    {
        TenderMethod.GiftCard => RefundDestination.GiftCard,
        TenderMethod.StoreCredit => RefundDestination.StoreCredit,
        _ => RefundDestination.Original,
    };

    /// <summary>What is wrong, by place in the rules (<c>limits[1].days</c>), with what would be valid; nothing where all is well.</summary>
    /// <param name="policysFourEyesFromMinor">What holds where the rules name no amount for four eyes.</param>
    public IEnumerable<(string Path, string Message)> Faults(long? policysFourEyesFromMinor)
    {
        var fourEyes = FourEyesFromMinor ?? policysFourEyesFromMinor;
        for (var i = 0; i < (Limits?.Count ?? 0); i++)
        {
            foreach (var (field, message) in FaultsOf(Limits![i]))
            {
                yield return ($"limits[{i}].{field}", message);
            }
        }

        if (FourEyesFromMinor < 0)
        {
            yield return ("fourEyesFromMinor", "must be zero or more");
        }

        if (SecondApprovalFromMinor < 0)
        {
            yield return ("secondApprovalFromMinor", "must be zero or more");
        }

        if (SecondApprovalFromMinor < fourEyes)
        {
            yield return ("secondApprovalFromMinor", "must not be below the amount from which two people must agree");
        }

        if (SplitWindowDays is < 0 or > 90)
        {
            yield return ("splitWindowDays", "must be 0 to 90");
        }
    }

    private static IEnumerable<(string Field, string Message)> FaultsOf(AuthorityLimit limit)
    {
        if (limit.AmountMinor < 0)
        {
            yield return ("amountMinor", "must be zero or more");
        }

        if (!Enum.IsDefined(limit.Period))
        {
            yield return ("period", $"must be one of {string.Join(", ", Enum.GetNames<LimitPeriod>())}");
        }

        if (limit.Period == LimitPeriod.Customer && limit.Days is not (>= 1 and <= 366))
        {
            yield return ("days", "must be 1 to 366 where the period is Customer");
        }

        if (limit.Period != LimitPeriod.Customer && limit.Days is not null)
        {
            yield return ("days", "is for the period Customer alone");
        }

        if (limit.Role is not (null or Role.Agent or Role.Supervisor))
        {
            yield return ("role", "must be Agent or Supervisor: nobody else approves");
        }

        if (limit.Person is { } person && (!person.Contains('@', StringComparison.Ordinal) || person.Length > 254))
        {
            yield return ("person", "must be the e-mail address of an account");
        }

        if (limit.Currency is { } code && !Finance.Currency.TryOf(code, out _))
        {
            yield return ("currency", "must be a code of ISO 4217, for example EUR");
        }

        if (limit.Reason is { } reason && !Enum.IsDefined(reason))
        {
            yield return ("reason", $"must be one of {string.Join(", ", Enum.GetNames<RefundReason>())}");
        }

        if (limit.Destination is { } destination && !Enum.IsDefined(destination))
        {
            yield return ("destination", $"must be one of {string.Join(", ", Enum.GetNames<RefundDestination>())}");
        }
    }
}
