using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Domain.Refunds.Watching;
using RefundDesk.Web;
using RefundDesk.Web.Features.Queue;
using RefundDesk.Web.Infrastructure.LiveUpdates;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Bench;

/// <summary>
/// How long from a commit until another viewer's page has read the changed row again: on the node that committed and on another
/// node, for single changes and for one after the other, where a viewer is refreshed at most four times a second.
/// </summary>
internal static class LiveBench
{
    private const int Changes = 100;
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(300);

    public static async Task RunAsync(BenchTable table)
    {
        foreach (var provider in BenchDesk.Providers)
        {
            await using var here = await BenchDesk.CreateAsync(provider);
            await using var there = AnotherNode(here);
            var order = await AddOrderAsync(here);
            using var near = await Watcher.StartAsync(here.App);
            using var far = await Watcher.StartAsync(there);
            foreach (var (measure, pause) in new[] { ("single changes", Apart), ("one after the other", TimeSpan.Zero) })
            {
                var (own, other) = await TimeAsync(here, order, near, far, pause);
                table.AddDurations("live", provider.ToString(), $"{measure}, same node", own, "500 ms");
                table.AddDurations("live", provider.ToString(), $"{measure}, other node", other, "500 ms");
            }
        }
    }

    private static async Task<(List<double> Own, List<double> Other)> TimeAsync(BenchDesk desk, Order order, Watcher near, Watcher far, TimeSpan pause)
    {
        var (own, other) = (new List<double>(), new List<double>());
        for (var i = 0; i < Changes; i++)
        {
            await Task.Delay(pause);
            var id = await AddCaseAsync(desk, order.Id);
            var committed = Stopwatch.GetTimestamp();
            var heard = await Task.WhenAll(near.HeardAsync(id), far.HeardAsync(id));
            own.Add(Stopwatch.GetElapsedTime(committed, heard[0]).TotalMilliseconds);
            other.Add(Stopwatch.GetElapsedTime(committed, heard[1]).TotalMilliseconds);
        }

        return (own, other);
    }

    private static async Task<Order> AddOrderAsync(BenchDesk desk)
    {
        var now = TimeProvider.System.GetUtcNow();
        var client = Client.Add("alder", "Alder & sons", "EUR", "Europe/Berlin", now.AddYears(-2)).Value;
        var draft = new OrderDraft("O-1", "C-1", "Someone", null, "DE", "EUR", now.AddDays(-9), null, null, 0, [new OrderLineDraft("S", "Thing", "Living", 1_000, 100_000_00)], [new TenderDraft(TenderMethod.Card, "sandbox", "ch_1", "Visa", 100_000_00)]);
        var order = Order.TakeIn(client.Id, draft, now).Value;
        await using var db = await desk.Database.OpenAsync(ClientScope.Everything, CancellationToken.None);
        db.AddRange(client, order, Loading.RowOf(client.Id, ReturnPolicy.Standard(client.CreatedAt, 100)));
        await db.SaveChangesAsync();
        return order;
    }

    private static async Task<RefundCaseId> AddCaseAsync(BenchDesk desk, OrderId id)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await desk.Database.OpenAsync(ClientScope.Everything, CancellationToken.None);
        var order = await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleAsync(db.WholeOrders(), order => order.Id == id);
        var request = new RefundRequest(RequestChannel.Portal, null, now, null, [new RequestedLine(1, 1, RefundReason.ChangedMind, GoodsCondition.Opened)]);
        var refund = RefundCase.Receive(order, request, RefundNumber.FromRandom((ulong)now.Ticks), Actor.Customer("Someone"), now.AddHours(8), now).Value;
        db.Add(refund);
        await db.SaveChangesAsync();
        return refund.Id;
    }

    private static WebApplication AnotherNode(BenchDesk desk)
    {
        var builder = DeskHost.CreateBuilder([$"--Database:Provider={desk.Provider}", $"--ConnectionStrings:RefundDesk={desk.App.Configuration.GetConnectionString("RefundDesk")}"]);
        builder.Logging.ClearProviders();
        builder.Services.RemoveAll<ICurrentUser>();
        builder.Services.AddScoped<ICurrentUser, Operator>();
        return builder.Build();
    }

    private sealed class Operator : ICurrentUser
    {
        public ValueTask<DeskPrincipal> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(DeskPrincipal.Operator);
    }

    /// <summary>A viewer of the list of all cases, without the drawing.</summary>
    private sealed class Watcher : IDisposable
    {
        private readonly ConcurrentDictionary<RefundCaseId, TaskCompletionSource<long>> _heard = new();
        private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly AsyncServiceScope _scope;
        private readonly QueueQuery _query;
        private readonly IDisposable _subscription;

        private Watcher(WebApplication node)
        {
            _scope = node.Services.CreateAsyncScope();
            _query = _scope.ServiceProvider.GetRequiredService<QueueQuery>();
            _subscription = node.Services.GetRequiredService<ICaseFeed>().Subscribe(new CaseWatch(), ReadAgainAsync);
        }

        public static async Task<Watcher> StartAsync(WebApplication node)
        {
            var watcher = new Watcher(node);
            await node.Services.GetRequiredService<CaseEventTail>().StartAsync(CancellationToken.None);
            await watcher._ready.Task;
            return watcher;
        }

        public Task<long> HeardAsync(RefundCaseId id) => Of(id).Task.WaitAsync(TimeSpan.FromSeconds(30));

        public void Dispose()
        {
            _subscription.Dispose();
            _scope.Dispose();
        }

        private async Task ReadAgainAsync(CaseChanges changes)
        {
            _ready.TrySetResult();
            if (changes.Changes.Count > 0)
            {
                await _query.AgainAsync(new QueueFilter(DeskQueue.Everything), [.. changes.Changes.Select(change => change.CaseId)], CancellationToken.None);
            }

            foreach (var change in changes.Changes)
            {
                Of(change.CaseId).TrySetResult(Stopwatch.GetTimestamp());
            }
        }

        private TaskCompletionSource<long> Of(RefundCaseId id) => _heard.GetOrAdd(id, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
