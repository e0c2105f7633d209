using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>What can be changed of a shop: the secret, and whether refunds are told.</summary>
public partial class ChangeSourceDialog
{
    private string _secret = string.Empty;
    private bool _tells;
    private string? _fault;
    private bool _busy;

    /// <summary>The shop.</summary>
    [Parameter, EditorRequired]
    public ListedSource Source { get; set; } = default!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private SourcePageSteps Steps { get; set; } = default!;

    /// <inheritdoc />
    protected override void OnInitialized() => _tells = Source.TellsRefunds;

    private async Task ChangeAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            _fault = _secret.Length == 0 ? null : (await Steps.Secret.HandleAsync(Source.Id, _secret, CancellationToken.None)).Refusal?.Message;
            _fault ??= (await Steps.Telling.HandleAsync(Source.Id, _tells, CancellationToken.None)).Refusal?.Message;
            if (_fault is null)
            {
                Dialog.Close(DialogResult.Ok(true));
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
