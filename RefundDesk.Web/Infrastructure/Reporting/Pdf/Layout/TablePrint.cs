using RefundDesk.Domain.Reporting;
using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>Prints a table over as many pages as it needs, its headings repeated on each.</summary>
internal sealed class TablePrint
{
    private const int MostLines = 2;
    private const float RowPadding = 3.2f;
    private const float HeadingPadding = 4;
    private const float TitleGap = 5;

    private readonly ReportTable _table;
    private readonly TableColumns _columns;
    private readonly float[] _lefts;
    private readonly float[] _widths;
    private readonly float _factor;
    private readonly IReadOnlyList<ShapedText>[] _headings;
    private readonly bool _grouped;

    public TablePrint(ReportTable table, TableColumns columns, float width)
    {
        _table = table;
        _columns = columns;
        (_lefts, _widths, _factor) = columns.Fit(width);
        var heading = PrintTheme.Label with { Size = PrintTheme.Label.Size * _factor };
        _headings = [.. columns.Titles.Select((title, index) => TextShaper.Wrap(title, heading, _widths[index] + 0.5f, 3))];
        _grouped = table.Columns.Any(column => column.Group is { Length: > 0 });
    }

    private float HeadingLine => PrintTheme.Label.LineHeight * _factor;

    private float GroupHeight => _grouped ? HeadingLine + HeadingPadding : 0;

    private float HeadingHeight => GroupHeight + (_headings.Max(lines => lines.Count) * HeadingLine) + (2 * HeadingPadding);

    private static float TitleHeight => PrintTheme.TableTitle.LineHeight + TitleGap;

    public void Place(PageFlow flow)
    {
        var first = _table.Rows.Count > 0 ? Shape(_table.Rows[0], total: false) : null;
        flow.EnsureRoom(TitleHeight + HeadingHeight + (2 * (first?.Height ?? PrintTheme.Body.LineHeight)));
        PlaceHeadings(flow, "");
        for (var index = 0; index < _table.Rows.Count; index++)
        {
            PlaceRow(flow, Shape(_table.Rows[index], total: false), index == _table.Rows.Count - 1);
        }

        if (_table.Rows.Count == 0)
        {
            var words = TextShaper.Fit(_table.EmptyText, PrintTheme.Body with { Color = PrintTheme.Muted }, flow.Width);
            flow.Place(PrintTheme.Body.LineHeight + (2 * RowPadding), (canvas, area) => words.Draw(canvas, area.Left, area.Top + RowPadding));
        }

        if (_table.Total is not null)
        {
            PlaceTotal(flow, Shape(_table.Total, total: true));
        }
    }

    private void PlaceRow(PageFlow flow, Row row, bool last)
    {
        // The total never stands alone on a page: the last row goes with it.
        var needed = row.Height + (last && _table.Total is not null ? Shape(_table.Total, total: true).Height : 0);
        if (needed > flow.Remaining && !flow.AtTop)
        {
            flow.TurnPage();
            PlaceHeadings(flow, "continued");
        }

        flow.Place(row.Height, (canvas, area) =>
        {
            Draw(canvas, area, row);
            PrintTheme.Rule(canvas, area.Left, area.Right, area.Bottom, PrintTheme.Line);
        });
    }

    private void PlaceTotal(PageFlow flow, Row row) => flow.Place(row.Height, (canvas, area) =>
    {
        PrintTheme.Rule(canvas, area.Left, area.Right, area.Top, PrintTheme.Muted, 0.9f);
        Draw(canvas, area, row);
    });

    private void PlaceHeadings(PageFlow flow, string note)
    {
        var title = TextShaper.Fit(_table.Title, PrintTheme.TableTitle, flow.Width - 70);
        flow.Place(TitleHeight, (canvas, area) =>
        {
            title.Draw(canvas, area.Left, area.Top);
            TextShaper.Shape(note, PrintTheme.Small).Draw(canvas, area.Left + title.Width + 6, area.Top + PrintTheme.TableTitle.Baseline - PrintTheme.Small.Baseline);
        });
        flow.Place(HeadingHeight, DrawHeadings);
    }

    private void DrawHeadings(SKCanvas canvas, SKRect area)
    {
        if (_grouped)
        {
            DrawGroups(canvas, area);
        }

        for (var column = 0; column < _headings.Length; column++)
        {
            var lines = _headings[column];
            var top = area.Bottom - HeadingPadding - (lines.Count * HeadingLine);
            DrawLines(canvas, lines, area.Left, top, column, HeadingLine);
        }

        PrintTheme.Rule(canvas, area.Left, area.Right, area.Bottom, PrintTheme.StrongLine, 0.9f);
    }

    private void DrawGroups(SKCanvas canvas, SKRect area)
    {
        var style = PrintTheme.Label with { Size = PrintTheme.Label.Size * _factor };
        for (var first = 0; first < _columns.Count;)
        {
            var group = _columns.Group(first);
            var after = first + 1;
            while (after < _columns.Count && _columns.Group(after) == group)
            {
                after++;
            }

            if (group is { Length: > 0 })
            {
                var left = area.Left + _lefts[first];
                var right = area.Left + _lefts[after - 1] + _widths[after - 1];
                var name = TextShaper.Fit(group, style, right - left);
                var lines = _headings[first..after].Max(heading => heading.Count);
                var top = area.Bottom - HeadingPadding - (lines * HeadingLine) - GroupHeight;
                name.Draw(canvas, (left + right - name.Width) / 2, top);
                PrintTheme.Rule(canvas, left, right, top + HeadingLine + 1.5f, PrintTheme.StrongLine);
            }

            first = after;
        }
    }

    private Row Shape(ReportRow row, bool total)
    {
        var cells = new IReadOnlyList<ShapedText>[_columns.Count];
        for (var column = 0; column < cells.Length; column++)
        {
            var style = TableColumns.StyleOf(row.Cells[column], total, _factor);
            var words = total && row.Cells[column].Kind is null ? "" : _columns.Words(row, column);
            cells[column] = _columns.IsWords(column)
                ? TextShaper.Wrap(words, style, _widths[column] + 0.5f, MostLines)
                : [TextShaper.Shape(words, style)];
        }

        var line = PrintTheme.Body.LineHeight * _factor;
        return new Row(cells, line, (cells.Max(lines => lines.Count) * line) + (2 * RowPadding * _factor));
    }

    private void Draw(SKCanvas canvas, SKRect area, Row row)
    {
        for (var column = 0; column < row.Cells.Length; column++)
        {
            DrawLines(canvas, row.Cells[column], area.Left, area.Top + (RowPadding * _factor), column, row.LineHeight);
        }
    }

    private void DrawLines(SKCanvas canvas, IReadOnlyList<ShapedText> lines, float left, float top, int column, float lineHeight)
    {
        var right = _columns.IsRight(column);
        var x = left + _lefts[column] + (right ? _widths[column] : 0);
        for (var index = 0; index < lines.Count; index++)
        {
            lines[index].Draw(canvas, x, top + (index * lineHeight), right);
        }
    }

    private sealed record Row(IReadOnlyList<ShapedText>[] Cells, float LineHeight, float Height);
}
