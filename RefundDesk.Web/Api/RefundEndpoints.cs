using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Features.Case;
using RefundDesk.Web.Features.Case.Attaching;
using RefundDesk.Web.Features.Intake.Waiting;
using RefundDesk.Web.Infrastructure.Identity;

namespace RefundDesk.Web.Api;

/// <summary>
/// <c>/api/v1/refunds/{number}</c>: a case, and the steps a signed-in person takes with it. The same use cases as the page; what a person may not
/// do there is refused here with the same code.
/// </summary>
internal static class RefundEndpoints
{
    /// <summary>A header no other site can send along without being asked first: what changes something wants it.</summary>
    public const string OwnRequestHeader = "RefundDesk-Request";

    public static void MapRefunds(this RouteGroupBuilder api)
    {
        var refunds = api.MapGroup("/refunds/{number}").WithTags("Refunds");
        refunds.MapGet(string.Empty, FindAsync).WithName("GetRefund").WithSummary("Read a refund")
            .WithDescription($"With the header {PreferredWait.Header}: wait=10 the answer comes as soon as automation is done with the refund, after ten seconds at the latest; so nobody needs to ask again and again.").Produces<RefundBody>().ProducesProblem(StatusCodes.Status404NotFound);
        Map(refunds, "/cancel", CaseStep.Withdraw, "CancelRefund", "Withdraw a request that is not approved yet");
        Map(refunds, "/messages", CaseStep.RecordAnswer, "AnswerRefund", "Say what the customer answered; it is decided anew");
        Map(refunds, "/approve", CaseStep.Approve, "ApproveRefund", "Approve, as a signed-in person");
        Map(refunds, "/reject", CaseStep.Reject, "RejectRefund", "Refuse, as a signed-in person");
        Map(refunds, "/send-back", CaseStep.SendBack, "SendBackRefund", "Send back to review, as a signed-in person");
        Map(refunds, "/amount", CaseStep.ChangeAmount, "ChangeRefundAmount", "Change what goes back, as a signed-in person");
        refunds.MapAttachments();
        refunds.MapPost("/inspection", InspectAsync).WithName("InspectRefund").WithSummary("Say what came back; it is decided anew").Produces<RefundBody>().Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static void Map(RouteGroupBuilder refunds, string path, CaseStep step, string name, string summary) => refunds
        .MapPost(path, (string number, Body<StepBody> body, CaseStepRunner steps, RefundQuery refunds, CancellationToken stop) =>
            TakeAsync(step, number, body.Value.SeenVersion, new CaseInput(body.Value.Reason ?? string.Empty, Lines: body.Value.Changes(), Ground: body.Value.Ground), steps, refunds, stop))
        .WithName(name).WithSummary(summary).Produces<RefundBody>().Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    /// <summary>What a browser's cookie opens is refused without a header that no other site can send; a key is no cookie.</summary>
    public static async ValueTask<object?> OwnRequestsAlone(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        return HttpMethods.IsGet(request.Method) || context.HttpContext.User.Identity?.AuthenticationType == ApiKeyAuthentication.Name || request.Headers.ContainsKey(OwnRequestHeader)
            ? await next(context)
            : ApiProblems.Of(new Refusal("request.header-missing", $"Send the header {OwnRequestHeader} with any value: without it, another site could have sent this."), StatusCodes.Status403Forbidden);
    }

    private static async Task<IResult> FindAsync(
        string number, [FromHeader(Name = PreferredWait.Header)] string? prefer, RefundQuery refunds, WaitingQuery waiting, IOptions<ApiOptions> options, HttpResponse response, CancellationToken cancellationToken)
    {
        if (!RefundNumber.TryParse(number, out var parsed))
        {
            return ApiProblems.Of(RefundRefusals.NotFound);
        }

        if (PreferredWait.Read(prefer, options.Value.MostWaitSeconds) is { } wait)
        {
            PreferredWait.Confirm(response, wait);
            await refunds.WaitForRestAsync(parsed, wait, cancellationToken);
        }

        var found = await refunds.FindAsync(parsed, cancellationToken);
        return found.Succeeded ? TypedResults.Ok(RefundBody.Of(found.Value, await refunds.FilesAsync(found.Value, cancellationToken)))
            : found.Refusal == RefundRefusals.NotFound && await waiting.FindAsync(parsed, cancellationToken) is { } ahead ? TypedResults.Ok(WaitingBody.Of(ahead))
            : ApiProblems.Of(found.Refusal);
    }

    private static Task<IResult> InspectAsync(string number, Body<InspectionBody> body, CaseStepRunner steps, RefundQuery refunds, CancellationToken cancellationToken)
    {
        var found = new Dictionary<int, GoodsFound>();
        foreach (var line in body.Value.Lines)
        {
            found[line.LineNumber] = new GoodsFound(line.Units, line.Condition, line.Instead);
        }

        return TakeAsync(CaseStep.RecordInspection, number, body.Value.SeenVersion, new CaseInput(Found: found), steps, refunds, cancellationToken);
    }

    private static async Task<IResult> TakeAsync(CaseStep step, string number, long? seenVersion, CaseInput input, CaseStepRunner steps, RefundQuery refunds, CancellationToken cancellationToken)
    {
        if (!RefundNumber.TryParse(number, out var parsed))
        {
            return ApiProblems.Of(RefundRefusals.NotFound);
        }

        // Who decides says what was looked at; who reports what happened in the world outside did not have to look.
        if (seenVersion is null && step is not (CaseStep.Withdraw or CaseStep.RecordAnswer or CaseStep.RecordInspection))
        {
            return ApiProblems.Of(RefundRefusals.Field("seenVersion", "must be the version of the case you looked at"));
        }

        var taken = await steps.RunAsync(step, parsed, seenVersion ?? CaseSteps.AsItIs, input, cancellationToken);
        return !taken.Succeeded ? ApiProblems.Of(taken.Refusal)
            : await refunds.FindAsync(parsed, cancellationToken) is { Succeeded: true, Value: var view } ? TypedResults.Ok(RefundBody.Of(view, await refunds.FilesAsync(view, cancellationToken)))
            : TypedResults.NoContent();
    }
}

/// <summary>What a step is told.</summary>
/// <param name="SeenVersion">The version of the case that was looked at; it may be left out where nothing is decided (cancel, messages, inspection).</param>
/// <param name="Reason">Why, or what the customer answered; not for an approval.</param>
/// <param name="Lines">What goes back, for another amount alone; lines not named stay as they are.</param>
/// <param name="IsDisproved">For a refusal or less money: what the customer states was disproved; the only ground to refuse what the law gives.</param>
/// <param name="IsAgreed">For less money: the customer agreed to it.</param>
internal sealed record StepBody(long? SeenVersion = null, string? Reason = null, IReadOnlyList<LineBody>? Lines = null, bool IsDisproved = false, bool IsAgreed = false)
{
    /// <summary>On what ground less goes back than the law gives.</summary>
    internal RefusalGround Ground => IsDisproved ? RefusalGround.FactsDisproved : IsAgreed ? RefusalGround.Agreed : RefusalGround.Policy;

