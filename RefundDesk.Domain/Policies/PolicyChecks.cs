using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies.Law;

namespace RefundDesk.Domain.Policies;

/// <summary>What a policy must be before it is a client's version: every fault, with its field and what would be valid.</summary>
public static class PolicyChecks
{
    private const int LongestDays = 3_650;

    /// <summary>Ok, or <c>policy.field</c> with the first fault.</summary>
    public static Outcome Check(ReturnPolicy policy) => Faults(policy) is [var first, ..] ? new Refusal("policy.field", $"{first.Path}: {first.Message}") : Outcome.Ok;

    /// <summary>Every fault; none where the policy may be activated.</summary>
    public static IReadOnlyList<PolicyFault> Faults(ReturnPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return [.. Numbers(policy), .. Windows(policy), .. Lists(policy), .. Reasons(policy), .. Goods(policy), .. Law(policy), .. Authority(policy)];
    }

    private static IEnumerable<PolicyFault> Authority(ReturnPolicy policy) =>
        policy.Authority is null ? [] : policy.Authority.Faults(policy.FourEyesFromMinor).Select(fault => new PolicyFault($"authority.{fault.Path}", $"{fault.Message}."));

    private static IEnumerable<PolicyFault> Numbers(ReturnPolicy policy)
    {
        (string Path, long? Value, long Least, long Most)[] numbers =
        [
            ("version", policy.Version, 1, int.MaxValue),
            ("returnRequiredFromMinor", policy.ReturnRequiredFromMinor, 0, long.MaxValue),
            ("automaticApprovalMinor", policy.AutomaticApprovalMinor, 0, long.MaxValue),
            ("agentApprovalMinor", policy.AgentApprovalMinor, 0, long.MaxValue),
            ("fourEyesFromMinor", policy.FourEyesFromMinor, 0, long.MaxValue),
            ("returnCostMinor", policy.ReturnCostMinor, 0, long.MaxValue),
            ("standardDeliveryMinor", policy.StandardDeliveryMinor, 0, long.MaxValue),
            ("freeShippingFromMinor", policy.FreeShippingFromMinor, 1, long.MaxValue),
            ("deliveryChargeMinor", policy.DeliveryChargeMinor, 0, long.MaxValue),
            ("reviewFromRiskScore", policy.ReviewFromRiskScore, 0, 100),
            ("feeTaxBasisPoints", policy.FeeTaxBasisPoints, 0, 10_000),
            ("informationDeadlineDays", policy.InformationDeadlineDays, 1, LongestDays),
            ("returnDeadlineDays", policy.ReturnDeadlineDays, 1, LongestDays),
            ("answerWithinHours", policy.AnswerWithinHours, 1, 24 * LongestDays),
        ];
        return numbers.Where(number => number.Value < number.Least || number.Value > number.Most)
            .Select(number => new PolicyFault(number.Path, number.Most == long.MaxValue ? $"{number.Value} must be {number.Least} or more." : $"{number.Value} must be {number.Least} to {number.Most}."))
            .Concat(Enum.IsDefined(policy.TenderRule) ? [] : [new PolicyFault("tenderRule", $"must be one of {string.Join(", ", Enum.GetNames<TenderRule>())}.")]);
    }

    private static IEnumerable<PolicyFault> Windows(ReturnPolicy policy)
    {
        if (policy.Windows.Count(window => window.Conditions == 0) != 1)
        {
            yield return new PolicyFault("windows", "there must be exactly one without a condition: it holds for all others.");
        }

        for (var place = 0; place < policy.Windows.Count; place++)
        {
            var window = policy.Windows[place];
            if (window.Days is < 0 or > LongestDays)
            {
                yield return new PolicyFault($"windows[{place}].days", $"{window.Days} must be 0 to {LongestDays}.");
            }

            if (window.Season is { } season && (season.To < season.From || season.Until < season.To))
            {
                yield return new PolicyFault($"windows[{place}].season", "from, to and until must follow each other.");
            }

            for (var other = 0; other < place; other++)
            {
                if (Contradict(policy, policy.Windows[other], window))
                {
                    yield return new PolicyFault($"windows[{place}]", $"an order can fit this window and windows[{other}] alike, and neither says more than the other: add one with the conditions of both, or change one.");
                }
            }
        }
    }

