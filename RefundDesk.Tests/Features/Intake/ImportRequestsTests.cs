using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Features.Intake.ImportDesk;

namespace RefundDesk.Tests.Features.Intake;

public sealed class ImportRequestsTests
{
    [Theory, DatabaseMatrix]
    public async Task A_request_makes_one_case_of_each_order_it_touches_and_a_second_run_none(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        await desk.HaveOrdersAsync(Order("O-1", sku: "a-1", quantity: 3), Order("O-1", sku: "B", quantity: 1, price: "2.50"), Order("O-2", sku: "A-1", quantity: 4, placed: "2026-01-06"));
        var file = desk.Write("requests.csv", RequestHeader, Request("R-1", quantity: 6), Request("R-1", sku: "b", price: "2.50"), Request("R-2", quantity: 5), Request("R-3", sku: "C"));

        var first = Given.Done(await desk.ImportRequestsAsync(file));
        var (state, rejects) = (await desk.StateAsync(), desk.Rejects());
        var second = Given.Done(await desk.ImportRequestsAsync(file));

        Assert.Equal(
            ["R-1/O-1: 1×2 2×1 = 22.50 GBP", "R-1/O-2: 1×4 = 40.00 GBP", "R-2/O-1: 1×1 = 10.00 GBP"],
            (await desk.CasesAsync()).Select(refund => $"{refund.RequestKey}: {string.Join(' ', refund.Lines.OrderBy(line => line.LineNumber).Select(line => $"{line.LineNumber}×{line.Quantity}"))} = {refund.Requested}"));
        Assert.Equal((3, 1, 1, 3), (first.LinesStored, first.LinesStoredInPart, first.LinesRejected, first.Stored));
        Assert.Equal(
            ["4,over-return,\"Of 5 units, purchases are found for 1; the remaining 4 are not taken in.\"", "5,no-purchase,No earlier purchase"],
            rejects.Select((line, i) => i == 0 ? line[..line.IndexOf(",R-2", StringComparison.Ordinal)] : line[..33]));
        Assert.Equal((0, 3, 1, 3), (second.LinesStored, second.LinesUnchanged, second.LinesRejected, second.Unchanged));
        Assert.Equal(state, await desk.StateAsync());
        Assert.Equal(rejects, desk.Rejects());
    }

    [Fact]
    public async Task A_case_is_due_at_once_and_answered_by_the_promise_of_the_policy_in_force_at_the_purchase()
    {
        await using var desk = await OpenAsync();
        await desk.HaveOrdersAsync(Order("O-1", placed: "2019-01-05"));
        await desk.AskAsync(Request("R-1"));

        var refund = Assert.Single(await desk.CasesAsync());
        Assert.Equal((RefundStatus.Received, RequestChannel.File, RefundReason.ChangedMind), (refund.Status, refund.Channel, refund.Reason));
        Assert.Equal((Given.Instant("2026-02-05 10:00"), Given.Now, (DateTimeOffset?)Given.Now, Given.Now.AddHours(8)), (refund.AskedAt, refund.ReceivedAt, refund.DueAt, refund.AnswerBy));
    }

    [Fact]
    public async Task A_replay_of_the_past_counts_cases_as_received_when_the_customer_asked()
    {
        await using var desk = await OpenAsync();
        await desk.HaveOrdersAsync(Order("O-1"));
        Given.Done(await desk.ImportRequestsAsync(desk.Write("requests.csv", RequestHeader, Request("R-1")), asOfAsked: true));

        var refund = Assert.Single(await desk.CasesAsync());
        var asked = Given.Instant("2026-02-05 10:00");
        Assert.Equal((asked, (DateTimeOffset?)asked, asked.AddHours(8)), (refund.ReceivedAt, refund.DueAt, refund.AnswerBy));
    }

