using System.Globalization;
using System.Text;
using CsvHelper;
using FsCheck.Xunit;
using RefundDesk.Web.Features.Intake.Importing;

namespace RefundDesk.Tests.Features.Intake;

public sealed class CsvRowReaderTests
{
    /// <summary>Text after the header <c>a,b</c>, and where and what the fault is.</summary>
    public static TheoryData<string, long, long, string> Faults => new()
    {
        { "1,\"open\n2,3\n", 2, 3, "never closed" },
        { "1,2\n3,\"x\"y\n", 3, 6, "must be doubled" },
        { "1,2\n3,5\" wide\n", 3, 4, "does not begin with one" },
        { "1,2\n3\n", 3, 0, "2 columns are expected and 1 found" },
        { "1,2,3\n", 2, 0, "2 columns are expected and 3 found" },
        { "1,2\r3,4\r\n", 2, 4, "carriage return" },
        { "\"a\nb\",2\n3,4\n5,\"x\"y\n", 5, 6, "must be doubled" },
        { "1,ä\u0000\n", 2, 4, "zero byte" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_with_line_and_column(string text, long line, long column, string words)
    {
        var fault = FaultOf(Encoding.UTF8.GetBytes("a,b\n" + text));

        Assert.Equal((line, column), (fault.Line, fault.Column));
        Assert.Contains(words, fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_that_is_no_utf8_is_named_with_line_and_column()
    {
        var fault = FaultOf([.. "a,b\n1,é\n2,caf"u8, 0xE9, .. "\n"u8]);

        Assert.Equal((3, 6), (fault.Line, fault.Column));
        Assert.Contains("0xE9", fault.Text, StringComparison.Ordinal);
        Assert.Contains("UTF-8", fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_a_gigabyte_is_refused_after_a_megabyte()
    {
        var endless = new Endless("a,b\n1,"u8.ToArray(), 1L << 30);
        using var rows = new CsvRowReader(endless, ',');
        Assert.True(rows.ReadHeader());

        Assert.False(rows.Read());

        Assert.Equal((2, 0), (rows.Fault!.Line, rows.Fault.Column));
        Assert.Contains("longer than 1 MB", rows.Fault.Text, StringComparison.Ordinal);
        Assert.InRange(endless.Given, 1 << 20, 4 << 20);
    }

    [Fact]
    public void A_quote_that_swallows_the_file_is_refused_where_it_opens()
    {
        var endless = new Endless("a,b\n1,2\nx,\""u8.ToArray(), 1L << 30);
        using var rows = new CsvRowReader(endless, ',');
        Assert.True(rows.ReadHeader());
        Assert.True(rows.Read());

        Assert.False(rows.Read());

        Assert.Equal((3, 3), (rows.Fault!.Line, rows.Fault.Column));
        Assert.InRange(endless.Given, 1 << 20, 4 << 20);
    }

    [Theory]
    [InlineData("\uFEFFa,b\n1,2\n")]
    [InlineData("a,b\r\n1,2\r\n")]
    [InlineData("a,b\n1,2")]
    [InlineData("\n\na,b\n\n1,2\n\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"2\"\n")]
    public void Marks_line_ends_blank_lines_and_quotes_make_no_difference(string text)
    {
        Assert.Equal([["1", "2"]], Read(Encoding.UTF8.GetBytes(text), out _));
    }

    [Fact]
    public void Lines_are_counted_as_an_editor_counts_them()
    {
        var rows = Read("a,b\n\n1,\"x\ny\"\n2,z\n"u8.ToArray(), out var lines);

        Assert.Equal([["1", "x\ny"], ["2", "z"]], rows);
        Assert.Equal([3, 5], lines);
    }

    /// <summary>Whatever a writer of another making writes is read as it was, in pieces of any size.</summary>
    [Property(MaxTest = 500)]
    public void What_another_writer_wrote_is_read_as_it_was(string?[][] cells, byte piece)
    {
        var wanted = cells.Select(row => new[] { Fit(row.ElementAtOrDefault(0)), Fit(row.ElementAtOrDefault(1)), "end" }).ToArray();
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var writer = new CsvWriter(text, CultureInfo.InvariantCulture))
        {
            foreach (var row in wanted.Prepend(["a", "b", "c"]))
            {
                Array.ForEach(row, writer.WriteField);
                writer.NextRecord();
            }
        }

        using var rows = new CsvRowReader(new Pieces(Encoding.UTF8.GetBytes(text.ToString()), 1 + (piece % 7)), ',');
        Assert.True(rows.ReadHeader(), rows.Fault?.Text);
        foreach (var row in wanted)
        {
            Assert.True(rows.Read(), rows.Fault?.Text);
            Assert.Equal(row, rows.Cells());
        }

        Assert.False(rows.Read());
        Assert.Null(rows.Fault);
    }

    /// <summary>Half characters and NUL are no text; they have tests of their own.</summary>
    private static string Fit(string? cell) => new([.. (cell ?? string.Empty).Where(c => c != '\0' && !char.IsSurrogate(c))]);

    private static List<string[]> Read(byte[] bytes, out List<long> lines)
    {
        using var rows = new CsvRowReader(new MemoryStream(bytes), ',');
        Assert.True(rows.ReadHeader(), rows.Fault?.Text);
        var read = new List<string[]>();
        lines = [];
        while (rows.Read())
        {
            read.Add(rows.Cells());
            lines.Add(rows.LineNumber);
        }

        Assert.Null(rows.Fault);
        return read;
    }

    private static ImportFault FaultOf(byte[] bytes)
    {
        using var rows = new CsvRowReader(new MemoryStream(bytes), ',');
        Assert.True(rows.ReadHeader(), rows.Fault?.Text);
        while (rows.Read())
        {
        }

        return rows.Fault ?? throw new InvalidOperationException("The file was read without a fault.");
    }

    /// <summary>A beginning, then one letter again and again.</summary>
    private sealed class Endless(byte[] beginning, long length) : MemoryStream(beginning)
    {
        public long Given { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, count);
            if (read == 0)
            {
                read = (int)Math.Min(count, length - Given);
                buffer.AsSpan(offset, read).Fill((byte)'x');
            }

            Given += read;
            return read;
        }
    }

    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(size, count));
    }
}
