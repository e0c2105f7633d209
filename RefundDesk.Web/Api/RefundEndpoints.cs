using Microsoft.AspNetCore.Http.HttpResults;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Features.Case;

namespace RefundDesk.Web.Api;

/// <summary>
/// <c>/api/v1/refunds/{number}</c>: a case, and the steps a signed-in person takes with it. The same use cases as the page; what a person may not
/// do there is refused here with the same code.
/// </summary>
internal static class RefundEndpoints
{
    /// <summary>A header no other site can send along without being asked first: what changes something wants it.</summary>
    public const string OwnRequestHeader = "RefundDesk-Request";

    public static void MapRefunds(this IEndpointRouteBuilder endpoints)
    {
        var refunds = endpoints.MapGroup("/api/v1/refunds/{number}").DisableAntiforgery().RequireAuthorization().AddEndpointFilter(OwnRequestsAlone);
        refunds.MapGet(string.Empty, FindAsync);
        refunds.MapPost("/approve", (string number, StepBody body, CaseStepRunner steps, CaseQuery cases, CancellationToken stop) => TakeAsync(CaseStep.Approve, number, body, steps, cases, stop));
        refunds.MapPost("/reject", (string number, StepBody body, CaseStepRunner steps, CaseQuery cases, CancellationToken stop) => TakeAsync(CaseStep.Reject, number, body, steps, cases, stop));
        refunds.MapPost("/send-back", (string number, StepBody body, CaseStepRunner steps, CaseQuery cases, CancellationToken stop) => TakeAsync(CaseStep.SendBack, number, body, steps, cases, stop));
        refunds.MapPost("/amount", (string number, StepBody body, CaseStepRunner steps, CaseQuery cases, CancellationToken stop) => TakeAsync(CaseStep.ChangeAmount, number, body, steps, cases, stop));
    }

    private static async ValueTask<object?> OwnRequestsAlone(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        return HttpMethods.IsGet(request.Method) || request.Headers.ContainsKey(OwnRequestHeader)
            ? await next(context)
            : RefundProblems.Of(new Refusal("request.header-missing", $"Send the header {OwnRequestHeader} with any value: without it, another site could have sent this."), StatusCodes.Status403Forbidden);
    }

    private static async Task<IResult> FindAsync(string number, CaseQuery cases, CancellationToken cancellationToken)
    {
        if (!RefundNumber.TryParse(number, out var parsed))
        {
            return RefundProblems.Of(RefundRefusals.NotFound);
        }

        var found = await cases.FindAsync(parsed, cancellationToken);
        return found.Succeeded ? TypedResults.Ok(RefundBody.Of(found.Value)) : RefundProblems.Of(found.Refusal);
    }

    private static async Task<IResult> TakeAsync(CaseStep step, string number, StepBody body, CaseStepRunner steps, CaseQuery cases, CancellationToken cancellationToken)
    {
        if (!RefundNumber.TryParse(number, out var parsed))
        {
            return RefundProblems.Of(RefundRefusals.NotFound);
        }

        if (body.SeenVersion is not { } seen)
        {
            return RefundProblems.Of(RefundRefusals.Field("seenVersion", "must be the version of the case you looked at"));
        }

        var taken = await steps.RunAsync(step, parsed, seen, new CaseInput(body.Reason ?? string.Empty, Lines: body.Changes(), Ground: body.Ground), cancellationToken);
        return taken.Succeeded ? await FindAsync(number, cases, cancellationToken) : RefundProblems.Of(taken.Refusal);
    }
}

/// <summary>What a step is told.</summary>
/// <param name="SeenVersion">The version of the case the person looked at.</param>
/// <param name="Reason">Why; not for an approval.</param>
/// <param name="Lines">What goes back, for another amount alone; lines not named stay as they are.</param>
/// <param name="IsDisproved">For a refusal or less money: what the customer states was disproved; the only ground to refuse what the law gives.</param>
/// <param name="IsAgreed">For less money: the customer agreed to it.</param>
internal sealed record StepBody(long? SeenVersion, string? Reason, IReadOnlyList<LineBody>? Lines, bool IsDisproved = false, bool IsAgreed = false)
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

/// <summary>A case as systems read it.</summary>
/// <param name="Number">What people call it.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Version">Goes with every step as <c>seenVersion</c>.</param>
/// <param name="Amount">Approved, or what would be.</param>
internal sealed record RefundBody(string Number, string Status, long Version, MoneyBody Amount)
{
    /// <summary>Of what a person sees.</summary>
    public static RefundBody Of(CaseView view) => new(view.Number.ToString(), view.Status.ToString(), view.Version, new MoneyBody(view.Amount.Minor, view.Amount.Currency.Code));
}

/// <summary>Minor units of a currency.</summary>
internal sealed record MoneyBody(long Amount, string Currency);

/// <summary>Refusals as RFC 9457 says them, with their stable code.</summary>
internal static class RefundProblems
{
    private static readonly HashSet<string> NotYours =
    [
        RefundRefusals.Forbidden.Code, RefundRefusals.FourEyes.Code, RefundRefusals.NeedsSupervisor.Code, RefundRefusals.NeedsPerson.Code, RefundRefusals.SecondApprover.Code,
        RefundRefusals.OtherDestination.Code, RefundRefusals.OwnPurchase.Code, RefundRefusals.AboveLimit(string.Empty).Code,
    ];

    private static readonly HashSet<string> InTheWay =
    [
        RefundRefusals.Stale.Code, RefundRefusals.AlreadyApproved.Code, RefundRefusals.PartlyPaid.Code, RefundRefusals.NotAssessed.Code, "refund.not-allowed", "order.above-ceiling", "order.quantity-taken",
    ];

    /// <summary>403 for what is not this person's to do, 404, 409 where the case is not in a state for it, 422 for everything else.</summary>
    public static ProblemHttpResult Of(Refusal refusal, int? status = null) => TypedResults.Problem(
        statusCode: status ?? (NotYours.Contains(refusal.Code) ? StatusCodes.Status403Forbidden
            : refusal.Code == RefundRefusals.NotFound.Code ? StatusCodes.Status404NotFound
            : InTheWay.Contains(refusal.Code) ? StatusCodes.Status409Conflict
            : StatusCodes.Status422UnprocessableEntity),
        title: "Refused",
        detail: refusal.Message,
        extensions: new Dictionary<string, object?> { ["code"] = refusal.Code });
}
