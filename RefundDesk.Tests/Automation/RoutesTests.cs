using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Automation;

public sealed class RoutesTests
{
    [Theory, DatabaseMatrix]
    public async Task A_request_within_policy_is_paid_without_a_person(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var scene = await desk.AddCaseAsync(await desk.Database.AddClientAsync());

        await desk.WorkOffAsync();

        var refund = await desk.ReadAsync(scene);
        Assert.Equal(RefundStatus.Paid, refund.Status);
        Assert.True(refund.DecidedByAutomation);
        Assert.Null(refund.LeaseOwner);
        Assert.Null(refund.DueAt);
        var paid = Assert.Single(desk.Book.Entries);
        Assert.Equal(45_00, paid.AmountMinor);
        Assert.Equal(refund.Number.ToString(), paid.RefundNumber);
    }

    [Theory, DatabaseMatrix]
    public async Task A_request_above_the_automatic_limit_waits_for_an_agent(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var scene = await desk.AddCaseAsync(await desk.Database.AddClientAsync(policy: policy => policy with { AutomaticApprovalMinor = 10_00 }));

        await desk.WorkOffAsync();

        var refund = await desk.ReadAsync(scene);
        Assert.Equal(RefundStatus.InReview, refund.Status);
        Assert.Equal("Above the limit for automatic approval", refund.WhyHere);
        Assert.Null(refund.LeaseOwner);
        Assert.Empty(desk.Book.Entries);
    }

    [Theory, DatabaseMatrix]
    public async Task Requests_that_were_split_below_the_automatic_limit_and_pass_it_together_go_to_a_person(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await desk.Database.AddClientAsync(policy: policy => policy with { AutomaticApprovalMinor = 100_00, ReviewFromRiskScore = 100 });
        Task<RefundScene> AskAsync(string customer, long minor, DateTimeOffset at) => desk.Database.AddCaseAsync(
            client, ARefund().RequestedAt(at), AnOrder().With(draft => draft with { CustomerReference = customer, PlacedAt = Now.AddDays(-9) }).WithLine(minor));
        RefundScene[] together = [await AskAsync("splitter", 60_00, Now.AddHours(-1)), await AskAsync("splitter", 60_00, Now.AddHours(-1))];
        RefundScene[] within = [await AskAsync("twice", 50_00, Now.AddHours(-2)), await AskAsync("twice", 50_00, Now.AddHours(-1))];
        RefundScene[] apart = [await AskAsync("later", 60_00, Now.AddDays(-4)), await AskAsync("later", 60_00, Now.AddHours(-1))];

        await desk.WorkOffAsync();
        var third = await AskAsync("splitter", 5_00, Now.AddMinutes(-1));
        await desk.WorkOffAsync();

        foreach (var scene in together)
        {
            var refund = await desk.ReadAsync(scene);
            Assert.Equal((RefundStatus.InReview, "With another request of this customer, close together, 120.00 EUR: above the limit for automatic approval"), (refund.Status, refund.WhyHere));
        }

        Assert.Equal("With 2 other requests of this customer, close together, 125.00 EUR: above the limit for automatic approval", (await desk.ReadAsync(third)).WhyHere);
        foreach (var scene in within.Concat(apart))
        {
            Assert.Equal(RefundStatus.Paid, (await desk.ReadAsync(scene)).Status);
        }
    }