    [Fact]
    public async Task Earlier_returns_find_their_purchases_first_whatever_the_order_of_the_file()
    {
        await using var desk = await OpenAsync();
        await desk.HaveOrdersAsync(Order("O-1", quantity: 2), Order("O-2", quantity: 5, placed: "2026-01-06"));

        await desk.AskAsync(Request("R-later", quantity: 5, asked: "2026-02-02"), Request("R-earlier", quantity: 2, asked: "2026-02-01"), Request("R-before", asked: "2026-01-01"));

        Assert.Equal(["R-earlier/O-1", "R-later/O-2"], (await desk.CasesAsync()).Select(refund => refund.RequestKey));
        Assert.Contains("no-purchase", Assert.Single(desk.Rejects()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Units_a_return_spoke_for_are_not_found_again_whatever_became_of_it()
    {
        await using var desk = await OpenAsync();
        await desk.HaveOrdersAsync(Order("O-1", quantity: 2));
        await desk.AskAsync(Request("R-1", quantity: 2));
        await CancelAllAsync(desk);

        var again = await desk.AskAsync(Request("R-1", quantity: 2), Request("R-2", quantity: 1));

        Assert.Equal((1, 1), (again.LinesUnchanged, again.LinesRejected));
        Assert.Single(await desk.CasesAsync());
    }

    [Fact]
    public async Task A_request_that_names_its_order_may_ask_again_for_units_that_are_free_again()
    {
        await using var desk = await OpenAsync();
        await desk.HaveOrdersAsync(Order("O-1", quantity: 2), Order("O-1", sku: "B"));
        const string Header = "requestKey,orderNumber,lineNumber,quantity,askedAt,reason,condition,note";
        string Named(string key, int line, int quantity) => $"{key},O-1,{line},{quantity},2026-02-05,defective,damaged,It hums.";
        Given.Done(await desk.ImportRequestsAsync(desk.Write("requests.csv", Header, Named("R-1", 1, 2))));
        await CancelAllAsync(desk);

        var summary = Given.Done(await desk.ImportRequestsAsync(desk.Write("requests.csv", Header, Named("R-1", 1, 2), Named("R-2", 1, 2), Named("R-2", 2, 2), Named("R-3", 3, 1), Named("R-4", 1, 1), "R-5,O-9,1,1,2026-02-05,other,,")));

        Assert.Equal((1, 2, 1, 3), (summary.LinesUnchanged, summary.LinesStored, summary.LinesStoredInPart, summary.LinesRejected));
        Assert.Equal(["nothing-left", "unknown-line", "unknown-order"], summary.Rejected.Select(reason => reason.Reason).Order());
        var refund = (await desk.CasesAsync()).Single(refund => refund.RequestKey == "R-2/O-1");
        Assert.Equal((RefundReason.Defective, GoodsCondition.Damaged, "It hums.", 2), (refund.Reason, refund.Lines[0].Condition, refund.CustomerNote, refund.Lines.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_request_that_comes_again_with_other_lines_is_rejected_and_not_changed(int quantity)
    {
        await using var desk = await OpenAsync();
        await desk.HaveOrdersAsync(Order("O-1", quantity: 5), Order("O-1", sku: "B"));
        await desk.AskAsync(Request("R-1", quantity: 2));
        var state = await desk.StateAsync();

        var again = await desk.AskAsync(Request("R-1", quantity: quantity), Request("R-1", sku: "B"));

        Assert.Contains("request-changed", again.Rejected.Select(reason => reason.Reason));
        Assert.Equal(state, await desk.StateAsync());
    }

    [Theory, DatabaseMatrix]
    public async Task Two_imports_of_the_same_requests_at_once_make_each_case_once(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        await desk.HaveOrdersAsync(Enumerable.Range(1, 300).Select(i => Order($"O-{i}", customer: $"C-{i % 40}", quantity: 3)));
        var file = desk.Write("requests.csv", [RequestHeader, .. Enumerable.Range(1, 300).Select(i => Request($"R-{i}", customer: $"C-{i % 40}", quantity: 2))]);

        var both = await Task.WhenAll(Task.Run(() => desk.ImportRequestsAsync(file)), Task.Run(() => desk.ImportRequestsAsync(file)));

        Assert.All(both, one => Assert.Equal(300, Given.Done(one).LinesIn));
        var cases = await desk.CasesAsync();
        Assert.Equal(300, cases.Select(refund => refund.RequestKey).Distinct().Count());
        Assert.Equal(600, cases.Sum(refund => refund.Lines.Sum(line => line.Quantity)));
    }

    [Fact]
    public async Task A_key_that_is_too_long_and_a_request_of_tomorrow_are_rejected()
    {
        await using var desk = await OpenAsync();
        await desk.HaveOrdersAsync(Order("O-1"));

        var summary = await desk.AskAsync(Request(new string('R', 60)), Request("R-2", asked: "2031-01-01"), Request("R-3", quantity: -1));

        Assert.Equal(["asked-at", "quantity", "request-key"], summary.Rejected.Select(reason => reason.Reason).Order());
    }

    private static async Task CancelAllAsync(ImportDesk desk)
    {
        foreach (var refund in await desk.CasesAsync())
        {
            await using var db = await desk.Database.OpenAsync();
            var (found, order) = (await db.LoadCaseAsync(refund.Number, TestContext.Current.CancellationToken))!.Value;
            Given.Done(await DeskDatabase.SaveAsync(db, found.Cancel(Given.CustomerKim, "No longer wanted.", order, Given.Now), TestContext.Current.CancellationToken));
        }
    }
}
