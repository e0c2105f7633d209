using RefundDesk.Domain.Common;
using RefundDesk.Tests.Features.Case;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Queue;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Features.Case.CaseDesk;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Queue;

/// <summary>What a queue shows of the clocks: which comes first, which stands still, and what is late by law.</summary>
public sealed class LawQueueTests
{
    [Theory, DatabaseMatrix]
    public async Task What_waits_past_the_legal_day_is_counted_for_supervisors_and_can_be_listed(DatabaseProvider provider)
    {
        await using var desk = await CreateAsync(provider);
        var late = await AddAsync(desk, ARefund().RequestedAt(Now.AddDays(-20)).InReview(), Now.AddDays(-22));
        await AddAsync(desk, ARefund().RequestedAt(Now.AddDays(-3)).InReview(), Now.AddDays(-6));
        await AddAsync(desk, ARefund().RequestedAt(Now.AddDays(-20)).AwaitingReturn(), Now.AddDays(-22)); // The goods are not back: it may wait.
        await AddAsync(desk, ARefund().RequestedAt(Now.AddDays(-20)).Paid(), Now.AddDays(-22));

        Assert.Equal(1, await desk.AsAsync<PastTheLaw, int>(Supervisor, past => past.CountAsync(Cancelled)));
        Assert.Equal(0, await desk.AsAsync<PastTheLaw, int>(Agent, past => past.CountAsync(Cancelled)));
        Assert.Equal([late.Refund.Id], (await RowsAsync(desk, new QueueFilter(DeskQueue.Everything) { IsPastTheLaw = true })).Select(row => row.Id));
        var banner = Assert.Single(await desk.AsAsync<IEnumerable<Web.Components.Shared.IBannerSource>, IReadOnlyList<Web.Components.Shared.Banner>>(
            Supervisor, sources => sources.OfType<LawBanners>().Single().ReadAsync(Cancelled)));
        Assert.Equal(("1 refund waits past the day by which the law wants the money back.", "/queues/all?law=past"), (banner.Text, banner.Href));
    }

    [Fact]
    public async Task The_due_column_says_which_clock_comes_first_and_which_stands_still()
    {
        await using var desk = await CreateAsync();
        await AddAsync(desk, ARefund().RequestedAt(Now.AddDays(-3)).InReview(), Now.AddDays(-6));
        await AddAsync(desk, ARefund().Under(APolicy() with { AutomaticApprovalMinor = 0, InformationDeadlineDays = 30 }).RequestedAt(Now.AddDays(-3)).NeedingInformation(), Now.AddDays(-6));
        await AddAsync(desk, ARefund().RequestedAt(Now.AddDays(-3)).AwaitingReturn(), Now.AddDays(-6));

        var review = Assert.Single(await RowsAsync(desk, new QueueFilter(DeskQueue.Review)));
        var asked = Assert.Single(await RowsAsync(desk, new QueueFilter(DeskQueue.Information)));
        var waiting = Assert.Single(await RowsAsync(desk, new QueueFilter(DeskQueue.Return)));

        Assert.Equal((false, false), (review.IsPaused, review.IsLawSooner)); // The promise of eight hours comes before the law's 14 days.
        Assert.Equal((true, true), (asked.IsPaused, asked.IsLawSooner)); // The customer has 30 days from the question, the law 14 from the declaration.
        Assert.Equal((false, null), (waiting.IsPaused, waiting.LawfulBy));
    }

    private static Task<RefundScene> AddAsync(CaseDesk desk, RefundBuilder refund, DateTimeOffset delivered) =>
        desk.Database.AddCaseAsync(desk.Client, refund, AnOrder().PlacedAt(delivered.AddDays(-2)).DispatchedAt(delivered.AddDays(-1)).DeliveredAt(delivered).With(draft => draft with { Country = "DE" }));

    private static async Task<IReadOnlyList<QueueRow>> RowsAsync(CaseDesk desk, QueueFilter filter) =>
        Done(await desk.AsAsync<QueueQuery, Outcome<QueuePart>>(Supervisor, queues => queues.PartAsync(filter, null, 50, Cancelled))).Rows;
}
