using Microsoft.AspNetCore.Components;
using MudBlazor;
using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Features.Policies;

/// <summary>A client's versions: what holds, what is to come, what is being written.</summary>
public partial class PolicyShelfPage
{
    private static readonly DialogOptions Small = new() { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true };

    private PolicyVersionList? _shelf;
    private string? _fault;
    private bool _busy;

    /// <summary>The client's key.</summary>
    [Parameter]
    public string ClientKey { get; set; } = string.Empty;

    [Inject]
    private PoliciesQuery Policies { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => LoadAsync();

    /// <summary>The version that was in force before this one was written, or its neighbour.</summary>
    private int? Before(PolicyVersionRow row)
    {
        var older = _shelf!.Versions.Where(other => other.Version < row.Version).ToArray();
        return (older.FirstOrDefault(other => other.ActiveFrom is not null) ?? older.FirstOrDefault())?.Version;
    }

    private async Task LoadAsync()
    {
        var found = await Policies.ShelfAsync(ClientKey, Gone);
        (_shelf, _fault) = (found.Succeeded ? found.Value : null, found.Refusal?.Message);
    }

    private async Task TakenAsync(Outcome<int> taken)
    {
        await LoadAsync();
        _fault ??= taken.Refusal?.Message;
        if (taken.Succeeded && _shelf!.Versions[0].Version == taken.Value && _shelf.Versions[0].State == RefundDesk.Domain.Policies.PolicyState.Draft)
        {
            // Gone back to: the new draft is looked at next.
            Navigation.NavigateTo($"/policies/{ClientKey}/{taken.Value}");
        }
    }

    private async Task DraftAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var parameters = new DialogParameters<DraftPolicyDialog> { { dialog => dialog.ClientKey, ClientKey } };
            var dialog = await Dialogs.ShowAsync<DraftPolicyDialog>("Draft a version", parameters, Small);
            if (await dialog.Result is { Canceled: false, Data: int version })
            {
                Navigation.NavigateTo($"/policies/{ClientKey}/{version}");
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
