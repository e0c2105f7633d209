using System.Globalization;

namespace RefundDesk.Domain.Policies;

/// <summary>Goods that were sold as a set: a part that comes back without the others.</summary>
internal static class SetRules
{
    /// <summary>The finding, where the line is of a set and its goods come back.</summary>
    public static IEnumerable<Finding> Look(ReturnPolicy policy, PolicyFacts facts, PolicyLine line)
    {
        if (facts.Purchase?.Line(line.LineNumber) is not { Terms.SetKey: { } key } own || policy.RuleOf(line.Reason).Basis == LegalBasis.Goodwill)
        {
            return [];
        }

        // Of each line the same share comes back, or a part is missing: with 2 of 2 bodies and 1 of 2 lenses it is one set and a body.
        var missing = facts.Purchase.Lines.Where(other => other.Terms?.SetKey == key && Back(other) * own.Quantity < Back(own) * other.Quantity).Select(other => other.Description).ToArray();
        var used = string.Create(CultureInfo.InvariantCulture, $"set={key}, back={Back(own)} of {own.Quantity}, missing={missing.Length}");
        if (missing.Length == 0)
        {
            return [Of(line, FindingResult.Passed, "comes back with its whole set", used)];
        }

        var without = $"comes back without {string.Join(", ", missing)} of its set";
        return
        [
            policy.Sets == SetRule.Parts ? Of(line, FindingResult.NotApplicable, $"{without}; each part may", used)
                : line.Reason.IsRetailersFault() ? Of(line, FindingResult.Passed, $"{without}, which does not matter when the part is at fault", used)
                : policy.Sets == SetRule.Review ? Of(line, FindingResult.Doubtful, $"{without}: a person decides", used)
                : Of(line, FindingResult.Failed, without, used),
        ];
    }

    private static long Back(PurchaseLine line) => line.Quantity - line.KeptQuantity;

    private static Finding Of(PolicyLine line, FindingResult result, string text, string used) =>
        new("set", "§13", result, $"{line.Description}: {text}", line.LineNumber) { Used = used };
}
