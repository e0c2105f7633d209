using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>Which shop of which client, and what lets the desk in.</summary>
public partial class AddSourceDialog
{
    private IReadOnlyList<(string Key, string Name, string Gateway)> _clients = [];
    private string _client = string.Empty;
    private string _kind = string.Empty;
    private string _address = string.Empty;
    private string _account = string.Empty;
    private string _secret = string.Empty;
    private string? _gateway;
    private DateOnly? _since;
    private bool _tells = true;
    private string? _fault;
    private bool _busy;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private SourcesQuery Sources { get; set; } = default!;

    [Inject]
    private AddSource Add { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => _clients = await Sources.ClientsAsync(CancellationToken.None);

    private async Task AddAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            DateTimeOffset? since = _since is { } day ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null;
            var added = await Add.HandleAsync(new NewSource(_client, _kind, _address, _account, _secret, _gateway, since, _tells), CancellationToken.None);
            _fault = added.Refusal?.Message;
            if (added.Succeeded)
            {
                Dialog.Close(DialogResult.Ok(added.Value));
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
