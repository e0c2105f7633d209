using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Features.Intake.Bulk;

/// <summary>Every import, over the page or a watched folder, the latest first.</summary>
public partial class ImportList
{
    /// <summary>What is listed.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ListedImport> Imports { get; set; } = [];

    /// <summary>Raised to stop one.</summary>
    [Parameter]
    public EventCallback<ListedImport> Stop { get; set; }

    /// <summary>Raised to take one up again.</summary>
    [Parameter]
    public EventCallback<ListedImport> Resume { get; set; }
}
