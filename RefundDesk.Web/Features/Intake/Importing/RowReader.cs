namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>
/// Rows of a file, one at a time, forward only. A fault ends it: <see cref="Read"/> says false and <see cref="Fault"/> says why.
/// Cells are valid until the next row is read.
/// </summary>
public abstract class RowReader : IDisposable
{
    /// <summary>The longest row that is read, bytes: 1 MiB. A longer one is refused before it is in memory.</summary>
    public const int LongestRow = 1 << 20;

    /// <summary>The most columns a file may have.</summary>
    public const int MostColumns = 1_000;

    /// <summary>The names in the first row, as written.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>Why reading ended early; null where the file ended.</summary>
    public ImportFault? Fault { get; protected set; }

    /// <summary>Line of the text or row of the sheet where the current row begins, from 1.</summary>
    public long LineNumber { get; protected set; }

    /// <summary>Cells of the current row.</summary>
    public abstract int CellCount { get; }

    /// <summary>The next row with as many cells as the header; false at the end or at a fault.</summary>
    public bool Read()
    {
        if (Fault is not null || !Next())
        {
            return false;
        }

        if (CellCount == Header.Count)
        {
            return true;
        }

        Fault = new ImportFault(LineNumber, 0, $"{Header.Count} columns are expected and {CellCount} found.");
        return false;
    }

    /// <summary>Reads the first row as the names of the columns. False where there is none or it is no good.</summary>
    public bool ReadHeader()
    {
        if (!Next())
        {
            Fault ??= ImportFault.OfFile("The file is empty; the first line must name the columns.");
            return false;
        }

        var names = Cells();
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = names[i].Trim();
            var first = Array.FindIndex(names, 0, i + 1, name => string.Equals(name, names[i], StringComparison.OrdinalIgnoreCase));
            if (names[i].Length == 0 || first < i)
            {
                Fault = new ImportFault(LineNumber, ColumnOf(i), names[i].Length == 0 ? $"Column {i + 1} has no name." : $"The column '{names[i]}' is there twice.");
                return false;
            }
        }

        if (names.Length > MostColumns)
        {
            Fault = new ImportFault(LineNumber, 0, $"There are more than {MostColumns} columns.");
            return false;
        }

        Header = names;
        return true;
    }

    /// <summary>The texts of the next row as they are, however many; null at the end or a fault.</summary>
    public string[]? ReadCells() => Fault is null && Next() ? Cells() : null;

    /// <summary>The text of a cell; for typed cells (numbers and dates of a sheet) in one neutral form.</summary>
    public abstract string Cell(int index);

    /// <summary>Where the cell begins: character of the line, or column of the sheet.</summary>
    public abstract long ColumnOf(int index);

    /// <summary>True where the cell came as a number or date: then it has a decimal point and an ISO date, whatever the map says of text.</summary>
    public virtual bool IsTyped(int index) => false;

    /// <summary>The texts of all cells.</summary>
    public string[] Cells()
    {
        var cells = new string[CellCount];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = Cell(i);
        }

        return cells;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Goes to the next row, whatever its cells.</summary>
    protected abstract bool Next();

    /// <summary>Lets the file go.</summary>
    protected abstract void Dispose(bool disposing);
}
