using System.IO.Compression;
using System.Text;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Features.Intake.ImportDesk;

namespace RefundDesk.Tests.Features.Intake;

/// <summary>Each way a file can be broken: named with line and column, and nothing of it is stored, however many good lines come before.</summary>
public sealed class BrokenFileTests
{
    private static readonly string Good = OrderHeader + "\n" + string.Concat(Enumerable.Range(1, 1_200).Select(i => Order($"O-{i}") + "\n"));

    /// <summary>What is wrong, the file, and what the refusal says.</summary>
    public static TheoryData<string, byte[], string> Broken => new()
    {
        { "an empty file", [], ": The file is empty" },
        { "a wrong delimiter", Text(Good.Replace(',', ';')), "line 1: The column 'orderNumber' is missing. The line is one column; cells seem to be separated by ';'" },
        { "a missing column", Text(Good.Replace("currency", "curr", StringComparison.Ordinal)), "line 1: The column 'currency' is missing. There are: orderNumber, customerReference, country, curr" },
        { "a column that our layout does not know", Text(Good.Replace("country", "country,discout", StringComparison.Ordinal)), "line 1, column 39: There is no column 'discout'" },
        { "a duplicate header", Text(Good.Replace("country", "Currency", StringComparison.Ordinal)), "line 1, column 40: The column 'currency' is there twice" },
        { "a header without a name", Text(Good.Replace("country", string.Empty, StringComparison.Ordinal)), "line 1, column 31: Column 3 has no name" },
        { "a quote never closed", Text(Good + "O-2000,\"C-1,GB\n"), "line 1202, column 8: The quote that opens here is never closed" },
        { "a quote in the middle", Text(Good + "O-2000,C-1,GB,GBP,2026-01-05,5\" nail,1,1.00\n"), "line 1202, column 31: A quote inside a cell" },
        { "a cell too few", Text(Good + "O-2000,C-1\n"), "line 1202: 8 columns are expected and 2 found" },
        { "Latin-1", [.. Text(Good), .. Encoding.Latin1.GetBytes("O-2000,Café,GB,GBP,2026-01-05,A,1,1.00\n")], "line 1202, column 11: The byte 0xE9 is no UTF-8" },
        { "UTF-16", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Good)], "line 1, column 1: The text is in UTF-16" },
        { "UTF-16 without a mark", Encoding.Unicode.GetBytes(Good), "line 1, column 2: This is no text: a zero byte" },
        { "binary rubbish", [0x7F, 0x45, 0x4C, 0x46, 0x02, 0x01, 0x01, 0x00, 0x00, 0xFF], "line 1, column 8: This is no text" },
        { "an old workbook", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], "the old kind (xls)" },
        { "a zip that is no workbook", Zip(("readme.txt", "hello")), "zip archive but no workbook" },
        { "a broken workbook", [.. Zip(("xl/workbook.xml", "<a/>"))[..40]], "The workbook is broken" },
        { "a broken gzip", [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF], "cannot be read" },
        { "a gzip cut off", Gzip(Text(Good))[..^20], "the gzip is cut off" },
        { "a negative price", Text(Good + Order("O-2000", price: "-1.00") + "\n"), "line 1202, column 46: unitPrice: '-1.00' is below zero" },
        { "an unknown currency", Text(Good + Order("O-2000").Replace("GBP", "GPB", StringComparison.Ordinal) + "\n"), "line 1202, column 15: currency: 'GPB' is no currency code" },
        { "a quantity that is no number", Text(Good + Order("O-2000").Replace(",1,", ",one,", StringComparison.Ordinal) + "\n"), "line 1202, column 44: quantity: 'one' is no number" },
        { "half a unit", Text(Good + Order("O-2000").Replace(",1,", ",0.5,", StringComparison.Ordinal) + "\n"), "line 1202, column 44: quantity: '0.5' is no whole number" },
        { "a date that is none", Text(Good + Order("O-2000", placed: "31/12/2025") + "\n"), "line 1202, column 19: placedAt: '31/12/2025' is no time written as" },
        { "a decimal comma", Text(Good + Order("O-2000", price: "\"10,00\"") + "\n"), "line 1202, column 47: unitPrice: '10,00' is no number with '.' before its decimals" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Nothing_is_stored_of_a_file_with(string what, byte[] bytes, string says)
    {
        Assert.NotEmpty(what);
        await using var desk = await OpenAsync();

        var refusal = Given.Refused(await desk.ImportOrdersAsync(desk.Write("orders.csv", bytes)));

        Assert.Equal("import.broken-file", refusal.Code);
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was stored.", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await desk.OrdersAsync());
        Assert.Empty(desk.Rejects());
    }

    [Fact]
    public async Task Nothing_is_stored_of_a_file_that_is_not_there_or_a_directory()
    {
        await using var desk = await OpenAsync();

        Assert.Equal("import.broken-file", Given.Refused(await desk.ImportOrdersAsync(desk.PathOf("nowhere.csv"))).Code);
        Assert.Contains("directory", Given.Refused(await desk.ImportOrdersAsync(desk.PathOf("."))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_stored_of_requests_with_a_fault_either()
    {
        await using var desk = await OpenAsync();
        await desk.HaveOrdersAsync(Order("O-1"));

        var refusal = Given.Refused(await desk.ImportRequestsAsync(desk.Write(
            "requests.csv", RequestHeader, Request("R-1"), Request("R-2").Replace("changed-mind", "whim", StringComparison.Ordinal))));

        Assert.Contains("line 3, column 42: reason: 'whim' is none of ChangedMind", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await desk.CasesAsync());
    }

    [Fact]
    public async Task A_text_that_inflates_to_absurd_sizes_is_refused()
    {
        await using var desk = await OpenAsync();
        var bomb = Gzip([.. Text(OrderHeader + "\n"), .. Enumerable.Repeat((byte)'\n', 40 << 20)]);

        var refusal = Given.Refused(await desk.ImportOrdersAsync(desk.Write("bomb.csv.gz", bomb)));

        Assert.Contains("200 times its size", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xl/worksheets/sheet1.xml", "100 times its size")]
    [InlineData("xl/sharedStrings.xml", "100 times its size")]
    public async Task A_workbook_that_inflates_to_absurd_sizes_is_refused(string part, string says)
    {
        await using var desk = await OpenAsync();

        var refusal = Given.Refused(await desk.ImportOrdersAsync(desk.Write("bomb.xlsx", Zip(("xl/workbook.xml", "<a/>"), (part, new string(' ', 32 << 20))))));

        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_of_thousands_of_parts_is_refused()
    {
        await using var desk = await OpenAsync();
        var parts = Enumerable.Range(0, 1_001).Select(i => ($"xl/{i}.xml", "<a/>")).ToArray();

        Assert.Contains("1000 are the most", Given.Refused(await desk.ImportOrdersAsync(desk.Write("parts.xlsx", Zip(parts)))).Message, StringComparison.Ordinal);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Gzip(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Optimal))
        {
            zip.Write(bytes);
        }

        return zipped.ToArray();
    }

    private static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var zipped = new MemoryStream();
        using (var zip = new ZipArchive(zipped, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open());
                writer.Write(text);
            }
        }

        return zipped.ToArray();
    }
}
