using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Access.Pages;

/// <summary>The devices that sign the person in.</summary>
public partial class PasskeysPage
{
    private const int Most = 10;

    private DeskUser? _person;
    private IReadOnlyList<(string Id, string Name, string Since)> _passkeys = [];
    private string? _fault;

    [SupplyParameterFromForm(FormName = "add")]
    private string? Credential { get; set; }

    [SupplyParameterFromForm(FormName = "add")]
    private string? DeviceName { get; set; }

    [CascadingParameter]
    private HttpContext Request { get; set; } = default!;

    [Inject]
    private UserManager<DeskUser> Users { get; set; } = default!;

    [Inject]
    private SignInManager<DeskUser> Sessions { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _person = await Users.GetUserAsync(Request.User) ?? throw new InvalidOperationException("A signed-in person has no account.");
        await ShowAsync();
    }

    private async Task ShowAsync() =>
        _passkeys = [.. (await Users.GetPasskeysAsync(_person!)).Select(passkey => (
            WebEncoders.Base64UrlEncode(passkey.CredentialId), passkey.Name ?? "Device", passkey.CreatedAt.ToString("d MMM yyyy", CultureInfo.InvariantCulture)))];

    private async Task AddAsync()
    {
        if (string.IsNullOrEmpty(Credential) || _passkeys.Count >= Most)
        {
            _fault = _passkeys.Count >= Most ? $"{Most} devices are enough: remove one first." : "The device gave no passkey.";
            return;
        }

        var attested = await Sessions.PerformPasskeyAttestationAsync(Credential);
        if (!attested.Succeeded)
        {
            _fault = "The device's answer could not be checked. Try again.";
            return;
        }

        attested.Passkey.Name = string.IsNullOrWhiteSpace(DeviceName) ? "Device" : DeviceName.Trim()[..Math.Min(DeviceName.Trim().Length, 60)];
        var added = await Users.AddOrUpdatePasskeyAsync(_person!, attested.Passkey);
        _fault = added.Succeeded ? null : "The passkey could not be stored.";
        await ShowAsync();
    }

    private async Task RemoveAsync(string id)
    {
        await Users.RemovePasskeyAsync(_person!, WebEncoders.Base64UrlDecode(id));
        await ShowAsync();
    }
}
