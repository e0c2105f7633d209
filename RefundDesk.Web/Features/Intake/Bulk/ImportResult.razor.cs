using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Features.Intake.Bulk;

/// <summary>How far an import is, what it did, and the lines it rejected.</summary>
public partial class ImportResult
{
    private IReadOnlyList<RejectedRow>? _rejects;
    private IReadOnlyList<string> _names = [];
    private Guid? _readOf;
    private string _reason = string.Empty;

    /// <summary>The import.</summary>
    [Parameter, EditorRequired]
    public ListedImport Import { get; set; } = default!;

    /// <summary>Raised to stop it.</summary>
    [Parameter]
    public EventCallback Stop { get; set; }

    [Inject]
    private ImportsQuery Imports { get; set; } = default!;

    private IEnumerable<RejectedRow> Shown => _rejects!.Where(row => _reason.Length == 0 || row.Reason == _reason);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_readOf is { } other && other != Import.Id)
        {
            (_rejects, _readOf, _reason) = (null, null, string.Empty);
        }

        if (_readOf is null && Import.Stage == ImportStage.Done)
        {
            _readOf = Import.Id;
            (_names, _rejects) = await Imports.RejectedRowsAsync(Import.Id, Gone);
        }
    }
}
