using Microsoft.AspNetCore.Mvc;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Features.Intake.Waiting;

namespace RefundDesk.Web.Api;

/// <summary><c>POST /refund-requests</c>: a refund is asked for. The same key with the same body is the same request, however often it is sent.</summary>
internal static class RequestEndpoints
{
    /// <summary>The sender's own key of a request (draft-ietf-httpapi-idempotency-key-header).</summary>
    public const string KeyHeader = "Idempotency-Key";

    public static void MapRefundRequests(this RouteGroupBuilder api) => api.MapPost("/refund-requests", PostAsync).WithTags("Refund requests").WithName("RequestRefund").WithSummary("Ask for a refund")
        .WithDescription($"Taken at once, decided within moments: read it at the address of the answer. With the header {PreferredWait.Header}: wait=10 the answer comes when automation is done with the refund, with the refund itself (200); where that takes longer than ten seconds, as without the header. Where the order is not known yet it waits for it for some time (Waiting:Hours). The same Idempotency-Key with the same body gives the same answer, with another body 409.")
        .Produces<RequestAnswer>(StatusCodes.Status202Accepted).Produces<RefundBody>().ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> PostAsync(
        [FromHeader(Name = KeyHeader)] string? idempotencyKey, [FromHeader(Name = PreferredWait.Header)] string? prefer, Body<RefundRequestBody> body, WaitForOrder submit, RefundAtRest rest,
        TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(idempotencyKey))
        {
            return ApiProblems.Of(new Refusal("request.key-missing", $"Send the header {KeyHeader} with a key of your own for this request, for example a UUID: sent again with the same key it is the same request."), StatusCodes.Status400BadRequest);
        }

        var submitted = await submit.HandleAsync(body.Value.OrderNumber, body.Value.Request(idempotencyKey, time.GetUtcNow()), cancellationToken);
        if (!submitted.Succeeded)
        {
            return ApiProblems.Of(submitted.Refusal);
        }

        var number = submitted.Value.Number.ToString();
        var address = $"{ApiRegistration.Root}/refunds/{number}";
        if (await rest.FindAsync(submitted.Value, prefer, response, cancellationToken) is { } refund)
        {
            response.Headers.Location = address;
            return TypedResults.Ok(refund);
        }

        return TypedResults.Accepted(address, new RequestAnswer(number, body.Value.OrderNumber));
    }
}

/// <summary>A refund that is asked for.</summary>
/// <param name="OrderNumber">The retailer's number of the purchase.</param>
/// <param name="Lines">What of it, each line once.</param>
/// <param name="AskedAt">When the customer asked, RFC 3339; windows are measured by it. Now where it is left out.</param>
/// <param name="Note">The customer's words, at most 2,000 characters.</param>
/// <param name="PointOfSale">True where it was asked for at a till.</param>
internal sealed record RefundRequestBody(string OrderNumber, IReadOnlyList<RequestLineBody> Lines, DateTimeOffset? AskedAt = null, string? Note = null, bool PointOfSale = false)
{
    /// <summary>As a request with its key.</summary>
    public RefundRequest Request(string key, DateTimeOffset now) => new(
        PointOfSale ? RequestChannel.PointOfSale : RequestChannel.Api, key, AskedAt?.ToUniversalTime() ?? now, Note,
        [.. Lines.Select(line => new RequestedLine(line.LineNumber, line.Quantity, line.Reason, line.Condition))]);
}

/// <summary>One line of it.</summary>
/// <param name="LineNumber">The order's line, from 1.</param>
/// <param name="Quantity">Units, above zero.</param>
/// <param name="Reason">Why.</param>
/// <param name="Condition">As the customer announces it.</param>
internal sealed record RequestLineBody(int LineNumber, int Quantity, RefundReason Reason, GoodsCondition Condition = GoodsCondition.Opened);

/// <summary>A request that was taken.</summary>
/// <param name="Number">What the refund is called from now on.</param>
/// <param name="OrderNumber">The retailer's number of the purchase.</param>
internal sealed record RequestAnswer(string Number, string OrderNumber);
