using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Features.SelfService;

namespace RefundDesk.Web.Portal.Pages;

/// <summary>The receipt, and where a refund is, for whoever holds the link: what happened, what is asked, and the way back while there is one.</summary>
public partial class TrackPage
{
    private TrackedRefund? _refund;
    private (ClientId Client, RefundNumber Number) _link;
    private bool _asksToCancel;

    /// <summary>The link's secret part.</summary>
    [Parameter]
    public string Token { get; set; } = string.Empty;

    /// <summary>It was asked for a moment ago.</summary>
    [SupplyParameterFromQuery]
    public bool New { get; set; }

    /// <summary>What was done a moment ago: answered or cancelled.</summary>
    [SupplyParameterFromQuery(Name = "done")]
    public string? JustDone { get; set; }

    [SupplyParameterFromForm(FormName = "cancel")]
    private string? Step { get; set; }

    [Inject]
    private TrackRefund Track { get; set; } = default!;

    [Inject]
    private CancelByLink Cancel { get; set; } = default!;

    [Inject]
    private TrackingLinks Links { get; set; } = default!;

    /// <summary>Only what there are words for.</summary>
    private string? Done => JustDone is "answered" or "cancelled" ? JustDone : null;

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
            (_link, _refund) = (link, refund);
            return;
        }

        LeadNowhere();
    }

    private Task CancelAsync()
    {
        if (_refund is null || Step is not "confirm")
        {
            _asksToCancel = Step == "ask";
            return Task.CompletedTask;
        }

        return EndAsync(Cancel.HandleAsync(_link.Client, _link.Number, Stop), "cancelled");
    }

    /// <summary>Goes back to the page as it is now, so that loading it again sends nothing twice.</summary>
    private async Task EndAsync(Task<Outcome> step, string done)
    {
        var taken = await step;
        if (taken.Succeeded)
        {
            Navigation.NavigateTo($"/r/{ClientKey}/track/{Token}?done={done}");
            return;
        }

        var own = T[$"Refusal.{taken.Refusal.Code}"];
        Fault = own.ResourceNotFound ? T["Refusal.moved"] : own;
    }
}
