using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Common;
using RefundDesk.Web.Features.Intake;

namespace RefundDesk.Web.Portal.Pages;

/// <summary>What goes back and why; what the policy says to it; and the request.</summary>
public partial class ItemsPage
{
    private RequestPreview? _preview;

    [SupplyParameterFromForm(FormName = "items")]
    private Choice Form { get; set; } = default!;

    [Inject]
    private PreviewRequest Preview { get; set; } = default!;

    [Inject]
    private SubmitRequest Submit { get; set; } = default!;

    [Inject]
    private TrackingLinks Links { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        Form ??= new();
        Form.Key ??= Guid.CreateVersion7(Time.GetUtcNow()).ToString("N");
        return base.OnInitializedAsync();
    }

    private async Task GoOnAsync()
    {
        if (Retailer is null || Order is null || Form.Step == "change")
        {
            return;
        }

        if (Form.Request(Time.GetUtcNow(), out var missing) is not { } request)
        {
            Fault = T[missing!];
            return;
        }

        if (Form.Step == "confirm")
        {
            var submitted = await Submit.HandleAsync(ClientKey, Order.Number, request, Stop);
            if (submitted.Succeeded)
            {
                Navigation.NavigateTo($"{Links.PathTo(ClientKey, Retailer.Id, submitted.Value.Number)}?new=true");
                return;
            }

            Refuse(submitted.Refusal);
            return;
        }

        var preview = await Preview.HandleAsync(ClientKey, Order.Number, request, Stop);
        if (preview.Succeeded)
        {
            _preview = preview.Value;
            return;
        }

        Refuse(preview.Refusal);
    }

    private void Refuse(Refusal refusal)
    {
        var own = T[$"Refusal.{refusal.Code}"];
        Fault = own.ResourceNotFound ? T["Refusal.other"] : own;
    }
}
