using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace RefundDesk.Web.Features.Access;

/// <summary>Another role, another client.</summary>
public partial class ChangePersonDialog
{
    private IReadOnlyList<(string Key, string Name)> _clients = [];
    private string _role = string.Empty;
    private string? _client;
    private string? _fault;
    private bool _busy;

    /// <summary>Who, as the list shows it.</summary>
    [Parameter, EditorRequired]
    public PersonRow Person { get; set; } = default!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private ChangePerson Change { get; set; } = default!;

    [Inject]
    private PeopleQuery People { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _role = RoleWords.Of(Person.Role);
        _client = Person.ClientKey;
        _clients = await People.ClientsAsync(CancellationToken.None);
    }

    private async Task SaveAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var changed = await Change.HandleAsync(Person.Email, _role, _role == "client" ? _client : null, new SeenPerson(Person.Role, Person.ClientKey), CancellationToken.None);
            _fault = changed.Refusal?.Message;
            if (changed.Succeeded)
            {
                Dialog.Close();
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
