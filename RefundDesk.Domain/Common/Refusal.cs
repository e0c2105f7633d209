namespace RefundDesk.Domain.Common;

/// <summary>An expected "no": something a person or system asked for and may not have.</summary>
/// <param name="Code">Stable, dotted, lower case, for example <c>refund.four-eyes</c>. Outside systems depend on it.</param>
/// <param name="Message">A sentence for the person who asked, without internals and without personal data.</param>
public sealed record Refusal(string Code, string Message);
