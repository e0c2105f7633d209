using System.Globalization;
using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Features.Case.Attaching;

/// <summary>What came with a case, and where the same photo came before: looked up whenever it is shown, so that a photo of later counts too.</summary>
public partial class AttachmentsPanel
{
    private CaseFiles? _files;
    private string? _fault;
    private bool _busy;
    private (RefundNumber Number, long Version)? _shown;

    /// <summary>The case.</summary>
    [Parameter, EditorRequired]
    public RefundNumber Number { get; set; }

    /// <summary>Its version; another one is looked at anew.</summary>
    [Parameter, EditorRequired]
    public long Version { get; set; }

    /// <summary>Files were added, so the case is another one than is shown.</summary>
    [Parameter]
    public EventCallback Added { get; set; }

    [Inject]
    private AttachmentsQuery Attachments { get; set; } = default!;

    [Inject]
    private AddAttachments Adding { get; set; } = default!;

    private IEnumerable<(RefundNumber Case, int Photos, bool IsExact, bool WasBefore)> Others => _files!.Files.SelectMany(file => file.Same)
        .GroupBy(same => same.Other).Select(same => (same.Key, same.Select(one => one.Photo).Distinct().Count(), same.Any(one => one.IsExact), same.Any(one => one.WasBefore)));

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        if (_shown == (Number, Version))
        {
            return Task.CompletedTask;
        }

        _shown = (Number, Version);
        return LoadAsync();
    }

    private static string Size(long bytes) => bytes >= 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000m:0.#} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes / 1_000)} kB");

    private async Task LoadAsync()
    {
        var found = await Attachments.FindAsync(Number, Gone);
        _files = found.Succeeded ? found.Value : null;
    }

    private void Refuse(string fault) => _fault = fault;

    private async Task AddAsync(IReadOnlyList<ReceivedFile> chosen)
    {
        (_busy, _fault) = (true, null);
        try
        {
            var added = await Adding.HandleAsync(Number, chosen, RequestChannel.Agent, Gone);
            _fault = added.Refusal?.Message;
            if (added.Succeeded)
            {
                await LoadAsync();
                await Added.InvokeAsync();
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
