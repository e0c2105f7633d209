using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using RefundDesk.Domain.People;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Components.Layout;

/// <summary>The rooms a person may enter, with how much waits in each.</summary>
public sealed partial class SideNav : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<IGrouping<string, NavEntry>> _groups = [];
    private IReadOnlyDictionary<string, long> _counts = new Dictionary<string, long>();
    private IDisposable? _subscription;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private INavCounters Counters { get; set; } = default!;

    /// <inheritdoc />
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        _subscription?.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var role = DeskClaims.RoleOf((await Authentication).User);
        _groups = [.. DeskNav.For(role).GroupBy(entry => entry.Group)];
        if (role is not null && RolePermissions.Of(role.Value).Contains(Permission.ViewCases))
        {
            _subscription = Counters.Subscribe(() => InvokeAsync(CountAsync));
            await CountAsync();
        }
    }

    private async Task CountAsync()
    {
        if (!_gone.IsCancellationRequested)
        {
            _counts = await Counters.ReadAsync(_gone.Token);
            StateHasChanged();
        }
    }
}
