using Microsoft.AspNetCore.Components;
using RefundDesk.Web.Features.Intake.Importing;

namespace RefundDesk.Web.Features.Intake.Bulk.Mapping;

/// <summary>The column mapper: each field with its meaning, the column it comes from and what stands there.</summary>
public partial class MapForm
{
    /// <summary>The mapping, changed in place.</summary>
    [Parameter, EditorRequired]
    public MapDraft Draft { get; set; } = default!;

    /// <summary>The file's columns.</summary>
    [Parameter, EditorRequired]
    public FileColumns Columns { get; set; } = default!;

    /// <summary>Raised after every change.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    private string MissingText => Draft.Missing.Count > 1
        ? $"One of {string.Join(" and ", Draft.Missing.Select(one => one.Name()))} must be given."
        : "Choose a column, or say what counts for every line.";

    /// <summary>Whether the engine asks for it where nothing is given.</summary>
    private bool IsNeeded(ImportField field) => ImportFields.FirstMissing(Draft.Kind, other => other != field) is not null;

    private Task ChooseAsync(ImportField field, string? column)
    {
        Draft.Choose(field, column);
        return Changed.InvokeAsync();
    }

    private Task DefaultAsync(ImportField field, string? text)
    {
        Draft.Default(field, text);
        return Changed.InvokeAsync();
    }
}
