using System.Globalization;
using System.Text;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>
/// Every line that was not stored, as it was written, with its number and the reason. Written beside and put in place at the end,
/// so that an import that was killed leaves the file of the one before.
/// </summary>
internal sealed class RejectsFile : IDisposable
{
    private readonly string _path;
    private readonly string _beside;
    private readonly IReadOnlyList<string> _header;
    private readonly char _delimiter;
    private StreamWriter? _writer;

    private RejectsFile(string path, IReadOnlyList<string> header, char delimiter)
    {
        (_path, _beside, _header, _delimiter) = (path, path + ".partial", header, delimiter);
    }

    /// <summary>Where it will lie.</summary>
    public string Path => _path;

    /// <summary>Prepares the file: where it was told to lie, else beside the input, else in the current folder. It is made with the first line.</summary>
    /// <param name="input">The imported file.</param>
    /// <param name="wanted">Where it was told to lie; null for the default.</param>
    /// <param name="header">Names of the input's columns.</param>
    /// <param name="delimiter">Between cells, as in the input.</param>
    /// <param name="fault">Why there is nowhere to write.</param>
    public static RejectsFile? Prepare(string input, string? wanted, IReadOnlyList<string> header, char delimiter, out ImportFault? fault)
    {
        fault = null;
        var name = System.IO.Path.GetFileName(input) + ".rejected.csv";
        string[] places = wanted is null
            ? [System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(input))!, name), System.IO.Path.GetFullPath(name)]
            : [System.IO.Path.GetFullPath(wanted)];
        foreach (var place in places)
        {
            if (CanWrite(place))
            {
                return new RejectsFile(place, header, delimiter);
            }
        }

        fault = ImportFault.OfFile($"The rejects file cannot be written to {string.Join(" or ", places)}; name another place with --rejects.");
        return null;
    }

    /// <summary>Keeps a line.</summary>
    public void Add(ImportedLine line, RejectReason reason)
    {
        _writer ??= Begin();
        Write([line.Number.ToString(CultureInfo.InvariantCulture), reason.Reason, reason.Text, .. line.Cells]);
    }

    /// <summary>Puts the file in place of an earlier one; where nothing was rejected there is none.</summary>
    /// <returns>Where it lies; null where nothing was rejected.</returns>
    public string? Finish()
    {
        if (_writer is null)
        {
            File.Delete(_path);
            return null;
        }

        _writer.Dispose();
        _writer = null;
        File.Move(_beside, _path, overwrite: true);
        return _path;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_writer is not null)
        {
            _writer.Dispose();
            File.Delete(_beside);
        }
    }

    /// <summary>
    /// A cell as it can safely be opened in a spreadsheet: what would begin a formula there gets an apostrophe in front (ASVS 1.2.10);
    /// numbers stay numbers.
    /// </summary>
    internal static string Safe(string cell) =>
        cell is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\0', ..] && DecimalText.Parse(cell, '.', null) is null && DecimalText.Parse(cell, ',', null) is null
            ? "'" + cell
            : cell;

    private static bool CanWrite(string place)
    {
        try
        {
            // The administrator of the machine could write anywhere; a folder that is closed to everybody is meant to stay as it is.
            var folder = System.IO.Path.GetDirectoryName(place)!;
            const UnixFileMode Write = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
            if (!OperatingSystem.IsWindows() && Directory.Exists(folder) && (File.GetUnixFileMode(folder) & Write) == 0)
            {
                return false;
            }

            using (new FileStream(place + ".partial", FileMode.Create, FileAccess.Write))
            {
            }

            File.Delete(place + ".partial");
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private StreamWriter Begin()
    {
        _writer = new StreamWriter(_beside, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };
        Write(["line", "reason", "detail", .. _header]);
        return _writer;
    }

    private void Write(IReadOnlyList<string> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
            {
                _writer!.Write(_delimiter);
            }

            var cell = Safe(cells[i]);
            _writer!.Write(cell.AsSpan().IndexOfAny(_delimiter, '"', '\n') >= 0 || cell.Contains('\r', StringComparison.Ordinal)
                ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
                : cell);
        }

        _writer!.WriteLine();
    }
}
