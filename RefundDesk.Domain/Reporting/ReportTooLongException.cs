namespace RefundDesk.Domain.Reporting;

/// <summary>A list has more rows than the file format can hold. The message says what to do instead and may be shown.</summary>
public sealed class ReportTooLongException(string message) : Exception(message);
