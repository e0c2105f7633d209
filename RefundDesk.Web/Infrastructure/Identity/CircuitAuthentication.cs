using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace RefundDesk.Web.Infrastructure.Identity;

/// <summary>
/// The person of one circuit, looked at again every few seconds. The framework's revalidating provider waits on the machine's clock;
/// this one waits on <see cref="TimeProvider"/>, so that the interval can be tested.
/// </summary>
internal sealed class CircuitAuthentication : ServerAuthenticationStateProvider, IDisposable
{
    private static readonly AuthenticationState Nobody = new(new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity()));

    private readonly SessionRules _rules;
    private readonly TimeProvider _time;
    private readonly ILogger<CircuitAuthentication> _log;
    private CancellationTokenSource _watch = new();

    public CircuitAuthentication(SessionRules rules, TimeProvider time, ILogger<CircuitAuthentication> log)
    {
        _rules = rules;
        _time = time;
        _log = log;
        AuthenticationStateChanged += Watch;
    }

    /// <summary>True inside a circuit or a page; false in a plain request and in background work, where nobody has said who is there.</summary>
    public bool IsKnown { get; private set; }

    public void Dispose()
    {
        AuthenticationStateChanged -= Watch;
        _watch.Cancel();
        _watch.Dispose();
    }

    private void Watch(Task<AuthenticationState> state)
    {
        IsKnown = true;
        _watch.Cancel();
        _watch.Dispose();
        _watch = new CancellationTokenSource();
        _ = LookAgainAsync(state, _watch.Token);
    }

    private async Task LookAgainAsync(Task<AuthenticationState> state, CancellationToken stopped)
    {
        try
        {
            var person = (await state).User;
            if (person.Identity?.IsAuthenticated != true)
            {
                return;
            }

            using var every = new PeriodicTimer(_rules.CheckEvery, _time);
            while (await every.WaitForNextTickAsync(stopped))
            {
                if (!await _rules.IsStillGoodAsync(person))
                {
                    SetAuthenticationState(Task.FromResult(Nobody));
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // the circuit is gone, or has another person now
        }
        catch (Exception fault)
        {
            _log.LogError(fault, "A session could not be checked, so it was ended");
            SetAuthenticationState(Task.FromResult(Nobody));
        }
    }
}
