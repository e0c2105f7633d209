using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Automation.Grouping;

/// <summary>
/// Gathers requests of one moment, since a group costs nearly the same whatever it holds: one is taken in at a time, and while its gateways are
/// called the next one begins. Where gateways are slow, requests are only stored here, so that nobody waits for them to be taken; they are decided
/// like any others that are due.
/// </summary>
internal sealed class RequestGroups(GroupIntake intake, AutomationTools tools) : IRequestGroups, IHostedService, IDisposable
{
    private const int MostAtOnce = 64;

    private readonly Lock _gate = new();
    private readonly Queue<GroupMember> _waiting = new();
    private readonly HashSet<Task> _running = [];
    private readonly CancellationTokenSource _stopping = new();
    private bool _isAtWork;

    private AutomationOptions Options => tools.Options.Value;

    /// <inheritdoc />
    public Task<GroupedRequest?> TakeAsync(ClientId client, string orderNumber, RefundRequest request, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(request.RequestKey);
        var member = new GroupMember(client, orderNumber, request, by);
        lock (_gate)
        {
            _waiting.Enqueue(member);
            if (!_isAtWork)
            {
                _isAtWork = true;
                _ = Task.Run(WorkAsync, CancellationToken.None);
            }
        }

        return member.Taken.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lets what is under way come to its end: what was sent is stored.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        Task[] running;
        lock (_gate)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc />
    public void Dispose() => _stopping.Dispose();

    private async Task WorkAsync()
    {
        do
        {
            if (Options.GatherMilliseconds > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Options.GatherMilliseconds), tools.Time);
            }

            await BeginNextAsync();
        }
        while (GoesOn());
    }

    /// <summary>Begins a group, and is back when the next one may begin.</summary>
    private Task BeginNextAsync()
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            var group = new List<GroupMember>();
            while (group.Count < MostAtOnce && _waiting.TryDequeue(out var member))
            {
                group.Add(member);
            }

            var decides = Options.Enabled && _running.Count < Options.Workers && !_stopping.IsCancellationRequested;
            var run = RunAsync(group, decides, stored);
            _running.Add(run);
            _ = run.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        return stored.Task;
    }

    private async Task RunAsync(List<GroupMember> group, bool decides, TaskCompletionSource stored)
    {
        try
        {
            await Task.Yield();
            await intake.RunAsync(group, decides, stored.SetResult, _stopping.Token);
        }
#pragma warning disable CA1031 // Whatever it was: what is not stored is met again alone, and told to the one it belongs to; what is stored comes due when its lease is over.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            if (stored.Task.IsCompleted)
            {
                tools.Log.LogError(fault, "{Count} requests are stored and were not worked off to the end; they are looked up when their leases are over", group.Count);
            }
            else
            {
                tools.Log.LogDebug(fault, "{Count} requests could not be taken in together", group.Count);
            }
        }

        foreach (var member in group)
        {
            member.Rest.TrySetResult(null);
            member.Taken.TrySetResult(null);
        }

        stored.TrySetResult();
    }

    private bool GoesOn()
    {
        lock (_gate)
        {
            return _isAtWork = _waiting.Count > 0;
        }
    }

    private void Forget(Task run)
    {
        lock (_gate)
        {
            _running.Remove(run);
        }
    }
}

/// <summary>A request that waits for its group.</summary>
internal sealed record GroupMember(ClientId Client, string OrderNumber, RefundRequest Request, Actor By)
{
    /// <summary>Ends when it is stored, or is to be looked at alone.</summary>
    public TaskCompletionSource<GroupedRequest?> Taken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when automation is done with its case.</summary>
    public TaskCompletionSource<RefundCase?> Rest { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Says that its case is stored.</summary>
    public void Answer(RefundCase refund) => Taken.TrySetResult(new GroupedRequest(refund.Number, Rest.Task));
}
