using RefundDesk.Domain.Reporting;
using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>Lays a report out on pages: portrait A4, or landscape where a table needs it.</summary>
internal sealed class ReportLayout
{
    /// <summary>What a report says that has nothing to say.</summary>
    public const string NoContent = "There is nothing to report for this period.";

    private const float HeadingHeight = 26;
    private const float LeastAfterHeading = 90;

    private static readonly SKSize Portrait = new(595.28f, 841.89f);
    private static readonly SKSize Landscape = new(841.89f, 595.28f);

    private readonly ReportDocument _document;
    private readonly ReportWording _wording;
    private readonly IReadOnlyDictionary<ReportTable, TableColumns> _columns;
    private readonly PageFlow _flow;

    private ReportLayout(ReportDocument document, ReportWording wording, CancellationToken cancellationToken)
    {
        _document = document;
        _wording = wording;
        _columns = TableColumns.Of(document, wording, cancellationToken);
        _flow = new PageFlow(PageFor(_columns.Values), cancellationToken);
    }

    /// <summary>The page on which every table fits without its type being set smaller, or the wider one.</summary>
    public static SKSize PageFor(IEnumerable<TableColumns> tables)
    {
        var widest = tables.Select(columns => columns.LeastWidth).DefaultIfEmpty(0).Max();
        return widest > Portrait.Width - (2 * PrintTheme.Margin) ? Landscape : Portrait;
    }

    /// <summary>Places everything; nothing is drawn yet.</summary>
    public static PageFlow Place(ReportDocument document, ReportWording wording, PageFrame frame, CancellationToken cancellationToken)
    {
        var layout = new ReportLayout(document, wording, cancellationToken);
        frame.PlaceTitle(layout._flow);
        layout.PlaceSections();
        return layout._flow;
    }

    private void PlaceSections()
    {
        var sections = _document.Sections.Where(section => section.Blocks.Count > 0).ToList();
        if (sections.Count == 0)
        {
            NoteText.Place(_flow, new ReportNote(NoContent));
        }

        foreach (var section in sections)
        {
            PlaceHeading(section);
            for (var index = 0; index < section.Blocks.Count; index++)
            {
                index += PlaceBlock(section.Blocks, index);
                _flow.Skip(GapAfter(section.Blocks, index));
            }
        }
    }

    private static float GapAfter(IReadOnlyList<ReportBlock> blocks, int index) =>
        index == blocks.Count - 1 || blocks[index] is ReportTable || blocks[index + 1] is ReportTable ? PrintTheme.SectionGap : PrintTheme.Gap;

    private void PlaceHeading(ReportSection section)
    {
        if (section.Heading is not { Length: > 0 } words)
        {
            return;
        }

        var next = section.Blocks[0] is ReportChart chart ? ChartPainter.Height(chart, WidthOf(chart)) : LeastAfterHeading;
        _flow.EnsureRoom(HeadingHeight + next);
        var heading = TextShaper.Fit(words, PrintTheme.Heading, _flow.Width);
        _flow.Place(HeadingHeight, (canvas, area) => heading.Draw(canvas, area.Left, area.Top));
    }

    /// <summary>Places a block, and the next one too where both are half as wide as the page.</summary>
    /// <returns>How many blocks more than one were placed.</returns>
    private int PlaceBlock(IReadOnlyList<ReportBlock> blocks, int index)
    {
        switch (blocks[index])
        {
            case ReportFigures { Items.Count: > 0 } figures:
                FigureRow.Place(_flow, figures, _wording);
                return 0;
            case ReportChart { Span: ReportSpan.Half } left when index + 1 < blocks.Count && blocks[index + 1] is ReportChart { Span: ReportSpan.Half } right:
                PlaceBeside(left, right);
                return 1;
            case ReportChart chart:
                var width = WidthOf(chart);
                _flow.Place(ChartPainter.Height(chart, width), (canvas, area) =>
                    ChartPainter.Draw(canvas, new SKRect(area.Left, area.Top, area.Left + width, area.Bottom), chart));
                return 0;
            case ReportTable table:
                new TablePrint(table, _columns[table], _flow.Width).Place(_flow);
                return 0;
            case ReportNote note:
                NoteText.Place(_flow, note);
                return 0;
            default:
                return 0;
        }
    }

    private void PlaceBeside(ReportChart left, ReportChart right)
    {
        var width = WidthOf(left);
        var height = Math.Max(ChartPainter.Height(left, width), ChartPainter.Height(right, width));
        _flow.Place(height, (canvas, area) =>
        {
            ChartPainter.Draw(canvas, new SKRect(area.Left, area.Top, area.Left + width, area.Bottom), left);
            ChartPainter.Draw(canvas, new SKRect(area.Right - width, area.Top, area.Right, area.Bottom), right);
        });
    }

    private float WidthOf(ReportChart chart) => chart.Span == ReportSpan.Half ? (_flow.Width - PrintTheme.Gap) / 2 : _flow.Width;
}
