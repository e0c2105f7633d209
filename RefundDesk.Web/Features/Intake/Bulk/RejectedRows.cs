using RefundDesk.Web.Features.Intake.Importing;

namespace RefundDesk.Web.Features.Intake.Bulk;

/// <summary>A line that was not stored.</summary>
/// <param name="Line">Line of the file.</param>
/// <param name="Reason">A stable code.</param>
/// <param name="Detail">In words.</param>
/// <param name="Cells">As the file had them.</param>
public sealed record RejectedRow(long Line, string Reason, string Detail, IReadOnlyList<string> Cells);

/// <summary>Reads the first rejected lines back for the page.</summary>
internal static class RejectedRows
{
    public const int AtMost = 500;

    public static (IReadOnlyList<string> Names, IReadOnlyList<RejectedRow> Rows) Read(string path)
    {
        // Written by ourselves, in the file's own delimiter: the one that makes "line", "reason", "detail" of the first row.
        foreach (var delimiter in FileColumns.Delimiters)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            using var rows = new CsvRowReader(file, delimiter);
            var found = new List<RejectedRow>();
            IReadOnlyList<string>? names = null;
            while (found.Count < AtMost && rows.ReadCells() is { } cells)
            {
                if (names is null)
                {
                    names = cells;
                    if (cells is not ["line", "reason", "detail", ..])
                    {
                        break;
                    }

                    continue;
                }

                found.Add(new RejectedRow(long.Parse(cells[0], System.Globalization.CultureInfo.InvariantCulture), cells[1], cells[2], cells[3..]));
            }

            if (names is ["line", "reason", "detail", ..])
            {
                return ([.. names.Skip(3)], found);
            }
        }

        return ([], []);
    }
}
