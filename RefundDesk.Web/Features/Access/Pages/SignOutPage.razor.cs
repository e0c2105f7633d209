using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Access.Pages;

/// <summary>Ends the session: at once from our own menu, after a question when another site led here.</summary>
public partial class SignOutPage
{
    [CascadingParameter]
    private HttpContext Request { get; set; } = default!;

    [Inject]
    private SignInManager<DeskUser> Sessions { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (HttpMethods.IsGet(Request.Request.Method) && Request.Request.Headers["Sec-Fetch-Site"] == "same-origin")
        {
            await SignOutAsync();
        }
    }

    private async Task SignOutAsync()
    {
        await Sessions.SignOutAsync();
        Navigation.NavigateTo(await DirectorySignIn.IsOnAsync(Request) ? "/sign-out/directory" : "/sign-in?SignedOut=true");
    }
}
