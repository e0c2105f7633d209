using FsCheck.Xunit;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Policies.Law;
using static RefundDesk.Domain.Policies.FindingResult;
using static RefundDesk.Tests.Domain.Policies.PolicyQuestion;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Policies.Law;

/// <summary>A policy may give more than the law, never less. Delivered on Wednesday 4 March 2026 in Berlin, where nothing else is said.</summary>
public sealed class StatutoryFloorTests
{
    private static ReturnPolicy Strict { get; } = APolicy() with { Windows = [new ReturnWindow(null, 7, WindowAnchor.Delivery)], FinalSaleCategories = ["outlet"], AcceptedConditions = [GoodsCondition.Unopened] };

    [Theory]
    [InlineData("2024", 3, 31)]
    [InlineData("2000", 4, 23)]
    [InlineData("2026", 4, 5)]
    [InlineData("2027", 3, 28)]
    [InlineData("2038", 4, 25)]
    [InlineData("2285", 3, 22)]
    public void Easter_is_where_the_calendar_has_it(string year, int month, int day) =>
        Assert.Equal(new DateOnly(int.Parse(year, System.Globalization.CultureInfo.InvariantCulture), month, day), PublicHolidays.EasterSunday(int.Parse(year, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("DE")]
    [InlineData("Germany")]
    [InlineData("gb")]
    [InlineData("United Kingdom")]
    [InlineData("Brazil")]
    public void A_country_is_known_by_its_code_and_by_its_name(string country) => Assert.NotNull(StatutoryFloors.Of(country));

    [Theory]
    [InlineData(null)]
    [InlineData("US")]
    [InlineData("Atlantis")]
    public void Where_no_law_is_known_nothing_is_claimed(string? country)
    {
        var evaluation = Strict.Ask(Asked("2026-03-15 12:00", country));

        Assert.DoesNotContain(evaluation.Findings, finding => finding.Rule == "statutory");
        Assert.Null(evaluation.LegalClaim);
        Assert.Equal(0, evaluation.PayableMinor);
    }

    [Theory]
    [InlineData("2026-03-18 22:59", Passed)] // The 14th day, 23:59 in Berlin.
    [InlineData("2026-03-18 23:00", NotApplicable)]
    public void A_withdrawal_stands_against_a_refusal_until_the_last_second_of_the_14th_day(string asked, FindingResult result)
    {
        var evaluation = Strict.Ask(Asked(asked, "DE"));

        Assert.Equal(result, evaluation.Of("statutory").Result);
        Assert.Equal(result == Passed ? Overruled : Failed, evaluation.Of("window").Result);
        Assert.Equal(result == Passed ? 120_00 : 0, evaluation.PayableMinor);
        Assert.Equal(result == Passed, evaluation.LegalClaim is not null);
    }

    [Theory]
    [InlineData("2026-03-07 12:00", "2026-03-23", "DE")] // Saturday 21 March moves to Monday.
    [InlineData("2026-03-08 12:00", "2026-03-23", "DE")] // Sunday 22 March too.
    [InlineData("2026-03-22 12:00", "2026-04-07", "DE")] // Easter Sunday moves past Easter Monday.
    [InlineData("2026-12-11 12:00", "2026-12-28", "DE")] // 25 December is a Friday; 26 and 27 are no working days.
    [InlineData("2026-03-07 12:00", "2026-03-21", "GB")] // British law has no such rule.
    public void A_last_day_that_is_no_working_day_moves_in_the_Union(string delivered, string last, string country) => Assert.Equal(
        DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture),
        StatutoryFloors.Of(country)!.LastDayOfWithdrawal(WindowClock.LocalDate(Instant(delivered), TimeZoneInfo.Utc)));

    [Fact]
    public void Brazil_gives_seven_days_over_any_final_sale()
    {
        var line = Jacket with { IsFinalSale = true };

        Assert.Equal(120_00, Strict.Ask(Asked("2026-03-11 12:00", "BR", line)).PayableMinor);
        Assert.Equal(0, Strict.Ask(Asked("2026-03-12 12:00", "BR", line)).PayableMinor);
    }

    [Fact]
    public void Without_a_delivery_date_the_customer_is_believed() =>
        Assert.Equal(120_00, Strict.Ask(Asked("2026-09-01 12:00", "DE") with { DeliveredAt = null }).PayableMinor);

    [Fact]
    public void What_is_made_to_order_may_be_final()
    {
        var policy = Strict with { WithdrawalExemptions = [new WithdrawalExemption("outlet", ExemptionGround.MadeToOrder)] };
        var evaluation = policy.Ask(Asked("2026-03-10 12:00", "DE", Jacket with { Category = "outlet" }));

        Assert.Equal(0, evaluation.PayableMinor);
        Assert.Equal("Jacket: no right of withdrawal: made to order", evaluation.Of("statutory").Text);
    }

    [Theory]
    [InlineData(GoodsCondition.Unopened, true)]
    [InlineData(GoodsCondition.Opened, false)]
    public void Hygiene_goods_are_exempt_only_once_unsealed(GoodsCondition condition, bool hasRight)
    {
        var policy = Strict with { FinalSaleCategories = ["care"], WithdrawalExemptions = [new WithdrawalExemption("care", ExemptionGround.UnsealedHygiene)] };

        Assert.Equal(hasRight, policy.Ask(Asked("2026-03-10 12:00", "DE", Jacket with { Category = "care", Condition = condition })).LegalClaim is not null);
    }

    [Fact]
    public void A_business_buyer_and_a_shop_one_walks_into_have_no_right_of_withdrawal()
    {
        Assert.Equal(0, (Strict with { BusinessGroups = ["trade"] }).Ask(Asked("2026-03-15 12:00", "DE") with { CustomerGroup = "Trade" }).PayableMinor);
        Assert.Equal(0, (Strict with { IsDistanceSelling = false }).Ask(Asked("2026-03-15 12:00", "DE")).PayableMinor);
    }

    [Fact]
    public void A_withdrawal_pays_no_restocking_fee_but_what_an_inspection_finds_lost()
    {
        var policy = APolicy() with { RestockingFees = [new(GoodsCondition.Used, 1_000)], Reductions = [new(GoodsCondition.Used, ReductionStage.Announced, 2_000), new(GoodsCondition.Used, ReductionStage.Received, 3_000)] };
        var used = Asked("2026-03-10 12:00", "DE", Jacket with { Condition = GoodsCondition.Used });

        Assert.Equal(120_00, policy.Ask(used).PayableMinor);
        Assert.Equal(Overruled, policy.Ask(used).Of("restocking-fee").Result);
        Assert.Equal(84_00, policy.Ask(used with { GoodsInspected = true }).PayableMinor);
        Assert.Equal(84_00, policy.Ask(used with { Country = "US" }).PayableMinor); // 10 % and 20 %.
    }

    [Fact]
    public void Standard_delivery_goes_back_with_a_withdrawal_from_the_whole_order()
    {
        var policy = APolicy() with { RefundShippingOnFullReturn = false };
        var whole = Asked("2026-03-10 12:00", "DE", Jacket, Delivery) with { IsWholeOrder = true };

        Assert.Equal(125_00, policy.Ask(whole).PayableMinor);
        Assert.Equal(120_00, policy.Ask(whole with { IsWholeOrder = false }).PayableMinor);
        Assert.Equal(120_00, policy.Ask(whole with { AskedAt = Instant("2026-03-25 12:00") }).PayableMinor);
    }

    [Theory]
    [InlineData("DE", "2028-03-04 12:00", true)]
    [InlineData("DE", "2028-03-05 12:00", false)]
    [InlineData("GB", "2032-03-04 12:00", true)]
    public void Faults_bind_for_the_time_the_law_says_and_a_person_looks(string country, string asked, bool binds)
    {
        var excluded = APolicy() with { Exclusions = [new Exclusion("clothing", null, "worn on the skin")], Reasons = [.. ReasonRule.Standard.Select(rule => rule.Reason == RefundReason.Defective ? rule with { IsAccepted = false } : rule)] };
        var evaluation = excluded.Ask(Asked(asked, country, Jacket with { Reason = RefundReason.Defective }));

        Assert.Equal(binds ? Overruled : Failed, evaluation.Of("reason").Result);
        Assert.Equal(binds ? Doubtful : NotApplicable, evaluation.Of("statutory").Result);
        Assert.Equal(binds, evaluation.LegalClaim is not null);
    }

    [Property]
    public void No_policy_gives_less_than_the_law(int days, bool finalSale, bool accepted, byte fee, int after)
    {
        var policy = APolicy() with
        {
            Windows = [new ReturnWindow(null, Math.Abs(days % 60), (WindowAnchor)Math.Abs(days % 3))],
            AcceptedConditions = accepted ? [GoodsCondition.Opened] : [],
            RestockingFees = [new(GoodsCondition.Opened, fee * 39)],
            Exclusions = finalSale ? [new Exclusion("clothing", null, "never")] : [],
        };

        var evaluation = policy.Ask(Asked("2026-03-04 12:00", "DE", Jacket with { IsFinalSale = finalSale }) with { AskedAt = Instant("2026-03-04 12:00").AddDays(Math.Abs(after % 15)) });

        Assert.Equal(120_00, evaluation.PayableMinor);
        Assert.DoesNotContain(evaluation.Findings, finding => finding.Result == Failed);
    }

    private static PolicyFacts Asked(string at, string? country, params PolicyLine[] lines) =>
        Facts(lines.Length == 0 ? [Jacket] : lines) with { AskedAt = Instant(at), Country = country };
}
