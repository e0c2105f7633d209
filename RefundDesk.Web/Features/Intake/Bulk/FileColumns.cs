using RefundDesk.Domain.Common;
using RefundDesk.Web.Features.Intake.Importing;

namespace RefundDesk.Web.Features.Intake.Bulk;

/// <summary>The columns of a file, with what stands in its first rows.</summary>
/// <param name="Delimiter">Between the cells of a text.</param>
/// <param name="Names">As the first row has them.</param>
/// <param name="Samples">The first rows, a text for each column.</param>
public sealed record FileColumns(char Delimiter, IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<string>> Samples)
{
    private const int SampleRows = 3;

    /// <summary>Characters between cells that are tried, the usual one first.</summary>
    public static IReadOnlyList<char> Delimiters { get; } = [',', ';', '\t', '|'];

    /// <summary>What stands in a column, the first text that is not empty.</summary>
    public string? SampleOf(string column)
    {
        var index = Names.ToList().FindIndex(name => string.Equals(name, column, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : Samples.Select(row => row[index]).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
    }

    /// <summary>Reads them; of the characters that may stand between cells the one that makes most columns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What people call it.</param>
    /// <returns>The columns; or <c>import.broken-file</c>.</returns>
    public static Outcome<FileColumns> Read(string path, string name)
    {
        using var file = ImportFile.Open(path, out var fault);
        if (file is null)
        {
            return fault!.In(name);
        }

        FileColumns? best = null;
        foreach (var delimiter in Delimiters)
        {
            using var rows = file.Rows(delimiter, out var wrong);
            if (rows is null)
            {
                return wrong!.In(name);
            }

            if (!rows.ReadHeader())
            {
                fault ??= rows.Fault;
                continue;
            }

            var samples = new List<IReadOnlyList<string>>();
            while (samples.Count < SampleRows && rows.Read())
            {
                samples.Add(rows.Cells());
            }

            if (rows.Header.Count > (best?.Names.Count ?? 0))
            {
                best = new FileColumns(delimiter, [.. rows.Header], samples);
            }
        }

        // A header that is wrong under its own delimiter reads as one column under every other one.
        return fault is not null && best is null or { Names.Count: 1 } ? fault!.In(name) : best!;
    }
}
