using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Policies;

/// <summary>Facts a policy is asked about: bought on 1 March, delivered on the 4th, asked on the 10th, in Berlin.</summary>
internal static class PolicyQuestion
{
    public static PolicyLine Jacket { get; } = new(
        1, OrderLineKind.Goods, "Jacket", "clothing", 1, 120_00, false, RefundReason.ChangedMind, GoodsCondition.Opened);

    public static PolicyLine Delivery { get; } = new(
        2, OrderLineKind.Shipping, "Delivery", "delivery", 1, 5_00, false, RefundReason.ChangedMind, GoodsCondition.Unopened);

    public static PolicyFacts Facts(params PolicyLine[] lines) => new(
        "O-7", "EUR", Instant("2026-03-01 09:00"), Instant("2026-03-02 09:00"), Instant("2026-03-04 09:00"), Instant("2026-03-10 12:00"),
        "Europe/Berlin", lines, IsWholeOrder: false, RefundableMinor: 500_00, GoodsInspected: false);

    public static PolicyEvaluation Ask(this ReturnPolicy policy, PolicyFacts facts) => PolicyRules.Evaluate(PoliciesInForce.Only(policy), "EUR", facts);

    public static PolicyEvaluation Ask(this ReturnPolicy policy, params PolicyLine[] lines) => policy.Ask(Facts(lines));

    /// <summary>The one finding of a rule.</summary>
    public static Finding Of(this PolicyEvaluation evaluation, string rule, int? line = null) =>
        Assert.Single(evaluation.Findings, finding => finding.Rule == rule && (line is null || finding.LineNumber == line));
}
