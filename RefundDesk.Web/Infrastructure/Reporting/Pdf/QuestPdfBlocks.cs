using QuestPDF.Fluent;
using QuestPDF.Infrastructure;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>The content of a report in the QuestPDF engine.</summary>
internal sealed class QuestPdfBlocks(ReportWording wording, IReadOnlyDictionary<ReportTable, TableColumns> columns, float width)
{
    public const string Ink = "#171D29";
    public const string Muted = "#5A6374";
    public const string Line = "#E2E5EA";
    public const string StrongLine = "#CDD2DA";

    public void Fill(ColumnDescriptor content, ReportDocument document)
    {
        var sections = document.Sections.Where(section => section.Blocks.Count > 0).ToList();
        if (sections.Count == 0)
        {
            content.Item().Text(ReportLayout.NoContent).FontColor(Muted);
        }

        foreach (var section in sections)
        {
            if (section.Heading is { Length: > 0 } heading)
            {
                content.Item().EnsureSpace(160).PaddingBottom(8).Text(heading).FontSize(PrintTheme.Heading.Size).SemiBold();
            }

            for (var index = 0; index < section.Blocks.Count; index++)
            {
                var next = index + 1 < section.Blocks.Count ? section.Blocks[index + 1] : null;
                var item = content.Item().PaddingBottom(next is null || section.Blocks[index] is ReportTable ? PrintTheme.SectionGap : PrintTheme.Gap);
                index += Block(item, section.Blocks[index], next);
            }
        }
    }

    private int Block(IContainer item, ReportBlock block, ReportBlock? next)
    {
        switch (block)
        {
            case ReportFigures { Items.Count: > 0 } figures:
                Figures(item, figures);
                return 0;
            case ReportChart { Span: ReportSpan.Half } left when next is ReportChart { Span: ReportSpan.Half } right:
                Beside(item, left, right);
                return 1;
            case ReportChart chart:
                item.Width(chart.Span == ReportSpan.Half ? Half : width).Image(ChartImage.Png(chart, chart.Span == ReportSpan.Half ? Half : width));
                return 0;
            case ReportTable table:
                Table(item, table);
                return 0;
            case ReportNote note:
                item.Text(note.Text).FontColor(note.Tone == ReportTone.Neutral ? Muted : Ink);
                return 0;
            default:
                return 0;
        }
    }

    private float Half => (width - PrintTheme.Gap) / 2;

    private void Beside(IContainer item, ReportChart left, ReportChart right)
    {
        var height = Math.Max(ChartPainter.Height(left, Half), ChartPainter.Height(right, Half));
        item.ShowEntire().Row(row =>
        {
            row.Spacing(PrintTheme.Gap);
            row.RelativeItem().Image(ChartImage.Png(left, Half, height));
            row.RelativeItem().Image(ChartImage.Png(right, Half, height));
        });
    }

    private void Figures(IContainer item, ReportFigures figures) => item.Column(column =>
    {
        column.Spacing(8);
        var across = FigureRow.Columns(figures.Items, width, wording);
        foreach (var chunk in figures.Items.Chunk(across))
        {
            column.Item().Row(row =>
            {
                row.Spacing(8);
                foreach (var figure in chunk)
                {
                    row.RelativeItem().Border(0.8f).BorderColor(Line).Padding(9).Column(panel => Figure(panel, figure));
                }

                for (var empty = chunk.Length; empty < across; empty++)
                {
                    row.RelativeItem();
                }
            });
        }
    });

    private void Figure(ColumnDescriptor panel, ReportFigure figure)
    {
        panel.Item().Text(figure.Label).FontSize(7.5f).SemiBold().FontColor(Muted);
        panel.Item().Text(wording.Of(figure.Value)).FontSize(15).SemiBold();
        panel.Item().Text(figure.Hint ?? "").FontSize(7.5f).FontColor(ToneOf(figure.Tone));
    }

    private void Table(IContainer item, ReportTable table) => item.EnsureSpace(90).Column(column =>
    {
        column.Item().PaddingBottom(4).Text(table.Title).FontSize(PrintTheme.TableTitle.Size).SemiBold();
        column.Item().Table(grid =>
        {
            var layout = columns[table];
            var (_, widths, factor) = layout.Fit(width);
            grid.ColumnsDefinition(definition =>
            {
                for (var index = 0; index < widths.Length; index++)
                {
                    // The gap belongs to the column before it, as padding of its cells.
                    definition.RelativeColumn(widths[index] + (index == widths.Length - 1 ? 0 : TableColumns.GapWidth * factor));
                }
            });
            grid.Header(header =>
            {
                for (var index = 0; index < widths.Length; index++)
                {
                    var title = layout.Group(index) is { Length: > 0 } group ? $"{group}: {layout.Titles[index]}" : layout.Titles[index];
                    Cell(header.Cell().BorderBottom(0.9f).BorderColor(StrongLine), layout, index, factor).Text(title).FontSize(7.5f * factor).SemiBold().FontColor(Muted);
                }
            });
            foreach (var row in table.Rows)
            {
                Row(grid, layout, row, factor, total: false);
            }

            if (table.Rows.Count == 0)
            {
                grid.Cell().ColumnSpan((uint)widths.Length).PaddingVertical(3).Text(table.EmptyText).FontColor(Muted);
            }

            if (table.Total is not null)
            {
                Row(grid, layout, table.Total, factor, total: true);
            }
        });
    });

    private static void Row(TableDescriptor grid, TableColumns layout, ReportRow row, float factor, bool total)
    {
        for (var index = 0; index < row.Cells.Count; index++)
        {
            var words = total && row.Cells[index].Kind is null ? "" : layout.Words(row, index);
            var lined = total ? grid.Cell().BorderTop(0.9f).BorderColor(Muted) : grid.Cell().BorderBottom(PrintTheme.Hairline).BorderColor(Line);
            var text = Cell(lined, layout, index, factor).Text(words).FontSize(PrintTheme.Body.Size * factor);
            if (total)
            {
                text.SemiBold();
            }
        }
    }

    private static IContainer Cell(IContainer cell, TableColumns layout, int column, float factor)
    {
        var padded = cell.PaddingVertical(3.2f * factor).PaddingRight(column == layout.Count - 1 ? 0 : TableColumns.GapWidth * factor);
        return layout.IsRight(column) ? padded.AlignRight() : padded;
    }

    private static string ToneOf(ReportTone tone) => tone switch
    {
        ReportTone.Good => "#1B7A4B",
        ReportTone.Warning => "#9A5B00",
        ReportTone.Bad => "#B3261E",
        _ => Muted,
    };
}
