using System.Globalization;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Domain.Policies.Law;

/// <summary>What the law says about a line.</summary>
/// <param name="Findings">What it found; none where no law is known.</param>
/// <param name="Overrules">Whether it stands against a refusal of the policy.</param>
/// <param name="IsWithdrawal">Whether the customer withdraws by right: no fee then.</param>
/// <param name="Claim">The right in a sentence, where the line may not be refused.</param>
internal sealed record LineRight(IReadOnlyList<Finding> Findings, bool Overrules, bool IsWithdrawal, string? Claim)
{
    public static LineRight None { get; } = new([], false, false, null);
}

/// <summary>Measures a line by the statutory floor of the order's country.</summary>
internal static class RightsOf
{
    /// <summary>The right a line has.</summary>
    /// <param name="policy">For what the client is: selling at a distance, exemptions, business customers.</param>
    /// <param name="facts">Country and dates.</param>
    /// <param name="line">The line.</param>
    /// <param name="zone">In which days are counted.</param>
    /// <param name="isRefused">Whether the policy refuses it.</param>
    public static LineRight Line(ReturnPolicy policy, PolicyFacts facts, PolicyLine line, TimeZoneInfo zone, bool isRefused)
    {
        if (StatutoryFloors.Of(facts.Country) is not { } floor || policy.RuleOf(line.Reason).Basis == LegalBasis.Goodwill)
        {
            return LineRight.None;
        }

        var asked = WindowClock.LocalDate(facts.AskedAt, zone);
        var delivered = facts.DeliveredAt is { } at ? WindowClock.LocalDate(at, zone) : (DateOnly?)null;
        return line.Reason.IsRetailersFault() ? Warranty(floor, line, asked, delivered, isRefused) : Withdrawal(floor, policy, facts, line, asked, delivered, isRefused);
    }

    private static LineRight Withdrawal(StatutoryFloor floor, ReturnPolicy policy, PolicyFacts facts, PolicyLine line, DateOnly asked, DateOnly? delivered, bool isRefused)
    {
        if (!policy.IsDistanceSelling)
        {
            return LineRight.None;
        }

        if (facts.CustomerGroup is { } group && policy.BusinessGroups.Contains(group, StringComparer.OrdinalIgnoreCase))
        {
            return Without(line, "a business buyer has no right of withdrawal");
        }

        if (line.Kind != OrderLineKind.Goods)
        {
            return !isRefused || !floor.RefundsDelivery || !facts.IsWholeOrder || !IsOpen(floor, asked, delivered) ? LineRight.None
                : line.Kind == OrderLineKind.Shipping ? With(line, $"delivery goes back with a withdrawal from the whole order ({floor.WithdrawalSource})", string.Empty, isRefused)
                : policy.WhenOf(line.Kind) is not null && !ExtraRule.IsBesideTheContract(line.Kind) ? With(line, $"a withdrawal from the whole order gives back every payment for it ({floor.WithdrawalSource})", string.Empty, isRefused)
                : LineRight.None;
        }

        if (policy.ExemptionOf(line.Category) is { } ground && (ground is not (ExemptionGround.UnsealedHygiene or ExemptionGround.UnsealedMedia) || line.Condition != GoodsCondition.Unopened))
        {
            return Without(line, $"no right of withdrawal: {Words.Of(ground)}");
        }

        var last = delivered is { } day ? floor.LastDayOfWithdrawal(day) : (DateOnly?)null;
        var used = string.Create(CultureInfo.InvariantCulture, $"country={facts.Country}, delivered={delivered:yyyy-MM-dd}, days={floor.WithdrawalDays}, last={last:yyyy-MM-dd}");
        return !IsOpen(floor, asked, delivered) ? Without(line, $"the right of withdrawal ended {Words.Day(last!.Value)}", used)
            : last is null ? With(line, $"right of withdrawal, {Words.Days(floor.WithdrawalDays)} from a delivery that is not known ({floor.WithdrawalSource})", used, isRefused)
            : With(line, $"right of withdrawal until {Words.Day(last.Value)} ({floor.WithdrawalSource})", used, isRefused);
    }

    private static LineRight Warranty(StatutoryFloor floor, PolicyLine line, DateOnly asked, DateOnly? delivered, bool isRefused)
    {
        if (floor.WarrantyMonths == 0 || line.Reason == RefundReason.NotReceived || line.Kind != OrderLineKind.Goods)
        {
            return LineRight.None;
        }

        var last = delivered is { } day ? floor.LastDayOfWarranty(day) : null;
        if (last < asked)
        {
            return Without(line, $"the time for faults ended {Words.Day(last.Value)}");
        }

        var text = last is null ? $"faults bind for {floor.WarrantyMonths} months from a delivery that is not known ({floor.WarrantySource})" : $"faults bind until {Words.Day(last.Value)} ({floor.WarrantySource})";
        return new LineRight([Finding(line, isRefused ? FindingResult.Doubtful : FindingResult.Passed, text, string.Empty)], isRefused, false, Claim(line, text));
    }

    private static bool IsOpen(StatutoryFloor floor, DateOnly asked, DateOnly? delivered) => delivered is not { } day || asked <= floor.LastDayOfWithdrawal(day);

    private static LineRight With(PolicyLine line, string text, string used, bool isRefused) => new(
        [Finding(line, FindingResult.Passed, isRefused ? $"the refusal does not hold: {text}" : text, used)], isRefused, true, Claim(line, text));

    private static LineRight Without(PolicyLine line, string text, string used = "") => new([Finding(line, FindingResult.NotApplicable, text, used)], false, false, null);

    private static string Claim(PolicyLine line, string text) => $"{line.Description}: {text}";

    private static Finding Finding(PolicyLine line, FindingResult result, string text, string used) => new("statutory", "law", result, Claim(line, text), line.LineNumber) { Used = used };
}
