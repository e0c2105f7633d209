using System.Globalization;
using System.Security;
using System.Text;

namespace RefundDesk.Web.Infrastructure.Reporting.Excel;

/// <summary>The parts of a workbook beside its sheets (ECMA-376, SpreadsheetML).</summary>
internal static class WorkbookXml
{
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    private const int FirstOwnFormat = 164;

    /// <summary>Where a sheet lies in the package; the first one has number 1.</summary>
    public static string SheetPath(int number) => Invariant($"xl/worksheets/sheet{number}.xml");

    /// <summary>All parts with their paths, once the number of sheets is known.</summary>
    public static IEnumerable<(string Path, string Xml)> Parts(IReadOnlyList<string> sheetNames, IReadOnlyList<SheetColumn> columns) =>
    [
        ("xl/workbook.xml", Workbook(sheetNames)),
        ("xl/_rels/workbook.xml.rels", WorkbookRelations(sheetNames.Count)),
        ("xl/styles.xml", Styles(columns)),
        ("_rels/.rels", $"{Declaration}<Relationships xmlns=\"{Package}/relationships\"><Relationship Id=\"rId1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
        ("[Content_Types].xml", ContentTypes(sheetNames.Count)),
    ];

    private static string Workbook(IReadOnlyList<string> names)
    {
        var xml = new StringBuilder($"{Declaration}<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>");
        for (var index = 0; index < names.Count; index++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<sheet name=\"{SecurityElement.Escape(names[index])}\" sheetId=\"{index + 1}\" r:id=\"rId{index + 1}\"/>");
        }

        return xml.Append("</sheets></workbook>").ToString();
    }

    private static string WorkbookRelations(int sheets)
    {
        var xml = new StringBuilder($"{Declaration}<Relationships xmlns=\"{Package}/relationships\">");
        for (var number = 1; number <= sheets; number++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<Relationship Id=\"rId{number}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>");
        }

        return xml.Append(CultureInfo.InvariantCulture, $"<Relationship Id=\"rId{sheets + 1}\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/></Relationships>").ToString();
    }

    private static string ContentTypes(int sheets)
    {
        var xml = new StringBuilder($"{Declaration}<Types xmlns=\"{Package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>")
            .Append(CultureInfo.InvariantCulture, $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{Types}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{Types}.styles+xml\"/>");
        for (var number = 1; number <= sheets; number++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<Override PartName=\"/{SheetPath(number)}\" ContentType=\"{Types}.worksheet+xml\"/>");
        }

        return xml.Append("</Types>").ToString();
    }

    /// <summary>The styles in the order that <see cref="SheetXml"/> counts them: plain, heading, quoted text, a style a column.</summary>
    private static string Styles(IReadOnlyList<SheetColumn> columns)
    {
        var formats = columns.Select(SheetFormats.Of).OfType<string>().Distinct().ToList();
        var xml = new StringBuilder($"{Declaration}<styleSheet xmlns=\"{Main}\">");
        if (formats.Count > 0)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<numFmts count=\"{formats.Count}\">");
            foreach (var format in formats)
            {
                xml.Append(CultureInfo.InvariantCulture, $"<numFmt numFmtId=\"{FirstOwnFormat + formats.IndexOf(format)}\" formatCode=\"{SecurityElement.Escape(format)}\"/>");
            }

            xml.Append("</numFmts>");
        }

        xml.Append("<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>")
            .Append("<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFEEF0F3\"/></patternFill></fill></fills>")
            .Append("<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>")
            .Append("<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>")
            .Append(CultureInfo.InvariantCulture, $"<cellXfs count=\"{SheetXml.FirstColumnStyle + columns.Count}\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>")
            .Append("<xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\"/><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" quotePrefix=\"1\"/>");
        foreach (var column in columns)
        {
            var number = SheetFormats.Of(column) is { } format ? FirstOwnFormat + formats.IndexOf(format) : 0;
            xml.Append(CultureInfo.InvariantCulture, $"<xf numFmtId=\"{number}\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>");
        }

        return xml.Append("</cellXfs></styleSheet>").ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
