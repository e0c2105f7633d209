using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Domain.Refunds.Approving;

/// <summary>What an approval comes to.</summary>
public enum ApprovalStep
{
    /// <summary>The case is approved.</summary>
    Approves,

    /// <summary>The case goes on to a second person.</summary>
    SendsToApproval,

    /// <summary>It is the first of two approvals; another supervisor gives the second.</summary>
    GivesFirst,
}

/// <summary>Who may approve what: the maker is never the checker.</summary>
public static class ApprovalRules
{
    /// <summary>Says what an approval by this person comes to.</summary>
    /// <returns>
    /// The step, or <c>refund.needs-person</c>, <c>refund.own-purchase</c>, <c>refund.needs-supervisor</c>, <c>refund.four-eyes</c>, <c>refund.second-approver</c>, <c>refund.above-limit</c>.
    /// </returns>
    public static Outcome<ApprovalStep> Check(RefundCase refund, Actor by, Authority authority)
    {
        ArgumentNullException.ThrowIfNull(refund);
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(authority);
        if (by.Id is not { } person)
        {
            return RefundRefusals.NeedsPerson;
        }

        if (refund.IsOwnPurchaseOf(by) || IsLendersPurchase(refund, authority))
        {
            return RefundRefusals.OwnPurchase;
        }

        if (refund.Status != RefundStatus.AwaitingApproval)
        {
            return WhySecond(refund, by, authority, Plain).Count > 0 ? ApprovalStep.SendsToApproval : ApprovalStep.Approves;
        }

        if (!authority.MayApproveWaiting)
        {
            return RefundRefusals.NeedsSupervisor;
        }

        if (refund.IsMaker(person) || (authority.For is { } lender && refund.IsMaker(lender.Id)))
        {
            return RefundRefusals.FourEyes;
        }

        if (refund.HasApproved(person) || (authority.For is { } other && refund.HasApproved(other.Id)))
        {
            return RefundRefusals.SecondApprover;
        }

        if (LimitsPassed(refund, authority, Plain) is [var first, ..])
        {
            return RefundRefusals.AboveLimit(first);
        }

        return WantsSecondApproval(refund, authority) && refund.FirstApprovedById is null ? ApprovalStep.GivesFirst : ApprovalStep.Approves;
    }

    /// <summary>Of several authorities a person has, own and lent, the one that leads furthest; the own one where none leads further.</summary>
    public static Authority Best(RefundCase refund, Actor by, IReadOnlyList<Authority> authorities)
    {
        ArgumentNullException.ThrowIfNull(authorities);
        return authorities.MaxBy(authority => Check(refund, by, authority) switch
        {
            { Refusal: { } refusal } => refusal == RefundRefusals.NeedsSupervisor ? 0 : 1,
            { Value: ApprovalStep.SendsToApproval } => 2,
            { Value: ApprovalStep.GivesFirst } => 3,
            _ => 4,
        })!;
    }

    /// <summary>Why a review alone is not enough, a sentence each; nothing where it is.</summary>
    /// <param name="refund">The case.</param>
    /// <param name="by">Who reviews.</param>
    /// <param name="authority">By whose authority.</param>
    /// <param name="money">How amounts are written.</param>
    public static IReadOnlyList<string> WhySecond(RefundCase refund, Actor by, Authority authority, Func<Money, string> money)
    {
        ArgumentNullException.ThrowIfNull(refund);
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(money);
        var why = new List<string>();
        if (by.Id is { } person && (person == refund.CreatedById || refund.HasChanged(person)))
        {
            why.Add(person == refund.CreatedById ? "You put this request in" : "You changed this case");
        }
        else if (authority.For is { } lender && (lender.Id == refund.CreatedById || refund.HasChanged(lender.Id)))
        {
            why.Add($"{lender.Name}, whose deputy you are, made this case");
        }

        if (by.Self?.HasNameOf(refund.CustomerName) == true)
        {
            why.Add("You have the customer's name");
        }
        else if (authority.For is { Self: { } self } namesake && self.HasNameOf(refund.CustomerName))
        {
            why.Add($"{namesake.Name}, whose deputy you are, has the customer's name");
        }

        why.AddRange(LimitsPassed(refund, authority, money));
        if (From(refund, authority, authority.FourEyesFrom) is { } from)
        {
            why.Add($"From {money(from)} on two people must agree{TogetherWith(refund, authority, from, money)}");
        }
        else if (From(refund, authority, authority.SecondApprovalFrom) is { } second)
        {
            why.Add($"From {money(second)} on two supervisors must approve{TogetherWith(refund, authority, second, money)}");
        }

        return why;
    }

