using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.Features.Access;

/// <summary>Everybody who can sign in: add, change, give a new link, disable, enable.</summary>
public partial class UsersPage
{
    private static readonly DialogOptions Small = new() { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true };

    private IReadOnlyList<PersonRow>? _rows;
    private string? _text;
    private string? _own;
    private string? _link;
    private string? _linkFor;
    private string? _fault;
    private bool _busy;
    private bool _directory;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private PeopleQuery People { get; set; } = default!;

    [Inject]
    private RenewLink Renew { get; set; } = default!;

    [Inject]
    private DisableUser Disable { get; set; } = default!;

    [Inject]
    private EnableUser Enable { get; set; } = default!;

    [Inject]
    private IAuthenticationSchemeProvider Schemes { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _own = DeskClaims.EmailOf((await Authentication).User);
        _directory = await DirectorySignIn.IsOnAsync(Schemes);
        await LoadAsync();
    }

    private static string AccessOf(PersonRow row) => row switch
    {
        { IsDisabled: true } => "Disabled",
        { HasPassword: false } => "Invited",
        { HasSecondFactor: true } => "Second factor",
        _ => "Password",
    };

    private static string ToneOf(PersonRow row) => row switch
    {
        { IsDisabled: true } => "bad",
        { HasPassword: false } => "info",
        { HasSecondFactor: true } => "ok",
        _ => "calm",
    };

    private async Task LoadAsync() => _rows = await People.ReadAsync(_text, Gone);

    private async Task FindAsync(ChangeEventArgs change)
    {
        _text = change.Value as string;
        await LoadAsync();
    }

    private async Task AddAsync()
    {
        var dialog = await Dialogs.ShowAsync<AddPersonDialog>("Add a person", Small);
        if (await dialog.Result is { Canceled: false, Data: AddedUser added })
        {
            Show(added.Email, added.SetPasswordLink, null);
            await LoadAsync();
        }
    }

    private Task RenewAsync(PersonRow row) => OnceAsync(async () =>
    {
        var link = await Renew.HandleAsync(row.Email, Gone);
        Show(row.Email, link.Succeeded ? link.Value : null, link.Refusal);
    });

    private Task DisableAsync(PersonRow row) => OnceAsync(async () =>
    {
        var sure = await Dialogs.ShowMessageBoxAsync(
            "Disable this person?", $"{row.Name} can no longer sign in, and open sessions end within a minute. The history keeps the name.", yesText: "Disable", cancelText: "Keep");
        if (sure == true)
        {
            Show(row.Email, null, (await Disable.HandleAsync(row.Email, Gone)).Refusal);
        }
    });

    private Task EnableAsync(PersonRow row) => OnceAsync(async () => Show(row.Email, null, (await Enable.HandleAsync(row.Email, Gone)).Refusal));

    private Task ChangeAsync(PersonRow row) => OnceAsync(async () =>
    {
        var person = new DialogParameters<ChangePersonDialog> { { dialog => dialog.Person, row } };
        await (await Dialogs.ShowAsync<ChangePersonDialog>("Change a person", person, Small)).Result;
        Show(row.Email, null, null);
    });

    private async Task OnceAsync(Func<Task> step)
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            await step();
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private void Show(string email, string? link, Refusal? refusal)
    {
        _link = link;
        _linkFor = link is null ? null : email;
        _fault = refusal?.Message;
    }
}
