using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.Refunds.Requesting;

/// <summary>What a request must be before the order is looked at.</summary>
internal static class RequestChecks
{
    /// <summary>The first fault, with its field; null where there is none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="at">Now, UTC.</param>
    internal static Refusal? FirstFault(RefundRequest request, DateTimeOffset at) =>
        request.Lines is not { Count: > 0 } lines || lines.Any(line => line is null) || lines.DistinctBy(line => line.LineNumber).Count() != lines.Count
            ? RefundRefusals.Lines
        : request.RequestKey is { } key && (string.IsNullOrWhiteSpace(key) || key.Length > 120 || key.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
            ? RefundRefusals.Field("requestKey", "must be 1 to 120 characters without control characters")
        : request.AskedAt > at.AddDays(1) || request.AskedAt.UtcDateTime.Year < 1970
            ? RefundRefusals.Field("askedAt", "must be after 1970 and not in the future")
        : !Enum.IsDefined(request.Channel) ? RefundRefusals.Field("channel", "is not known")
        : lines.Any(line => !Enum.IsDefined(line.Reason)) ? RefundRefusals.Field("reason", "is not known")
        : lines.Any(line => !Enum.IsDefined(line.Condition)) ? RefundRefusals.Field("condition", "is not known")
        : null;
}