    /// <summary>True where the authority was lent by the customer: it does not reach to this case.</summary>
    public static bool IsLendersPurchase(RefundCase refund, Authority authority)
    {
        ArgumentNullException.ThrowIfNull(refund);
        ArgumentNullException.ThrowIfNull(authority);
        return authority.For?.Self?.IsCustomer(refund.CustomerEmail) == true;
    }

    /// <summary>True where two approvals are wanted beside the review.</summary>
    public static bool WantsSecondApproval(RefundCase refund, Authority authority)
    {
        ArgumentNullException.ThrowIfNull(refund);
        ArgumentNullException.ThrowIfNull(authority);
        return From(refund, authority, authority.SecondApprovalFrom) is not null;
    }

    /// <summary>True where the case stays under what it is measured by, and only the requests beside it take it above.</summary>
    public static bool IsSplit(RefundCase refund, Authority authority)
    {
        ArgumentNullException.ThrowIfNull(refund);
        ArgumentNullException.ThrowIfNull(authority);
        var alone = authority with { Nearby = NearbyCases.None };
        return authority.Nearby.Cases.Count > 0
            && (authority.Limits.Any(limit => limit.Rule.Period == LimitPeriod.Refund && limit.IsPassed && limit.Most.Currency == refund.Currency && refund.Proposed <= limit.Most)
                || (IsAbove(Measured(refund, authority), authority.Limit) && !IsAbove(refund.Proposed, authority.Limit))
                || (From(refund, authority, authority.FourEyesFrom) is not null && From(refund, alone, authority.FourEyesFrom) is null)
                || (WantsSecondApproval(refund, authority) && !WantsSecondApproval(refund, alone)));
    }

    private static List<string> LimitsPassed(RefundCase refund, Authority authority, Func<Money, string> money)
    {
        var passed = new List<string>();
        if (authority.HasNone)
        {
            passed.Add("No limit is set for you");
        }

        if (IsAbove(Measured(refund, authority), authority.Limit))
        {
            passed.Add($"Above {Whose(authority)} limit of {money(authority.Limit!)}{TogetherWith(refund, authority, authority.Limit!, money)}");
        }

        passed.AddRange(authority.Limits.Where(limit => limit.IsPassed).Select(limit => Sentence(limit, refund, authority, money)));
        return passed;
    }

    private static string Sentence(LimitInForce limit, RefundCase refund, Authority authority, Func<Money, string> money)
    {
        var about = (limit.Rule.Reason is { } reason ? $" for {Words.Of(reason)}" : string.Empty)
            + (limit.Rule.Destination switch { RefundDestination.GiftCard => " to gift cards", RefundDestination.StoreCredit => " to store credit", RefundDestination.Original => " to the original payment", _ => string.Empty });
        return limit.Rule.Period switch
        {
            LimitPeriod.Day => $"Above {Whose(authority)} limit of {money(limit.Most)} a day{about}: {money(limit.Used)} approved today, {money(limit.Adds)} now",
            LimitPeriod.Customer => $"Above the limit of {money(limit.Most)} for one customer in {limit.Rule.Days} days{about}: {money(limit.Used)} approved, {money(limit.Adds)} now",
            _ => $"Above {Whose(authority)} limit of {money(limit.Most)}{about}{TogetherWith(refund, authority, limit.Most, money)}",
        };
    }

    private static string Whose(Authority authority) => authority.For is { } lender ? $"{lender.Name}'s" : "your";

    /// <summary>Said only where the requests beside it are what takes it above.</summary>
    private static string TogetherWith(RefundCase refund, Authority authority, Money limit, Func<Money, string> money) =>
        authority.Nearby.Cases.Count > 0 && limit.Currency == refund.Currency && refund.Proposed <= limit && Measured(refund, authority) is var sum && sum > refund.Proposed
            ? $": with {authority.Nearby.Numbers}, within {authority.Nearby.WindowDays} days, it is {money(sum)}"
            : string.Empty;

    private static Money Measured(RefundCase refund, Authority authority) => authority.Nearby.With(refund.Proposed);

    private static Money? From(RefundCase refund, Authority authority, Money? from) =>
        from is not null && Measured(refund, authority) is var amount && (from.Currency != amount.Currency || amount >= from) ? from : null;

    private static bool IsAbove(Money amount, Money? limit) => limit is not null && (limit.Currency != amount.Currency || amount > limit);

    private static string Plain(Money amount) => amount.ToString();
}
