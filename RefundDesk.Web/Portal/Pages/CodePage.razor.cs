using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using RefundDesk.Web.Features.SelfService;

namespace RefundDesk.Web.Portal.Pages;

/// <summary>The code that was sent, if any was.</summary>
public partial class CodePage
{
    /// <summary>What the code goes with.</summary>
    [SupplyParameterFromQuery]
    public string? Ask { get; set; }

    [SupplyParameterFromForm(FormName = "code")]
    private string? Code { get; set; }

    [Inject]
    private OpenByCode Open { get; set; } = default!;

    [Inject]
    private IOptions<SelfServiceOptions> Options { get; set; } = default!;

    private async Task OpenAsync()
    {
        if (Retailer is null || !MayGoOn(order: null))
        {
            return;
        }

        var opened = await Open.HandleAsync(Retailer.Id, Guid.TryParse(Ask, out var ask) ? ask : Guid.Empty, Code ?? string.Empty, Stop);
        if (!opened.Succeeded)
        {
            Fault = T["Code.Wrong"];
            return;
        }

        await Request.SignInAsync(PortalVisit.Scheme, PortalVisit.Of(Retailer.Id, opened.Value.OrderNumber, opened.Value.CustomerName));
        Navigation.NavigateTo($"/r/{ClientKey}/items");
    }
}
