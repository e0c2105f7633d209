using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Watching;
using RefundDesk.Tests.Features.Case;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.LiveUpdates;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Infrastructure.LiveUpdates;

public sealed class CaseEventTailTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task What_another_node_commits_is_published_once(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        await desk.AddAsync(ARefund().InReview());
        var (tail, heard) = await WatchAsync(desk.Database);

        var scene = await desk.AddAsync(ARefund().InReview());
        await tail.ReadAsync(Cancelled);
        await tail.ReadAsync(Cancelled);

        var change = Assert.Single(await heard.AllAsync(1));
        Assert.Equal((scene.Refund.Id, RefundStatus.InReview), (change.CaseId, change.To));
        Assert.Equal(desk.Client.Id, change.ClientId);
    }

    [Fact]
    public async Task A_commit_that_comes_later_than_higher_numbers_is_seen()
    {
        Assert.SkipWhen(TestServers.WhySkipped(DatabaseProvider.PostgreSql) is not null, "Numbers are given before the commit on servers only.");
        await using var desk = await CaseDesk.CreateAsync(DatabaseProvider.PostgreSql);
        var late = await desk.AddAsync(ARefund().InReview());
        var early = await desk.AddAsync(ARefund().InReview());
        var (tail, heard) = await WatchAsync(desk.Database);
        await using var slow = await desk.Database.OpenAsync();
        await using var transaction = await slow.Database.BeginTransactionAsync(Cancelled);
        await RejectAsync(slow, late);
        await using (var quick = await desk.Database.OpenAsync())
        {
            await RejectAsync(quick, early);
        }

        await tail.ReadAsync(Cancelled);
        Assert.Equal(early.Refund.Id, Assert.Single(await heard.AllAsync(1)).CaseId);
        await transaction.CommitAsync(Cancelled);
        await tail.ReadAsync(Cancelled);

        Assert.Contains(await heard.AllAsync(2), change => change.CaseId == late.Refund.Id);
    }

    [Fact]
    public async Task Nothing_is_read_while_nobody_watches_and_nothing_old_is_told_afterwards()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var (tail, heard) = await WatchAsync(desk.Database);
        heard.Dispose();
        await tail.ReadAsync(Cancelled);
        await desk.AddAsync(ARefund().InReview());

        var (_, again) = await WatchAsync(desk.Database, tail);
        await desk.AddAsync(ARefund().Paid());
        await tail.ReadAsync(Cancelled);

        Assert.Equal(RefundStatus.Paid, Assert.Single(await again.AllAsync(1)).To);
    }

    [Theory, DatabaseMatrix]
    public async Task That_automation_goes_on_is_told_on_every_node_though_no_case_moves(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var (tail, heard) = await WatchAsync(desk.Database);
        await using var db = await desk.Database.OpenAsync();
        var trip = new BreakerTripRow { ClientId = desk.Client.Id, PolicyVersion = 1, Rule = BreakerLimit.Approve, Count = 3, AmountMinor = 1, At = Now };
        db.Add(trip);
        await db.SaveChangesAsync(Cancelled);
        await HearAnewAsync(tail, heard);

        trip.ResolvedAt = Now;
        await db.SaveChangesAsync(Cancelled);
        await HearAnewAsync(tail, heard);

        heard.Anew = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await tail.ReadAsync(Cancelled);
        Assert.False(heard.Anew.Task.IsCompleted);
    }

    private static async Task HearAnewAsync(CaseEventTail tail, Heard heard)
    {
        heard.Anew = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await tail.ReadAsync(Cancelled);
        await heard.Anew.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
    }

    private static async Task RejectAsync(RefundDeskDbContext db, RefundScene scene)
    {
        var (refund, order) = (await db.LoadCaseAsync(scene.Refund.Number, Cancelled))!.Value;
        Done(refund.Reject(AgentAnn, "The article was used.", order, Now));
        await db.SaveChangesAsync(Cancelled);
    }

    private static async Task<(CaseEventTail Tail, Heard Heard)> WatchAsync(TestDatabase database, CaseEventTail? tail = null)
    {
        var options = Options.Create(new LiveUpdatesOptions());
        var feed = tail is null ? new CaseFeed(options, TimeProvider.System, NullLogger<CaseFeed>.Instance) : Feeds[tail];
        tail ??= new CaseEventTail(database.AnotherNode().Database, feed, options, TimeProvider.System, NullLogger<CaseEventTail>.Instance);
        Feeds[tail] = feed;
        var heard = new Heard();
        heard.Subscription = feed.Subscribe(new CaseWatch(), heard.Take);
        await tail.ReadAsync(Cancelled);
        await heard.Anew.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
        return (tail, heard);
    }

    private static ConcurrentDictionary<CaseEventTail, CaseFeed> Feeds { get; } = new();

    private sealed class Heard : IDisposable
    {
        private readonly ConcurrentQueue<CaseChange> _changes = new();

        public TaskCompletionSource Anew { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IDisposable? Subscription { get; set; }

        public Task Take(CaseChanges changes)
        {
            foreach (var change in changes.Changes)
            {
                _changes.Enqueue(change);
            }

            if (changes.Missed)
            {
                Anew.TrySetResult();
            }

            return Task.CompletedTask;
        }

        /// <summary>All changes, once there are so many.</summary>
        public async Task<CaseChange[]> AllAsync(int atLeast)
        {
            for (var tries = 0; _changes.Count < atLeast; tries++)
            {
                Assert.True(tries < 2_000, $"Only {_changes.Count} changes were told.");
                await Task.Delay(10, Cancelled);
            }

            return [.. _changes];
        }

        public void Dispose() => Subscription?.Dispose();
    }
}
