using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace RefundDesk.Web.Features.Access.Pages;

/// <summary>E-mail and password; in a demo also one click.</summary>
public partial class SignInPage
{
    private string? _fault;
    private bool _byDirectory;

    /// <summary>Where the person wanted to go.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    /// <summary>The person comes from signing out.</summary>
    [SupplyParameterFromQuery]
    public bool SignedOut { get; set; }

    /// <summary>Why the directory's answer was not enough.</summary>
    [SupplyParameterFromQuery]
    public string? Refused { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in")]
    private Credentials Form { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "demo")]
    private DemoChoice DemoForm { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "passkey")]
    private string? Credential { get; set; }

    [CascadingParameter]
    private HttpContext Request { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private SignIn SignIn { get; set; } = default!;

    [Inject]
    private IOptions<DemoSignIn> Demo { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Form ??= new();
        DemoForm ??= new();
        _byDirectory = await DirectorySignIn.IsOnAsync(Request);
        _fault = DirectorySignIn.Explain(Refused);
        if (HttpMethods.IsGet(Request.Request.Method) && Request.User.Identity?.IsAuthenticated == true)
        {
            Navigation.NavigateTo(LocalAddress.Of(ReturnUrl));
        }
    }

    private Task SignInAsync() => TryAsync(Form.Email, Form.Password);

    private async Task SignInToDemoAsync()
    {
        var accounts = Demo.Value.Enabled ? Demo.Value.Accounts : [];
        if (DemoForm.Account is { } index && index >= 0 && index < accounts.Count)
        {
            await TryAsync(accounts[index].Email, accounts[index].Password);
        }
    }

    private async Task SignInByPasskeyAsync()
    {
        var done = await SignIn.ByPasskeyAsync(Credential, Request.Connection.RemoteIpAddress?.ToString());
        if (!done.Succeeded)
        {
            _fault = done.Refusal.Message;
            return;
        }

        Navigation.NavigateTo(LocalAddress.Of(ReturnUrl));
    }

    private async Task TryAsync(string email, string password)
    {
        var step = await SignIn.HandleAsync(email, password, Request.Connection.RemoteIpAddress?.ToString());
        if (!step.Succeeded)
        {
            _fault = step.Refusal.Message;
            return;
        }

        Navigation.NavigateTo(step.Value == SignInStep.Done
            ? LocalAddress.Of(ReturnUrl)
            : $"/sign-in/second-factor?ReturnUrl={Uri.EscapeDataString(LocalAddress.Of(ReturnUrl))}");
    }

    private sealed class Credentials
    {
        [Required(ErrorMessage = "Write your e-mail address.")]
        public string Email { get; set; } = string.Empty;

        [Required(ErrorMessage = "Write your password.")]
        public string Password { get; set; } = string.Empty;
    }

    private sealed class DemoChoice
    {
        public int? Account { get; set; }
    }
}
