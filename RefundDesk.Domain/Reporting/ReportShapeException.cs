namespace RefundDesk.Domain.Reporting;

/// <summary>
/// A report was put together wrongly: a row with too few cells, a date in an amount column, a series shorter than its
/// axis. It is a defect of the code that builds the report, never of the data in it.
/// </summary>
public sealed class ReportShapeException(string message) : Exception(message);
