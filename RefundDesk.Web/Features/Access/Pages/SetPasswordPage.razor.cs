using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Access.Pages;

/// <summary>A person's first password, or a new one, by a link that works once.</summary>
public partial class SetPasswordPage
{
    private IReadOnlyList<string> _faults = [];
    private bool _done;

    /// <summary>Whose password.</summary>
    [SupplyParameterFromQuery]
    public string? Person { get; set; }

    /// <summary>The link's token.</summary>
    [SupplyParameterFromQuery]
    public string? Key { get; set; }

    [SupplyParameterFromForm(FormName = "set-password", Name = "Model")]
    private NewPassword Form { get; set; } = default!;

    [Inject]
    private UserManager<DeskUser> Users { get; set; } = default!;

    /// <inheritdoc />
    protected override void OnInitialized() => Form ??= new();

    private async Task SetAsync()
    {
        var user = Guid.TryParse(Person, out var id) ? await Users.FindByIdAsync(id.ToString()) : null;
        if (user is null or { IsDisabled: true } || SetPasswordLink.Read(Key) is not { } token)
        {
            _faults = ["This link is not valid, or was used already. Ask an administrator of the desk for a new one."];
            return;
        }

        var result = await Users.ResetPasswordAsync(user, token, Form.Password);
        _done = result.Succeeded;
        _faults = result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.InvalidToken))
            ? ["This link is not valid, or was used already. Ask an administrator of the desk for a new one."]
            : [.. result.Errors.Select(error => error.Description)];
    }
}
