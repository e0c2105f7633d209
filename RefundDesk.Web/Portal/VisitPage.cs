using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.People;
using RefundDesk.Web.Features.SelfService;

namespace RefundDesk.Web.Portal;

/// <summary>A page for a customer who was let in, about that one order and no other: it is named by the cookie, never by the form.</summary>
public abstract class VisitPage : PortalPage
{
    /// <summary>The order; null where the visit is not for this retailer.</summary>
    protected CustomerOrder? Order { get; private set; }

    [Inject]
    private CustomerOrderQuery Orders { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        if (Retailer is null)
        {
            return;
        }

        var number = Request.User.FindFirst(DeskClaims.Order)?.Value;
        if (number is not null && DeskClaims.PrincipalOf(Request.User).ClientId == Retailer.Id)
        {
            Order = await Orders.FindAsync(number, Stop);
        }

        if (Order is null)
        {
            Navigation.NavigateTo($"/r/{ClientKey}");
        }
    }
}
