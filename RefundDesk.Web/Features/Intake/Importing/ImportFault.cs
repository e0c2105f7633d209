using System.Globalization;
using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>A fault that stops a file before anything of it is stored.</summary>
/// <param name="Line">Line of the text, or row of the sheet, from 1; 0 where it is about the file as a whole.</param>
/// <param name="Column">Character within the line, or column of the sheet, from 1; 0 where it is about the whole line.</param>
/// <param name="Text">What is wrong, and what would be right.</param>
public sealed record ImportFault(long Line, long Column, string Text)
{
    /// <summary>A fault of the file as a whole.</summary>
    public static ImportFault OfFile(string text) => new(0, 0, text);

    /// <summary>As people read it: <c>orders.csv, line 7, column 12: …</c>.</summary>
    public Refusal In(string file)
    {
        var where = (Line, Column) switch
        {
            (0, _) => file,
            (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{file}, line {Line}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{file}, line {Line}, column {Column}"),
        };
        return new Refusal("import.broken-file", $"{where}: {Text} Nothing was stored.");
    }
}
