using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace RefundDesk.Web.Features.Policies;

/// <summary>Asks what a new version shall change.</summary>
public partial class DraftPolicyDialog
{
    private string _comment = string.Empty;
    private string? _fault;
    private bool _busy;
    private ElementReference _box;

    /// <summary>Whose policy.</summary>
    [Parameter, EditorRequired]
    public required string ClientKey { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private DraftPolicy Draft { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _box.FocusAsync();
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
            var drafted = await Draft.FromInForceAsync(ClientKey, _comment, CancellationToken.None);
            _fault = drafted.Refusal?.Message;
            if (drafted.Succeeded)
            {
                Dialog.Close(DialogResult.Ok(drafted.Value));
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
