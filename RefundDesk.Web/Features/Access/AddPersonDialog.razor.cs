using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace RefundDesk.Web.Features.Access;

/// <summary>Who, in which role, for which client.</summary>
public partial class AddPersonDialog
{
    private IReadOnlyList<(string Key, string Name)> _clients = [];
    private string _email = string.Empty;
    private string? _name;
    private string _role = "agent";
    private string? _client;
    private string? _fault;
    private bool _busy;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private AddUser Add { get; set; } = default!;

    [Inject]
    private PeopleQuery People { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => _clients = await People.ClientsAsync(CancellationToken.None);

    private async Task AddAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var added = await Add.HandleAsync(_email, _role, _role == "client" ? _client : null, _name, CancellationToken.None);
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
