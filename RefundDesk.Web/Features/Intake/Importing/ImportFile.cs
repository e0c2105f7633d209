namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>Opens a file by what is in it, not by its name: text, gzipped text, or a workbook (xlsx).</summary>
public sealed class ImportFile : IDisposable
{
    private readonly FileStream _file;

    private ImportFile(FileStream file) => _file = file;

    /// <summary>Bytes of the file as it lies on the disk.</summary>
    public long Length => _file.Length;

    /// <summary>Bytes read so far.</summary>
    public long Position => _file.Position;

    /// <summary>Opens the file for reading; others may read it meanwhile.</summary>
    /// <returns>Null with a fault where it cannot be opened.</returns>
    public static ImportFile? Open(string path, out ImportFault? fault)
    {
        fault = null;
        try
        {
            return new ImportFile(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            fault = ImportFault.OfFile(Directory.Exists(path) ? "This is a directory." : $"The file cannot be read: {unreadable.Message}");
            return null;
        }
    }

    /// <summary>Reads from the beginning, as often as wanted, one reader at a time.</summary>
    /// <param name="delimiter">Between the cells of a text.</param>
    /// <param name="fault">Why there is no reader.</param>
    public RowReader? Rows(char delimiter, out ImportFault? fault)
    {
        _file.Position = 0;
        Span<byte> head = stackalloc byte[8];
        head = head[.._file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        _file.Position = 0;
        fault = null;
        switch (head)
        {
            case [0x50, 0x4B, 0x03, 0x04, ..] or [0x50, 0x4B, 0x05, 0x06, ..]:
                fault = WorkbookLimits.FirstFault(_file);
                _file.Position = 0;
                return fault is null ? XlsxRowReader.Open(_file.Name, out fault) : null;
            case [0x1F, 0x8B, ..]:
                return new CsvRowReader(new BoundedInflation(_file), delimiter);
            case [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]:
                fault = new ImportFault(1, 1, "The text is in UTF-16. Save the file as UTF-8.");
                return null;
            case [0xD0, 0xCF, 0x11, 0xE0, ..]:
                fault = ImportFault.OfFile("This is a workbook of the old kind (xls). Save it as xlsx or CSV.");
                return null;
            default:
                return new CsvRowReader(_file, delimiter, leaveOpen: true);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
