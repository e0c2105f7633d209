using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Components.Shared;

/// <summary>A table of a report on a page.</summary>
public partial class TableView
{
    /// <summary>What to show.</summary>
    [Parameter]
    [EditorRequired]
    public required ReportTable Table { get; set; }

    /// <summary>How values are worded.</summary>
    [Parameter]
    [EditorRequired]
    public required ReportWording Words { get; set; }

    private string Align(int column) => Table.Columns[column].IsRightAligned ? "num" : string.Empty;

    private string Heading(int column) => Table.CurrencyOf(column) is { } currency ? $"{Table.Columns[column].Title}, {currency.Code}" : Table.Columns[column].Title;
}
