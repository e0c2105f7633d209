using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Watching;
using RefundDesk.Web.Infrastructure.LiveUpdates;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Infrastructure.LiveUpdates;

public sealed class CaseFeedTests
{
    private readonly FakeTimeProvider _time = new(Now);
    private readonly CaseFeed _feed;
    private long _events;

    public CaseFeedTests() => _feed = new CaseFeed(Options.Create(new LiveUpdatesOptions { CasesPerCall = 10 }), _time, NullLogger<CaseFeed>.Instance);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_told_at_once()
    {
        var heard = new Calls();
        using var viewer = _feed.Subscribe(new CaseWatch(), heard.Take);
        var change = Change();

        _feed.Publish([change]);

        Assert.Equal([change], (await heard.NextAsync()).Changes);
    }

    [Fact]
    public async Task A_burst_is_told_in_two_calls_a_quarter_of_a_second_apart()
    {
        var heard = new Calls();
        using var viewer = _feed.Subscribe(new CaseWatch(), heard.Take);
        _feed.Publish([Change()]);
        await heard.NextAsync();

        for (var i = 0; i < 5; i++)
        {
            _feed.Publish([Change()]);
        }

        Assert.True(heard.IsEmpty);
        await AdvanceUntilAsync(() => !heard.IsEmpty);
        Assert.Equal(5, (await heard.NextAsync()).Changes.Count);
        Assert.True(_time.GetUtcNow() - Now >= TimeSpan.FromMilliseconds(250), "The second call came too soon.");
    }

    [Fact]
    public async Task Several_changes_of_one_case_are_one_from_the_first_status_to_the_last()
    {
        var heard = new Calls();
        using var viewer = _feed.Subscribe(new CaseWatch(), heard.Take);
        var id = RefundCaseId.New(Now);

        _feed.Publish([Change(id, RefundStatus.Received, RefundStatus.InReview), Change(id, RefundStatus.InReview, RefundStatus.Approved), Change(id, RefundStatus.Approved, RefundStatus.Paying)]);

        var one = Assert.Single((await heard.NextAsync()).Changes);
        Assert.Equal((RefundStatus.Received, RefundStatus.Paying), (one.From, one.To));
    }

    [Fact]
    public async Task More_cases_than_one_call_tells_of_are_said_to_be_missed()
    {
        var heard = new Calls();
        using var viewer = _feed.Subscribe(new CaseWatch(), heard.Take);

        _feed.Publish([.. Enumerable.Range(0, 11).Select(_ => Change())]);

        var call = await heard.NextAsync();
        Assert.Equal(10, call.Changes.Count);
        Assert.True(call.Missed);
    }

    [Fact]
    public async Task A_viewer_hears_only_what_it_watches()
    {
        var ours = ClientId.New(Now);
        var heard = new Calls();
        using var viewer = _feed.Subscribe(new CaseWatch(ours, new HashSet<RefundStatus> { RefundStatus.InReview }), heard.Take);
        var arrives = Change(client: ours, from: RefundStatus.Received, to: RefundStatus.InReview);
        var leaves = Change(client: ours, from: RefundStatus.InReview, to: RefundStatus.Rejected);

        _feed.Publish([Change(client: ours, from: RefundStatus.Approved, to: RefundStatus.Paying), Change(from: RefundStatus.Received, to: RefundStatus.InReview), arrives, leaves]);

        Assert.Equal([arrives, leaves], (await heard.NextAsync()).Changes.OrderBy(change => change.EventId));
    }

    [Fact]
    public async Task A_viewer_that_throws_is_called_again_and_harms_nobody()
    {
        var calls = 0;
        var heard = new Calls();
        using var bad = _feed.Subscribe(new CaseWatch(), _ => { Interlocked.Increment(ref calls); throw new InvalidOperationException("The page is broken."); });
        using var good = _feed.Subscribe(new CaseWatch(), heard.Take);

        _feed.Publish([Change()]);
        await heard.NextAsync();

        // What comes before the bad viewer's first call would be told with it.
        await AdvanceUntilAsync(() => Volatile.Read(ref calls) == 1);
        _feed.Publish([Change()]);
        await AdvanceUntilAsync(() => !heard.IsEmpty && Volatile.Read(ref calls) == 2);
    }

    [Fact]
    public async Task A_viewer_that_is_slow_makes_nobody_else_wait_and_is_never_called_twice_at_once()
    {
        var gate = new TaskCompletionSource();
        var slowCalls = 0;
        var heard = new Calls();
        using var slow = _feed.Subscribe(new CaseWatch(), _ => { Interlocked.Increment(ref slowCalls); return gate.Task; });
        using var quick = _feed.Subscribe(new CaseWatch(), heard.Take);

        for (var i = 0; i < 3; i++)
        {
            _feed.Publish([Change()]);
            await AdvanceUntilAsync(() => !heard.IsEmpty);
            await heard.NextAsync();
        }

        Assert.Equal(1, Volatile.Read(ref slowCalls));
        gate.SetResult();
        await AdvanceUntilAsync(() => Volatile.Read(ref slowCalls) == 2);
    }

    [Fact]
    public async Task A_viewer_that_left_hears_nothing_more()
    {
        var left = new Calls();
        var heard = new Calls();
        var viewer = _feed.Subscribe(new CaseWatch(), left.Take);
        using var other = _feed.Subscribe(new CaseWatch(), heard.Take);

        viewer.Dispose();
        viewer.Dispose();
        _feed.Publish([Change()]);

        await heard.NextAsync();
        Assert.True(left.IsEmpty);
        Assert.True(_feed.IsWatched);
    }

    [Fact]
    public async Task A_viewer_may_leave_while_it_is_called()
    {
        IDisposable? viewer = null;
        var heard = new Calls();
        viewer = _feed.Subscribe(new CaseWatch(), call => { viewer!.Dispose(); return heard.Take(call); });

        _feed.Publish([Change()]);

        await heard.NextAsync();
        Assert.False(_feed.IsWatched);
    }

    private CaseChange Change(RefundCaseId? id = null, RefundStatus from = RefundStatus.Received, RefundStatus to = RefundStatus.InReview, ClientId? client = null) =>
        new(++_events, client ?? ClientId.New(Now), id ?? RefundCaseId.New(Now), from, to, Now);

    /// <summary>Lets the clock run until something is so; the pauses of viewers are made of it.</summary>
    private async Task AdvanceUntilAsync(Func<bool> isSo)
    {
        for (var tries = 0; !isSo(); tries++)
        {
            Assert.True(tries < 5_000, "It did not come about.");
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Delay(1, Cancelled);
        }
    }

    private sealed class Calls
    {
        private readonly ConcurrentQueue<CaseChanges> _calls = new();
        private readonly SemaphoreSlim _came = new(0);
        public bool IsEmpty => _calls.IsEmpty;

        public Task Take(CaseChanges changes)
        {
            _calls.Enqueue(changes);
            _came.Release();
            return Task.CompletedTask;
        }

        public async Task<CaseChanges> NextAsync()
        {
            Assert.True(await _came.WaitAsync(TimeSpan.FromSeconds(20), Cancelled), "Nobody was called.");
            Assert.True(_calls.TryDequeue(out var call));
            return call;
        }
    }
}
