using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Web.Features.Intake.Pushing;

namespace RefundDesk.Web.Api;

/// <summary><c>PUT /orders/{orderNumber}</c> and <c>POST /orders:batch</c>: a retailer's system hands orders over.</summary>
internal static class OrderEndpoints
{
    /// <summary>The most bytes of a batch.</summary>
    private const long MostOfABatch = 64_000_000;

    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web);

    public static void MapOrders(this RouteGroupBuilder api)
    {
        api.MapPut("/orders/{orderNumber}", PutAsync).WithTags("Orders").WithName("PutOrder").WithSummary("Hand an order over")
            .WithDescription("The same order again changes nothing. When it left and arrived, and whom to write to, may become known later; what was sold and paid is never overwritten.")
            .Produces<OrderAnswer>().Produces<OrderAnswer>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapPost("/orders:batch", BatchAsync).WithTags("Orders").WithName("BatchOrders").WithSummary("Hand many orders over")
            .WithDescription("One JSON object a line (NDJSON), each with orderNumber and order; the answer has one line a line, in their order. A line that is refused stops no other.")
            .WithMetadata(new RequestSizeLimitAttribute(MostOfABatch)).Accepts<BatchOrderBody>("application/x-ndjson", ApiDocument.AnyType).Produces<BatchAnswer>(contentType: "application/x-ndjson");
    }

    private static async Task<IResult> PutAsync(string orderNumber, Body<OrderBody> body, PushOrders push, CallingClient client, CancellationToken cancellationToken)
    {
        var draft = body.Value.Draft(orderNumber, await client.GatewayAsync(cancellationToken));
        if (!draft.Succeeded)
        {
            return ApiProblems.Of(draft.Refusal);
        }

        var pushed = await push.HandleAsync([draft.Value], cancellationToken);
        return !pushed.Succeeded ? ApiProblems.Of(pushed.Refusal)
            : !pushed.Value[0].Succeeded ? ApiProblems.Of(pushed.Value[0].Refusal!)
            : pushed.Value[0].Value == PushResult.Created ? TypedResults.Created((string?)null, new OrderAnswer(orderNumber, nameof(PushResult.Created)))
            : TypedResults.Ok(new OrderAnswer(orderNumber, pushed.Value[0].Value.ToString()));
    }

    /// <summary>Reads, stores and answers some lines at a time, so that neither side has to hold the whole batch.</summary>
    private static async Task<IResult> BatchAsync(HttpContext context, PushOrders push, CallingClient client, CancellationToken cancellationToken)
    {
        if (!await client.MayAsync(Permission.PushOrders, cancellationToken))
        {
            return ApiProblems.Of(Domain.Refunds.RefundRefusals.Forbidden);
        }

        if (context.Request.ContentType?.StartsWith("application/x-ndjson", StringComparison.OrdinalIgnoreCase) != true)
        {
            return ApiProblems.Of(new Refusal("request.content-type", "Send one JSON object a line, with the header Content-Type: application/x-ndjson."), StatusCodes.Status415UnsupportedMediaType);
        }

        if (context.Request.ContentLength > MostOfABatch)
        {
            return ApiProblems.Of(new Refusal("request.too-large", $"The batch has more than {MostOfABatch:N0} bytes: send it in parts."), StatusCodes.Status413PayloadTooLarge);
        }

        var gateway = await client.GatewayAsync(cancellationToken);
        context.Response.ContentType = "application/x-ndjson; charset=utf-8";
        var batch = new List<(int Line, Outcome<OrderDraft> Draft, string? Number)>();
        await foreach (var (line, text) in LinesAsync(context.Request.Body, cancellationToken))
        {
            batch.Add(Read(line, text, gateway));
            if (batch.Count == PushOrders.MostAtOnce)
            {
                await AnswerAsync(context.Response, push, batch, cancellationToken);
            }
        }

        await AnswerAsync(context.Response, push, batch, cancellationToken);
        return Results.Empty;
    }

    private static (int Line, Outcome<OrderDraft> Draft, string? Number) Read(int line, Outcome<string> text, string gateway)
    {
        if (!text.Succeeded)
        {
            return (line, text.Refusal, null);
        }

        var body = Body<BatchOrderBody>.Read(text.Value);
        return body.Fault is { } fault ? (line, fault.Refusal, null) : (line, body.Value.Order.Draft(body.Value.OrderNumber, gateway), body.Value.OrderNumber);
    }

    private static async Task AnswerAsync(HttpResponse response, PushOrders push, List<(int Line, Outcome<OrderDraft> Draft, string? Number)> batch, CancellationToken cancellationToken)
    {
        var readable = batch.FindAll(one => one.Draft.Succeeded);
        var pushed = await push.HandleAsync(readable.ConvertAll(one => one.Draft.Value!), cancellationToken);
        var stored = pushed.Succeeded ? readable.Zip(pushed.Value).ToDictionary(pair => pair.First.Line, pair => pair.Second) : [];
        foreach (var (line, draft, number) in batch)
        {
            var refusal = draft.Refusal ?? pushed.Refusal ?? stored[line].Refusal;
            var answer = refusal is null ? new BatchAnswer(line, number, stored[line].Value.ToString()) : new BatchAnswer(line, number, "Refused", refusal.Code, refusal.Message);
            JsonSerializer.Serialize(response.BodyWriter.AsStream(leaveOpen: true), answer, Lines);
            response.BodyWriter.Write("\n"u8);
        }

        batch.Clear();
        await response.BodyWriter.FlushAsync(cancellationToken);
    }

    /// <summary>The lines that are not blank, with their numbers.</summary>
    private static async IAsyncEnumerable<(int Line, Outcome<string> Text)> LinesAsync(Stream body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(body);
        for (var number = 1; await reader.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return (number, line.Length > ApiText.MostBytes ? ApiText.TooLarge : line.Contains('\uFFFD', StringComparison.Ordinal) ? ApiText.Encoding : line);
            }
        }
    }
}
