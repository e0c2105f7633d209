using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Access.Pages;

/// <summary>The app's code, or a recovery code, after the password was right.</summary>
public partial class SecondFactorPage
{
    private string? _fault;

    /// <summary>Where the person wanted to go.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    /// <summary>By a recovery code.</summary>
    [SupplyParameterFromQuery]
    public bool Recovery { get; set; }

    [SupplyParameterFromForm(FormName = "code")]
    private OneCode CodeForm { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "recovery")]
    private OneCode RecoveryForm { get; set; } = default!;

    [CascadingParameter]
    private HttpContext Request { get; set; } = default!;

    [Inject]
    private SignInManager<DeskUser> Sessions { get; set; } = default!;

    [Inject]
    private SignInThrottle Throttle { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        CodeForm ??= new();
        RecoveryForm ??= new();
        if (await Sessions.GetTwoFactorAuthenticationUserAsync() is null)
        {
            Navigation.NavigateTo($"/sign-in?ReturnUrl={Uri.EscapeDataString(LocalAddress.Of(ReturnUrl))}");
        }
    }

    private Task CheckAsync() =>
        TryAsync(() => Sessions.TwoFactorAuthenticatorSignInAsync(CodeForm.Bare, isPersistent: false, rememberClient: false));

    private Task RecoverAsync() => TryAsync(() => Sessions.TwoFactorRecoveryCodeSignInAsync(RecoveryForm.Code.Trim()));

    private async Task TryAsync(Func<Task<SignInResult>> check)
    {
        var person = await Sessions.GetTwoFactorAuthenticationUserAsync();
        if (!Throttle.Allows(Request.Connection.RemoteIpAddress?.ToString(), person?.Email ?? string.Empty))
        {
            _fault = SignIn.TooMany.Message;
            return;
        }

        if ((await check()).Succeeded)
        {
            Navigation.NavigateTo(LocalAddress.Of(ReturnUrl));
            return;
        }

        _fault = "This code is wrong, too old or was used already, or the account is locked for some minutes. Each code works once: wait for the next one.";
    }

    private string Link(bool recovery) =>
        $"/sign-in/second-factor?ReturnUrl={Uri.EscapeDataString(LocalAddress.Of(ReturnUrl))}{(recovery ? "&Recovery=true" : string.Empty)}";
}
