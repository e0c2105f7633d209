using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using RefundDesk.Domain.People;
using RefundDesk.Web.Components.Layout;

namespace RefundDesk.Web.Components.Pages;

/// <summary>Leads to where the role's day begins.</summary>
public partial class Home
{
    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var home = DeskNav.HomeOf(DeskClaims.RoleOf((await Authentication).User));
        Navigation.NavigateTo(home, forceLoad: home == "/account", replace: true);
    }
}
