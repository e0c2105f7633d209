using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Access.Pages;

/// <summary>Another password; other sessions end by it.</summary>
public partial class PasswordPage
{
    private IReadOnlyList<string> _faults = [];
    private bool _done;

    [SupplyParameterFromForm(FormName = "password", Name = "Model")]
    private NewPassword Form { get; set; } = default!;

    [CascadingParameter]
    private HttpContext Request { get; set; } = default!;

    [Inject]
    private UserManager<DeskUser> Users { get; set; } = default!;

    [Inject]
    private SignInManager<DeskUser> Sessions { get; set; } = default!;

    [Inject]
    private SignInThrottle Throttle { get; set; } = default!;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        Form ??= new();
        Form.AsksOld = true;
    }

    private async Task ChangeAsync()
    {
        var person = await Users.GetUserAsync(Request.User);
        if (person is null || !Throttle.Allows(Request.Connection.RemoteIpAddress?.ToString(), person.Email!))
        {
            _faults = [SignIn.TooMany.Message];
            return;
        }

        var result = await Users.ChangePasswordAsync(person, Form.Old, Form.Password);
        if (!result.Succeeded)
        {
            _faults = [.. result.Errors.Select(error => error.Code == nameof(IdentityErrorDescriber.PasswordMismatch) ? "The password until now is wrong." : error.Description)];
            return;
        }

        await Sessions.RefreshSignInAsync(person);
        _done = true;
    }
}
