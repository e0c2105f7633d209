using System.Globalization;
using Microsoft.AspNetCore.Components;
using RefundDesk.Web.Features.SelfService;

namespace RefundDesk.Web.Portal.Pages;

/// <summary>Order number, and e-mail or postcode; the answer is the same for everybody.</summary>
public partial class AskPage
{
    [SupplyParameterFromForm(FormName = "ask")]
    private string? OrderNumber { get; set; }

    [SupplyParameterFromForm(FormName = "ask")]
    private string? Proof { get; set; }

    [Inject]
    private AskForCode Ask { get; set; } = default!;

    private async Task AskAsync()
    {
        if (string.IsNullOrWhiteSpace(OrderNumber) || string.IsNullOrWhiteSpace(Proof) || Proof.Length > 254 || OrderNumber.Any(char.IsControl))
        {
            Fault = T["Ask.Missing"];
            return;
        }

        if (Retailer is null || !MayGoOn(OrderNumber))
        {
            return;
        }

        var ask = await Ask.HandleAsync(Retailer.Id, OrderNumber, Proof, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, Stop);
        Navigation.NavigateTo($"/r/{ClientKey}/code?ask={ask:N}");
    }
}
