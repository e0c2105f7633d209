using Microsoft.AspNetCore.Http.HttpResults;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Common.Reading;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;

namespace RefundDesk.Web.Api;

/// <summary>Refusals as RFC 9457 says them, with their stable code.</summary>
internal static class ApiProblems
{
    private static readonly HashSet<string> NotYours =
    [
        RefundRefusals.Forbidden.Code, RefundRefusals.FourEyes.Code, RefundRefusals.NeedsSupervisor.Code, RefundRefusals.NeedsPerson.Code, RefundRefusals.SecondApprover.Code,
        RefundRefusals.OtherDestination.Code, RefundRefusals.OwnPurchase.Code, RefundRefusals.AboveLimit(string.Empty).Code,
    ];

    private static readonly HashSet<string> NotThere = [RefundRefusals.NotFound.Code, AttachmentRefusals.NotFound.Code, "report.unknown", "client.unknown"];

    private static readonly HashSet<string> InTheWay =
    [
        RefundRefusals.Stale.Code, RefundRefusals.AlreadyApproved.Code, RefundRefusals.PartlyPaid.Code, RefundRefusals.NotAssessed.Code, "refund.not-allowed", "order.above-ceiling", "order.quantity-taken",
        "order.differs", "request.key-reused", AttachmentRefusals.Ended.Code,
    ];

    /// <summary>403 for what is not the caller's to do, 404, 409 where something stands in the way, 422 for everything else.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="status">The status where it is another.</param>
    /// <param name="faults">The faults of a body, with their places.</param>
    public static ProblemHttpResult Of(Refusal refusal, int? status = null, IReadOnlyList<JsonFault>? faults = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = refusal.Code };
        if (faults is { Count: > 0 })
        {
            extensions["errors"] = faults.Select(fault => new BodyError(fault.Path, fault.Message, fault.Line, fault.Column)).ToArray();
        }

        return TypedResults.Problem(statusCode: status ?? StatusOf(refusal), title: "Refused", detail: refusal.Message, extensions: extensions);
    }

    /// <summary>The status a refusal is answered with.</summary>
    public static int StatusOf(Refusal refusal) =>
        NotYours.Contains(refusal.Code) ? StatusCodes.Status403Forbidden
        : NotThere.Contains(refusal.Code) ? StatusCodes.Status404NotFound
        : InTheWay.Contains(refusal.Code) ? StatusCodes.Status409Conflict
        : StatusCodes.Status422UnprocessableEntity;
}

/// <summary>One fault of a body.</summary>
/// <param name="Field">The field, <c>lines[1].price.amount</c>; empty for the whole body.</param>
/// <param name="Message">What is wrong and what would be valid.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
internal sealed record BodyError(string Field, string Message, int Line, int Column);
