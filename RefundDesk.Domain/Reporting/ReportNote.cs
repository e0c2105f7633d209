namespace RefundDesk.Domain.Reporting;

/// <summary>A paragraph: how something is counted, or what stands out.</summary>
/// <param name="Text">Plain text; a line feed starts a new line.</param>
/// <param name="Tone">How it is meant to be taken.</param>
public sealed record ReportNote(string Text, ReportTone Tone = ReportTone.Neutral) : ReportBlock;
