using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Access.Pages;

/// <summary>What protects the own account.</summary>
public partial class AccountPage
{
    private bool _hasPassword;
    private bool _hasApp;
    private int _passkeys;
    private int _addresses;

    [CascadingParameter]
    private HttpContext Request { get; set; } = default!;

    [Inject]
    private DeclareAddresses Declaring { get; set; } = default!;

    [Inject]
    private UserManager<DeskUser> Users { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (await Users.GetUserAsync(Request.User) is { } person)
        {
            _hasPassword = person.PasswordHash is not null;
            _addresses = (await Declaring.ReadAsync(CancellationToken.None)).Count;
            _hasApp = person.TwoFactorEnabled;
            _passkeys = (await Users.GetPasskeysAsync(person)).Count;
        }
    }
}
