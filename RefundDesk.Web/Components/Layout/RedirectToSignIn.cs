using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Components.Layout;

/// <summary>Leaves the circuit for the sign-in page and comes back to the page that was asked for.</summary>
public sealed class RedirectToSignIn : ComponentBase
{
    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc />
    protected override void OnInitialized() =>
        Navigation.NavigateTo($"/sign-in?ReturnUrl={Uri.EscapeDataString("/" + Navigation.ToBaseRelativePath(Navigation.Uri))}", forceLoad: true);
}