    /// <summary>The lines by number; a line named twice is as it was named last.</summary>
    public IReadOnlyDictionary<int, LineChange>? Changes()
    {
        if (Lines is null)
        {
            return null;
        }

        var changes = new Dictionary<int, LineChange>();
        foreach (var line in Lines.Where(line => line is not null))
        {
            changes[line.LineNumber] = new LineChange(line.Included, line.KeptBack);
        }

        return changes;
    }
}

/// <summary>One line of another amount.</summary>
/// <param name="LineNumber">The order's line.</param>
/// <param name="Included">Whether it goes back.</param>
/// <param name="KeptBack">What is kept of it, minor units.</param>
internal sealed record LineBody(int LineNumber, bool Included = true, long KeptBack = 0);

/// <summary>What came back.</summary>
/// <param name="Lines">What was found; lines that are not named came back as announced.</param>
/// <param name="SeenVersion">The version of the case that was looked at; it may be left out.</param>
internal sealed record InspectionBody(IReadOnlyList<FoundBody> Lines, long? SeenVersion = null);

/// <summary>What came back of a line.</summary>
/// <param name="LineNumber">The order's line.</param>
/// <param name="Units">Units that came, zero to those asked for.</param>
/// <param name="Condition">In which condition.</param>
/// <param name="Instead">What came in place of the article; null where it is the article.</param>
internal sealed record FoundBody(int LineNumber, int Units, GoodsCondition Condition, FoundInstead? Instead = null);

/// <summary>A refund as systems read it.</summary>
/// <param name="Number">What people call it.</param>
/// <param name="OrderNumber">The retailer's number of the purchase.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Version">Goes with a step as <c>seenVersion</c>.</param>
/// <param name="ReceivedAt">When the desk got it.</param>
/// <param name="Requested">What the lines were charged.</param>
/// <param name="Amount">Approved, or what would be.</param>
/// <param name="Lines">What is asked for.</param>
/// <param name="Payouts">Money on its way or arrived.</param>
internal sealed record RefundBody(
    string Number, string OrderNumber, string Status, long Version, DateTimeOffset ReceivedAt, MoneyBody Requested, MoneyBody Amount, IReadOnlyList<RefundLineBody> Lines, IReadOnlyList<PayoutBody> Payouts)
{
    /// <summary>What came with it; left out in lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AttachmentBody>? Attachments { get; init; }

    /// <summary>Of a refund with its files.</summary>
    public static RefundBody Of(RefundCase refund, IReadOnlyList<AttachmentView> files) => Of(refund) with { Attachments = [.. files.Select(file => AttachmentBody.Of(refund.Number, file))] };

    /// <summary>Of a refund.</summary>
    public static RefundBody Of(RefundCase refund) => new(
        refund.Number.ToString(), refund.OrderNumber, refund.Status.ToString(), refund.Version, refund.ReceivedAt, MoneyOf(refund.Requested), MoneyOf(refund.ApprovedMinor > 0 ? refund.Approved : refund.Proposed),
        [.. refund.Lines.OrderBy(line => line.LineNumber).Select(line => new RefundLineBody(line.LineNumber, line.Quantity, line.Reason, new MoneyBody(line.IsIncluded ? line.PayableMinor : 0, refund.Currency.Code)))],
        [.. refund.Payouts.Select(payout => new PayoutBody(payout.TenderLabel, MoneyOf(payout.Amount), payout.Status.ToString(), payout.GatewayRefundId, payout.FinalAt))]);

    private static MoneyBody MoneyOf(Money money) => new(money.Minor, money.Currency.Code);
}

/// <summary>A request that came before its order.</summary>
/// <param name="Number">What it will be called as a refund.</param>
/// <param name="OrderNumber">The order it waits for.</param>
/// <param name="Status">WaitingForOrder; or NotTaken, with the reason.</param>
/// <param name="Code">Why it was not taken.</param>
/// <param name="Detail">The same in words.</param>
internal sealed record WaitingBody(string Number, string OrderNumber, string Status, string? Code, string? Detail)
{
    /// <summary>Of what waits.</summary>
    public static WaitingBody Of(WaitingRequest ahead) => new(ahead.Number.ToString(), ahead.OrderNumber, ahead.EndCode is null ? "WaitingForOrder" : "NotTaken", ahead.EndCode, ahead.EndText);
}

/// <summary>A line of it.</summary>
/// <param name="LineNumber">The order's line.</param>
/// <param name="Quantity">Units.</param>
/// <param name="Reason">Why.</param>
/// <param name="Refund">What goes back for it.</param>
internal sealed record RefundLineBody(int LineNumber, int Quantity, RefundReason Reason, MoneyBody Refund);

/// <summary>Money on its way or arrived.</summary>
/// <param name="To">The payment it goes back to.</param>
/// <param name="Amount">How much.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Reference">The gateway's own reference; null until known.</param>
/// <param name="FinalAt">When it arrived or failed for good.</param>
internal sealed record PayoutBody(string To, MoneyBody Amount, string Status, string? Reference, DateTimeOffset? FinalAt);
