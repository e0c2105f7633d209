using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Policies.Law;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds;

/// <summary>The promise to the client and the law's clock. Now is Tuesday 10 March 2026, 13:00 in Berlin; the promise is given for 21:00.</summary>
public sealed class RefundCaseClocksTests
{
    private static BusinessCalendar Office { get; } = new(Done(BusinessHours.Read("Mon-Fri 09:00-17:00", null)), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Fact]
    public void The_promise_stands_still_while_the_customer_is_asked()
    {
        var scene = ARefund().NeedingInformation().Build();
        Assert.Equal(scene.At, scene.Refund.PausedAt);
        var promised = scene.Refund.AnswerBy;

        Done(scene.Refund.TakeAnswer(CustomerKim, "The blue one.", scene.At.AddHours(30)));

        Assert.Equal((promised.AddHours(30), null), (scene.Refund.AnswerBy, scene.Refund.PausedAt));
        Assert.Contains(scene.Refund.PendingEvents, told => told.Text == "The promise stood still while the customer was asked: it now runs until 12 Mar 2026, 02:00 (UTC)");
    }

    [Fact]
    public void Only_business_time_moves_it_on()
    {
        var scene = ARefund().NeedingInformation().Build();

        // Asked on Tuesday at 13:02, answered on Monday at 10:02: 3:58, 3 × 8:00 and 1:02 of open hours.
        Done(scene.Refund.TakeAnswer(CustomerKim, "The blue one.", Instant("2026-03-16 09:02"), Office));

        Assert.Equal(Office.Add(Instant("2026-03-10 20:00"), TimeSpan.FromHours(29)), scene.Refund.AnswerBy);
        Assert.Equal(Instant("2026-03-16 13:00"), scene.Refund.AnswerBy);
    }

    [Fact]
    public void An_answer_in_the_night_moves_nothing_where_nobody_worked()
    {
        var scene = ARefund().RequestedAt(Instant("2026-03-10 17:00")).NeedingInformation().Build();

        Done(scene.Refund.TakeAnswer(CustomerKim, "The blue one.", Instant("2026-03-10 23:00"), Office));

        Assert.Equal((Instant("2026-03-11 01:00"), null), (scene.Refund.AnswerBy, scene.Refund.PausedAt));
        Assert.DoesNotContain(scene.Refund.PendingEvents, told => told.Text.StartsWith("The promise", StringComparison.Ordinal));
    }

    [Fact]
    public void Goods_on_their_way_do_not_stop_the_promise()
    {
        var scene = ARefund().AwaitingReturn().Build();
        var promised = scene.Refund.AnswerBy;

        scene.Inspect();

        Assert.Equal((promised, null), (scene.Refund.AnswerBy, scene.Refund.PausedAt));
    }

    [Fact]
    public void A_deadline_that_passes_counts_the_time_of_waiting_too_so_that_the_refusal_is_not_late()
    {
        var scene = ARefund().NeedingInformation().Build();

        Done(scene.Refund.Expire(scene.Order, scene.Refund.DueAt!.Value, Office));

        Assert.Equal((RefundStatus.Rejected, null), (scene.Refund.Status, scene.Refund.PausedAt));
        Assert.True(scene.Refund.DecidedAt <= scene.Refund.AnswerBy);
    }

    [Fact]
    public void The_law_wants_the_money_back_14_days_after_the_declaration_at_the_end_of_the_shoppers_day()
    {
        var refund = Withdrawal().InReview().Build().Refund;

        Assert.Equal(Instant("2026-03-24 22:59:59"), refund.LawfulBy); // 23:59:59 on the 24th in Berlin.
        Assert.Null(refund.WithheldAt);
    }

    [Fact]
    public void A_last_day_on_a_holiday_moves_to_the_next_working_day()
    {
        var refund = ARefund().Of(AnOrder().DeliveredAt(Instant("2026-03-20 12:00")).With(draft => draft with { Country = "DE" })).RequestedAt(Instant("2026-03-23 12:00")).InReview().Build().Refund;

        Assert.Equal(Instant("2026-04-07 21:59:59"), refund.LawfulBy); // The 6th is Easter Monday (Regulation 1182/71); clocks were put forward.
    }

    [Fact]
    public void A_question_never_stops_the_laws_clock()
    {
        var scene = Withdrawal().NeedingInformation().Build();
        var lawful = scene.Refund.LawfulBy;

        Done(scene.Refund.TakeAnswer(CustomerKim, "The blue one.", scene.At.AddDays(9)));
        scene.Decide();

        Assert.Equal((Instant("2026-03-24 22:59:59"), lawful), (scene.Refund.LawfulBy, scene.Refund.LawfulBy));
    }

    [Fact]
    public void It_stands_still_while_the_money_may_be_withheld_and_goes_on_when_the_goods_came()
    {
        var scene = Withdrawal().AwaitingReturn().Build();
        Assert.Equal((Instant("2026-03-24 22:59:59"), scene.At), (scene.Refund.LawfulBy, scene.Refund.WithheldAt));

        // 16 days and 3 hours: what is begun does not count. 9 April is a Thursday; clocks were put forward.
        Done(scene.Refund.TakeInspection(AgentAnn, new Dictionary<int, GoodsFound>(), scene.Order, scene.At.AddDays(16).AddHours(3)));
        Assert.Equal((null, 16), (scene.Refund.WithheldAt, scene.Refund.WithheldDays));
        scene.Decide();

        Assert.Equal(Instant("2026-04-09 21:59:59"), scene.Refund.LawfulBy);
    }

    [Theory]
    [InlineData("US", RefundReason.ChangedMind)] // No law is known.
    [InlineData("GB", RefundReason.ChangedMind)] // Counted from the goods' return there (Consumer Contracts Regulations 2013, regulation 34): not kept.
    [InlineData("DE", RefundReason.Defective)] // A fault is no withdrawal.
    public void Where_the_law_names_no_such_day_no_clock_runs(string country, RefundReason reason) =>
        Assert.Null(ARefund().Of(AnOrder().With(draft => draft with { Country = country })).Because(reason).InReview().Build().Refund.LawfulBy);

    [Fact]
    public void Every_country_that_names_a_day_names_its_source() =>
        Assert.All(new[] { "DE", "FR", "NO", "IS", "LI" }, country => Assert.Equal((14, "Directive 2011/83/EU, article 13(1)"), (StatutoryFloors.Of(country)!.RefundDays, StatutoryFloors.Of(country)!.RefundSource)));

    private static RefundBuilder Withdrawal() => ARefund().Of(AnOrder().With(draft => draft with { Country = "DE" }));
}
