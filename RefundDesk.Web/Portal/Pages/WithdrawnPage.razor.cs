using Microsoft.AspNetCore.Components;
using RefundDesk.Web.Features.SelfService.Withdrawing;

namespace RefundDesk.Web.Portal.Pages;

/// <summary>The receipt of a declaration, for whoever holds the link.</summary>
public partial class WithdrawnPage
{
    private WithdrawalReceipt? _receipt;

    /// <summary>The link's secret part.</summary>
    [Parameter]
    public string Token { get; set; } = string.Empty;

    [Inject]
    private DeclareWithdrawal Declarations { get; set; } = default!;

    [Inject]
    private TrackingLinks Links { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        if (Retailer is null)
        {
            return;
        }

        if (Links.ReadWithdrawal(Token) is { } link && link.Client == Retailer.Id)
        {
            _receipt = await Declarations.FindAsync(link.Client, link.Number, Stop);
        }

        if (_receipt is null)
        {
            LeadNowhere();
        }
    }
}
