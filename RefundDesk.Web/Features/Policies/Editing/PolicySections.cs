using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Policies.Editing;

/// <summary>A section of the editor.</summary>
/// <param name="Key">Its name in the address.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Fields">The fields of the document it holds.</param>
public sealed record PolicySection(string Key, string Title, IReadOnlyList<string> Fields);

/// <summary>The sections of the editor, in their order. Together they hold every field but the number and the date, which the desk sets.</summary>
public static class PolicySections
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PolicySection> All { get; } =
    [
        new("windows", "Return windows", ["windows"]),
        new("goods", "Goods", ["finalSaleCategories", "exclusions", "acceptedConditions", "sets", "freeGifts", "promotions"]),
        new("reasons", "Reasons", ["reasons"]),
        new("evidence", "Evidence", ["evidence"]),
        new("money", "What goes back", ["restockingFees", "reductions", "feeTaxBasisPoints", "returnRequiredFromMinor", "tenderRule"]),
        new("delivery", "Delivery, extras", ["refundShippingOnFullReturn", "refundShippingOnPartReturn", "refundExpressSurplus", "standardDeliveryMinor", "returnCostMinor", "freeShippingFromMinor", "deliveryChargeMinor", "extras"]),
        new("law", "Law", ["countries", "isDistanceSelling", "businessGroups", "withdrawalExemptions"]),
        new("decisions", "Who decides", ["automaticApprovalMinor", "agentApprovalMinor", "fourEyesFromMinor", "reviewFromRiskScore", "refuseAutomatically", "informationDeadlineDays", "returnDeadlineDays", "answerWithinHours"]),
        new("authority", "Authority", ["authority"]),
        new("breaker", "Stopping itself", ["breaker"]),
    ];

    /// <summary>The section that a fault is in; null for one of the whole text.</summary>
    public static PolicySection? Of(PolicyFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var end = fault.Path.IndexOfAny(['.', '[']);
        var field = end < 0 ? fault.Path : fault.Path[..end];
        return All.FirstOrDefault(section => section.Fields.Contains(field, StringComparer.OrdinalIgnoreCase));
    }
}
