using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Access.Pages;

/// <summary>Sets the authenticator app up, gives recovery codes, switches it off again.</summary>
public partial class AuthenticatorPage
{
    private const int RecoveryCodes = 10;

    private DeskUser? _person;
    private IReadOnlyList<string> _codes = [];
    private MarkupString _picture;
    private string _key = string.Empty;
    private string? _fault;
    private bool _isOn;
    private int _codesLeft;

    [SupplyParameterFromForm(FormName = "on")]
    private OneCode OnForm { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "off")]
    private OneCode OffForm { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "off", Name = "Wish")]
    private string? Wish { get; set; }

    [CascadingParameter]
    private HttpContext Request { get; set; } = default!;

    [Inject]
    private UserManager<DeskUser> Users { get; set; } = default!;

    [Inject]
    private SignInManager<DeskUser> Sessions { get; set; } = default!;

    [Inject]
    private SignInThrottle Throttle { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        OnForm ??= new();
        OffForm ??= new();
        _person = await Users.GetUserAsync(Request.User) ?? throw new InvalidOperationException("A signed-in person has no account.");
        await ShowAsync();
    }

    private async Task ShowAsync()
    {
        _isOn = _person!.TwoFactorEnabled;
        if (_isOn)
        {
            _codesLeft = await Users.CountRecoveryCodesAsync(_person);
            return;
        }

        var key = await Users.GetAuthenticatorKeyAsync(_person);
        if (string.IsNullOrEmpty(key))
        {
            await Users.ResetAuthenticatorKeyAsync(_person);
            await Sessions.RefreshSignInAsync(_person);
            key = (await Users.GetAuthenticatorKeyAsync(_person))!;
        }

        _key = string.Join(' ', key.ToLowerInvariant().Chunk(4).Select(part => new string(part)));
        _picture = QrPicture.Of(QrPicture.AddressFor(_person.Email!, key));
    }

    private async Task SwitchOnAsync()
    {
        if (!await IsRightAsync(OnForm))
        {
            return;
        }

        await Users.SetTwoFactorEnabledAsync(_person!, true);
        await GiveCodesAsync();
    }

    private async Task SwitchOffAsync()
    {
        if (!await IsRightAsync(OffForm))
        {
            return;
        }

        if (Wish == "codes")
        {
            await GiveCodesAsync();
            return;
        }

        await Users.SetTwoFactorEnabledAsync(_person!, false);
        await Users.ResetAuthenticatorKeyAsync(_person!);
        await Sessions.RefreshSignInAsync(_person!);
        await ShowAsync();
    }

    private async Task GiveCodesAsync()
    {
        _codes = [.. await Users.GenerateNewTwoFactorRecoveryCodesAsync(_person!, RecoveryCodes) ?? []];
        await Sessions.RefreshSignInAsync(_person!);
    }

    private async Task<bool> IsRightAsync(OneCode form)
    {
        if (!Throttle.Allows(Request.Connection.RemoteIpAddress?.ToString(), _person!.Email!))
        {
            _fault = SignIn.TooMany.Message;
            return false;
        }

        var right = await Users.VerifyTwoFactorTokenAsync(_person, Users.Options.Tokens.AuthenticatorTokenProvider, form.Bare);
        _fault = right ? null : "This code is wrong, too old or was used already. Wait for the next one, and check that the clock of your phone is right.";
        return right;
    }
}
