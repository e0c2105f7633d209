using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Policies;

/// <summary>One version: what it says in sentences and, while it is written, its editor.</summary>
public partial class PolicyVersionPage
{
    private PolicyVersionView? _view;
    private string? _fault;
    private string? _done;
    private string? _section;
    private bool _isEditing;
    private bool _isDirty;
    private (string, int) _shown;

    /// <summary>The client's key.</summary>
    [Parameter]
    public string ClientKey { get; set; } = string.Empty;

    /// <summary>The version's number.</summary>
    [Parameter]
    public int Version { get; set; }

    [Inject]
    private PoliciesQuery Policies { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private bool MayEdit => _view!.Row.Steps.Contains(PolicyStep.Edit);

    /// <summary>The version in force, or for that one the version before it.</summary>
    private int? Compared => _view!.Shelf.Versions.FirstOrDefault(row => row.IsInForce && row.Version != Version)?.Version
        ?? _view.Shelf.Versions.FirstOrDefault(row => row.Version < Version && row.ActiveFrom is not null)?.Version;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_shown != (ClientKey, Version))
        {
            _shown = (ClientKey, Version);
            (_view, _done, _isDirty) = (null, null, false);
            await LoadAsync();

            // Who wrote it goes on writing; who did not reads it first.
            _isEditing = _view is { Row: { IsOwn: true, State: PolicyState.Draft } } && MayEdit;
        }
    }

    private async Task LoadAsync()
    {
        var found = await Policies.FindAsync(ClientKey, Version, Gone);
        (_view, _fault) = (found.Succeeded ? found.Value : null, found.Refusal?.Message);
    }

    private async Task SavedAsync()
    {
        await LoadAsync();
        (_done, _isDirty) = (_view?.Row.State == PolicyState.Draft ? "Saved." : null, false);
    }

    private async Task TakenAsync(Outcome<int> taken)
    {
        if (taken.Succeeded && taken.Value != Version)
        {
            Navigation.NavigateTo($"/policies/{ClientKey}/{taken.Value}");
            return;
        }

        await LoadAsync();
        (_fault, _done) = (_fault ?? taken.Refusal?.Message, null);
        _isEditing = _isEditing && _view is not null && MayEdit && _view.Row.State == PolicyState.Draft;
    }
}
