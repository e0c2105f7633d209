namespace RefundDesk.Web.Infrastructure.Reporting;

/// <summary>
/// Finds text that a spreadsheet would run: a customer's name that begins with an equals sign must not become a formula
/// on the desk of whoever opens the file.
/// </summary>
internal static class FormulaGuard
{
    private const string Starts = "=+-@\t\r\n";

    /// <summary>Whether the text would be taken for a formula.</summary>
    public static bool Catches(string text) => text.Length > 0 && Starts.Contains(text[0], StringComparison.Ordinal);
}