    /// <summary>Two windows contradict each other where both can fit one line with equally many conditions, and no third decides between them.</summary>
    private static bool Contradict(ReturnPolicy policy, ReturnWindow one, ReturnWindow other)
    {
        if (one.Conditions != other.Conditions || !CanBeSame(one.Category, other.Category) || !CanBeSame(one.CustomerGroup, other.CustomerGroup) || !CanBeSame(one.Country, other.Country)
            || (one.Season is { } a && other.Season is { } b && (a.To < b.From || b.To < a.From)))
        {
            return false;
        }

        return one.Conditions == 0 || !policy.Windows.Any(third => third.Conditions > one.Conditions
            && Is(third.Category, one.Category ?? other.Category) && Is(third.CustomerGroup, one.CustomerGroup ?? other.CustomerGroup)
            && Is(third.Country, one.Country ?? other.Country) && (third.Season is null) == (one.Season is null && other.Season is null));
    }

    private static bool CanBeSame(string? one, string? other) => one is null || other is null || Is(one, other);

    private static bool Is(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<PolicyFault> Lists(ReturnPolicy policy) =>
    [
        .. Twice("finalSaleCategories", policy.FinalSaleCategories, category => category.ToUpperInvariant()),
        .. Twice("acceptedConditions", policy.AcceptedConditions, condition => condition),
        .. Twice("restockingFees", policy.RestockingFees, fee => fee.Condition),
        .. Twice("reductions", policy.Reductions, reduction => (reduction.Condition, reduction.Stage)),
        .. Twice("reasons", policy.Reasons, rule => rule.Reason),
        .. Twice("countries", policy.Countries, country => country.ToUpperInvariant()),
        .. Twice("withdrawalExemptions", policy.WithdrawalExemptions, exemption => exemption.Category.ToUpperInvariant()),
        .. Each("restockingFees", policy.RestockingFees, fee => fee.BasisPoints is < 0 or > 10_000 ? "basisPoints: must be 0 to 100 percent (10,000 basis points)." : null),
        .. Each("reductions", policy.Reductions, reduction => reduction.BasisPoints is < 0 or > 10_000 ? "basisPoints: must be 0 to 100 percent (10,000 basis points)." : null),
        .. Each("exclusions", policy.Exclusions, exclusion => exclusion.Category is null == exclusion.Sku is null ? "must name a category or a sku, and not both." : exclusion.Why.Trim().Length is < 3 or > 200 ? "why: must say why in 3 to 200 characters." : null),
        .. Each("evidence", policy.Evidence, rule => rule.FromMinor < 0 ? "fromMinor: must be 0 or more." : rule.Wants.Count + rule.Questions.Count == 0 ? "must want something or ask something." : rule.Questions.Any(question => question.Trim().Length is < 3 or > 300) ? "questions: 3 to 300 characters each." : null),
        .. Twice("breaker", policy.Breaker, limit => limit.Rule),
        .. Each("breaker", policy.Breaker, BreakerFault),
        .. Each("countries", policy.Countries, country => country.Length == 2 && country.All(char.IsAsciiLetterUpper) ? null : "must be two capital letters (ISO 3166)."),
    ];

    private static string? BreakerFault(BreakerLimit limit) =>
        limit.Rule.Length is < 1 or > 40 ? $"rule: must be {BreakerLimit.Approve}, {BreakerLimit.Refuse} or the code of a rule that refuses."
        : limit.CountAnHour is null && limit.AmountAnHourMinor is null ? "must limit countAnHour, amountAnHourMinor or both."
        : limit.CountAnHour < 1 ? "countAnHour: must be 1 or more."
        : limit.AmountAnHourMinor < 1 ? "amountAnHourMinor: must be 1 or more."
        : null;

    private static IEnumerable<PolicyFault> Reasons(ReturnPolicy policy) =>
        Enum.GetValues<RefundReason>().Where(reason => policy.Reasons.All(rule => rule.Reason != reason))
            .Select(reason => new PolicyFault("reasons", $"{reason} has no rule."))
            .Concat(Each("reasons", policy.Reasons, rule => rule.AutomaticApprovalMinor < 0 ? "automaticApprovalMinor: must be 0 or more."
                : rule.Reason.IsRetailersFault() && rule.Basis != LegalBasis.Warranty ? $"basis: {rule.Reason} is the retailer's fault, so it must be Warranty." : null));

    /// <summary>Extras, delivery, sets, gifts and promotions.</summary>
    private static IEnumerable<PolicyFault> Goods(ReturnPolicy policy)
    {
        (string Path, bool IsKnown, string[] Names)[] choices =
        [
            ("sets", Enum.IsDefined(policy.Sets), Enum.GetNames<SetRule>()),
            ("freeGifts", Enum.IsDefined(policy.FreeGifts), Enum.GetNames<GiftRule>()),
            ("promotions", Enum.IsDefined(policy.Promotions), Enum.GetNames<PromotionRule>()),
        ];
        return
        [
            .. choices.Where(choice => !choice.IsKnown).Select(choice => new PolicyFault(choice.Path, $"must be one of {string.Join(", ", choice.Names)}.")),
            .. Twice("extras", policy.Extras, rule => rule.Kind),
            .. Each("extras", policy.Extras, rule => rule.Kind is OrderLineKind.Goods or OrderLineKind.Shipping || !Enum.IsDefined(rule.Kind) ? $"kind: must be one of {string.Join(", ", Enum.GetValues<OrderLineKind>().Where(kind => kind is not (OrderLineKind.Goods or OrderLineKind.Shipping)))}; goods and delivery have rules of their own."
                : !Enum.IsDefined(rule.When) ? $"when: must be one of {string.Join(", ", Enum.GetNames<ExtraWhen>())}." : null),
            .. policy is { FreeShippingFromMinor: not null, DeliveryChargeMinor: 0 } ? [new PolicyFault("deliveryChargeMinor", "0 must be 1 or more where freeShippingFromMinor is given: it is what delivery costs below that.")] : Array.Empty<PolicyFault>(),
            .. policy is { FreeShippingFromMinor: null, DeliveryChargeMinor: > 0 } ? [new PolicyFault("freeShippingFromMinor", "must be given where deliveryChargeMinor is: it says from where on delivery is free.")] : Array.Empty<PolicyFault>(),
        ];
    }

    /// <summary>A policy may give more than the law of the countries it names, never less.</summary>
    private static IEnumerable<PolicyFault> Law(ReturnPolicy policy)
    {
        foreach (var country in policy.IsDistanceSelling ? policy.Countries : [])
        {
            if (StatutoryFloors.Of(country) is not { } floor)
            {
                continue;
            }

            for (var place = 0; place < policy.Windows.Count; place++)
            {
                var window = policy.Windows[place];
                var isFor = (window.Country is null || Is(window.Country, country)) && !(window.Category is { } category && policy.ExemptionOf(category) is not null)
                    && !(window.CustomerGroup is { } group && policy.BusinessGroups.Contains(group, StringComparer.OrdinalIgnoreCase));
                if (isFor && window.Days < floor.WithdrawalDays)
                {
                    yield return new PolicyFault($"windows[{place}].days", $"{window.Days} is less than the {floor.WithdrawalDays} days the law gives in {country} ({floor.WithdrawalSource}).");
                }
            }

            foreach (var category in policy.FinalSaleCategories.Where(category => policy.ExemptionOf(category) is null))
            {
                yield return new PolicyFault("finalSaleCategories", $"'{category}' cannot be final in {country}: the law gives {floor.WithdrawalDays} days ({floor.WithdrawalSource}); name its ground in withdrawalExemptions, if it has one.");
            }

            for (var place = 0; place < policy.Extras.Count && floor.RefundsDelivery; place++)
            {
                if (policy.Extras[place] is { When: ExtraWhen.Never or ExtraWhen.RetailersFault } kept && !ExtraRule.IsBesideTheContract(kept.Kind))
                {
                    yield return new PolicyFault($"extras[{place}].when", $"{kept.Kind} cannot be kept in {country}: a withdrawal from the whole order gives back every payment for it ({floor.WithdrawalSource}); WholeOrder, WithGoods and Always do.");
                }
            }

            for (var place = 0; place < policy.Reasons.Count; place++)
            {
                var rule = policy.Reasons[place];
                if (rule.IsAccepted || rule.Basis == LegalBasis.Goodwill)
                {
                    continue;
                }

                yield return new PolicyFault($"reasons[{place}].isAccepted", $"{rule.Reason} cannot be refused in {country}: it rests on a right ({(rule.Basis == LegalBasis.Withdrawal ? floor.WithdrawalSource : floor.WarrantySource)}).");
            }
        }
    }

    private static IEnumerable<PolicyFault> Twice<T, TKey>(string path, IReadOnlyList<T> items, Func<T, TKey> key) =>
        items.GroupBy(key).Where(group => group.Count() > 1).Select(group => new PolicyFault(path, $"{group.Key} is there twice."));

    private static IEnumerable<PolicyFault> Each<T>(string path, IReadOnlyList<T> items, Func<T, string?> fault) =>
        items.Select((item, place) => (Text: fault(item), Place: place)).Where(one => one.Text is not null).Select(one => At($"{path}[{one.Place}]", one.Text!));

    /// <summary>A fault that begins with the name of a field is that field's: <c>why: must say why</c>.</summary>
    private static PolicyFault At(string item, string text)
    {
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && text[..colon].All(char.IsAsciiLetter) ? new PolicyFault($"{item}.{text[..colon]}", text[(colon + 2)..]) : new PolicyFault(item, text);
    }
}