    [Theory, DatabaseMatrix]
    public async Task Several_orders_asked_for_at_one_moment_are_one_request_and_at_several_moments_several(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await desk.Database.AddClientAsync();
        OrderBuilder OrderOf(string customer) => AnOrder().With(draft => draft with { CustomerReference = customer, PlacedAt = Now.AddDays(-3) }).WithLine(5_00);
        foreach (var minutes in Enumerable.Range(1, 6))
        {
            await desk.Database.AddCaseAsync(client, ARefund().RequestedAt(Now.AddMinutes(-6)), OrderOf("at once"));
            await desk.Database.AddCaseAsync(client, ARefund().RequestedAt(Now.AddMinutes(-minutes)), OrderOf("again and again"));
        }

        await desk.WorkOffAsync();

        await using var db = await desk.Database.OpenAsync();
        var scores = await db.RefundCases.Select(refund => new { refund.CustomerReference, refund.RiskScore }).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            scores.Where(score => score.CustomerReference == "again and again").Max(score => score.RiskScore) - 60,
            scores.Where(score => score.CustomerReference == "at once").Max(score => score.RiskScore));
    }

    [Theory, DatabaseMatrix]
    public async Task Two_requests_of_one_promotion_in_one_batch_see_what_the_other_settled(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await desk.Database.AddClientAsync(policy: policy => policy with { Promotions = PromotionRule.Recompute });
        var shirts = AnOrder().Of(client.Id).WithLine(30_00, quantity: 3, discount: 10_00).SoldUnder(new LineTerms { Promotion = new Promotion("SUMMER", 3, 2) });
        var first = ARefund().Of(shirts).Asking(1).Build();
        var second = ARefund().Of(first.Order).Asking(1).Build();
        await using (var db = await desk.Database.OpenAsync())
        {
            db.AddRange(first.Order, first.Refund, second.Refund);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await desk.AddCaseAsync(client);
        await desk.WorkOffAsync();

        var refunds = new[] { await desk.ReadAsync(first), await desk.ReadAsync(second) };
        Assert.Equal(10_00, refunds.Sum(refund => refund.ProposedMinor)); // One stays, at its list price.
        Assert.Equal(55_00, desk.Book.Entries.Sum(entry => entry.AmountMinor));
        Assert.Equal(3_34, (await desk.Database.ReadAsync(first.Refund.Number)).Order.Settled!.WithheldMinor);
    }

    [Theory, DatabaseMatrix]
    public async Task A_request_that_a_rule_refuses_is_refused_and_frees_its_units(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await desk.Database.AddClientAsync();
        var scene = await desk.Database.AddCaseAsync(client, AnOrder().WithLine(45_00, finalSale: true));

        await desk.WorkOffAsync();

        var (refund, order) = await desk.Database.ReadAsync(scene.Refund.Number);
        Assert.Equal(RefundStatus.Rejected, refund.Status);
        Assert.Equal(0, order.Lines[0].ReservedQuantity);
    }

    [Theory, DatabaseMatrix]
    public async Task Goods_are_asked_back_first_and_refused_when_they_do_not_come(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var scene = await desk.AddCaseAsync(await desk.Database.AddClientAsync(policy: policy => policy with { ReturnRequiredFromMinor = 1 }));

        await desk.WorkOffAsync();
        Assert.Equal(RefundStatus.AwaitingReturn, (await desk.ReadAsync(scene)).Status);

        desk.Database.Time.Advance(TimeSpan.FromDays(27));
        Assert.Equal(0, await desk.RoundAsync());
        desk.Database.Time.Advance(TimeSpan.FromDays(2));
        await desk.WorkOffAsync();

        Assert.Equal(RefundStatus.Rejected, (await desk.ReadAsync(scene)).Status);
    }

    [Theory, DatabaseMatrix]
    public async Task A_question_without_an_answer_ends_in_a_refusal(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var scene = await desk.Database.AddCaseAsync(await desk.Database.AddClientAsync(), ARefund().NeedingInformation());

        Assert.Equal(0, await desk.RoundAsync());
        desk.Database.Time.Advance(TimeSpan.FromDays(15));
        await desk.WorkOffAsync();

        Assert.Equal(RefundStatus.Rejected, (await desk.ReadAsync(scene)).Status);
        Assert.Contains("Refused: the deadline passed", await desk.HistoryAsync(scene));
    }

    [Theory, DatabaseMatrix]
    public async Task What_a_person_approved_is_paid(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var scene = await desk.Database.AddCaseAsync(await desk.Database.AddClientAsync(), ARefund().Approved(AgentAnn));

        desk.Database.Time.Advance(TimeSpan.FromHours(1));
        await desk.WorkOffAsync();

        var refund = await desk.ReadAsync(scene);
        Assert.Equal(RefundStatus.Paid, refund.Status);
        Assert.False(refund.DecidedByAutomation);
    }

    [Theory, DatabaseMatrix]
    public async Task A_refund_goes_back_to_every_tender_that_paid(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await desk.Database.AddClientAsync();
        await desk.Database.AddCaseAsync(client, AnOrder().WithLine(60_00).PaidByCard(40_00).PaidByGiftCard(20_00));

        await desk.WorkOffAsync();

        Assert.Equal([20_00, 40_00], desk.Book.Entries.Select(entry => entry.AmountMinor).Order());
    }

    [Theory, DatabaseMatrix]
    public async Task A_customer_with_repeated_claims_of_goods_not_received_is_looked_at(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await desk.Database.AddClientAsync();
        for (var i = 0; i < 2; i++)
        {
            desk.Database.Time.Advance(TimeSpan.FromDays(2));
            await desk.Database.AddCaseAsync(
                client,
                ARefund().Because(RefundReason.NotReceived).RequestedAt(desk.Database.Time.GetUtcNow()),
                AnOrder().DeliveredAt(null));
        }

        desk.Database.Time.Advance(TimeSpan.FromDays(2));
        var third = await desk.Database.AddCaseAsync(
            client, ARefund().Because(RefundReason.NotReceived).RequestedAt(desk.Database.Time.GetUtcNow()), AnOrder().DeliveredAt(null));

        await desk.WorkOffAsync();

        var refund = await desk.ReadAsync(third);
        Assert.Equal(RefundStatus.InReview, refund.Status);
        Assert.StartsWith("Risk 65: Goods said not to have come 3 times", refund.WhyHere, StringComparison.Ordinal);
    }
}
