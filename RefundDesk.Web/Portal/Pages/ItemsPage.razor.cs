using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Web.Features.Intake;
using RefundDesk.Web.Features.SelfService;

namespace RefundDesk.Web.Portal.Pages;

/// <summary>What goes back and why; what the policy says to it; and the request.</summary>
public partial class ItemsPage
{
    private const string Remove = "remove ";

    private RequestPreview? _preview;
    private IReadOnlyList<DraftFile> _files = [];

    [SupplyParameterFromForm(FormName = "items")]
    private Choice Form { get; set; } = default!;

    [Inject]
    private PreviewRequest Preview { get; set; } = default!;

    [Inject]
    private SubmitRequest Submit { get; set; } = default!;

    [Inject]
    private FormFiles Files { get; set; } = default!;

    [Inject]
    private TrackingLinks Links { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Form ??= new();
        Form.Key ??= Guid.CreateVersion7(Time.GetUtcNow()).ToString("N");
        await base.OnInitializedAsync();
        if (Order is not null)
        {
            _files = await Files.ListAsync(Order.Number, Stop);
        }
    }

    /// <summary>What was chosen is kept first, whatever is wrong with the rest of the form: nobody chooses a photo twice.</summary>
    /// <returns>False where a file was not taken, or one was taken out: then the form is shown again.</returns>
    private async Task<bool> KeepFilesAsync(string order)
    {
        if (Form.Step is { } step && step.StartsWith(Remove, StringComparison.Ordinal))
        {
            if (Guid.TryParse(step[Remove.Length..], out var id))
            {
                await Files.RemoveAsync(order, new AttachmentId(id), Stop);
            }

            _files = await Files.ListAsync(order, Stop);
            return false;
        }

        var sent = await SentFiles.ReadAsync(Request.Request, Files.Limits, Stop);
        if (sent.Count == 0)
        {
            return true;
        }

        var refused = await Files.HandleAsync(order, sent, Stop);
        _files = await Files.ListAsync(order, Stop);
        Fault = refused is null ? null : PortalPart.InWords(T, refused.Refusal, FileNames.Shown(refused.Name));
        return refused is null;
    }

    private async Task GoOnAsync()
    {
        if (Retailer is null || Order is null || Form.Step == "change" || !await KeepFilesAsync(Order.Number))
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
            var submitted = await Submit.HandleAsync(ClientKey, Order.Number, request, new RequestFiles([], FormFiles.FormOf(Retailer.Id, Order.Number)), Stop);
            if (submitted.Succeeded)
            {
                Navigation.NavigateTo($"{Links.PathTo(ClientKey, Retailer.Id, submitted.Value.Number)}?new=true");
                return;
            }

            Refuse(submitted.Refusal);
            return;
        }

        var preview = await Preview.HandleAsync(ClientKey, Order.Number, request, await Files.EvidenceAsync(Order.Number, Stop), Stop);
        if (preview.Succeeded)
        {
            _preview = preview.Value;
            return;
        }

        Refuse(preview.Refusal);
    }

    private void Refuse(Refusal refusal) => Fault = PortalPart.InWords(T, refusal, string.Empty);
}
