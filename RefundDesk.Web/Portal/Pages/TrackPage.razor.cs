using Microsoft.AspNetCore.Components;
using RefundDesk.Web.Features.SelfService;

namespace RefundDesk.Web.Portal.Pages;

/// <summary>The receipt, and where a refund is, for whoever holds the link.</summary>
public partial class TrackPage
{
    private TrackedRefund? _refund;

    /// <summary>The link's secret part.</summary>
    [Parameter]
    public string Token { get; set; } = string.Empty;

    /// <summary>It was asked for a moment ago.</summary>
    [SupplyParameterFromQuery]
    public bool New { get; set; }

    [Inject]
    private TrackRefund Track { get; set; } = default!;

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

        if (Links.Read(Token) is { } link && link.Client == Retailer.Id && await Track.HandleAsync(link.Client, link.Number, Stop) is { Succeeded: true, Value: var refund })
        {
            _refund = refund;
            return;
        }

        LeadNowhere();
    }
}
