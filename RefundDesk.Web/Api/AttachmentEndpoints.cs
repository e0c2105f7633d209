using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Features.Case.Attaching;

namespace RefundDesk.Web.Api;

/// <summary><c>/refunds/{number}/attachments</c>: files of a refund, all of one call or none.</summary>
internal static class AttachmentEndpoints
{
    /// <summary>The operation that takes files.</summary>
    public const string Adding = "AddAttachments";

    // Above every limit that can be configured for one file, with room for what a form adds around it.
    private const int MostOfCall = 64_000_000;

    public static void MapAttachments(this RouteGroupBuilder refunds)
    {
        refunds.MapPost("/attachments", AddAsync).WithName(Adding).WithSummary("Add photos or documents")
            .WithDescription("Files as multipart/form-data, or one file as the body, with its name in the parameter name. What a file is, its content says: JPEG, PNG, WebP or PDF. Pictures are kept without anything that was written into them. All are taken or none. A refund that waits for an answer goes on with messages, not with files alone: send the files first.")
            .WithMetadata(new RequestSizeLimitAttribute(MostOfCall)).Produces<IReadOnlyList<AttachmentBody>>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        refunds.MapGet("/attachments/{id:guid}", ReadAsync).WithName("GetAttachment").WithSummary("Read a photo or document").Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>What the document says of the body: it is read by hand, so that no file is held before its size is known.</summary>
    public static void Describe(OpenApiOperation operation)
    {
        OpenApiSchema File() => new() { Type = JsonSchemaType.String, Format = "binary" };
        var form = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema> { ["files"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = File() } } };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["multipart/form-data"] = new() { Schema = form, Example = new JsonObject { ["files"] = new JsonArray("damage.jpg", "receipt.pdf") } },
                ["image/jpeg"] = new() { Schema = File(), Example = JsonValue.Create("damage.jpg") },
                ["application/pdf"] = new() { Schema = File(), Example = JsonValue.Create("receipt.pdf") },
            },
        };
    }

    private static async Task<IResult> AddAsync(string number, string? name, HttpRequest request, AddAttachments add, IFileIntake intake, CancellationToken cancellationToken)
    {
        if (!RefundNumber.TryParse(number, out var parsed))
        {
            return ApiProblems.Of(RefundRefusals.NotFound);
        }

        var files = await SentAttachments.ReadAsync(request, name, intake.Limits, cancellationToken);
        if (!files.Succeeded)
        {
            return ApiProblems.Of(files.Refusal, files.Refusal.Code switch
            {
                "request.too-large" or "attachment.too-large" => StatusCodes.Status413PayloadTooLarge,
                "request.type" => StatusCodes.Status415UnsupportedMediaType,
                "attachment.too-many" => null,
                _ => StatusCodes.Status400BadRequest,
            });
        }

        var added = await add.HandleAsync(parsed, files.Value, RequestChannel.Api, cancellationToken);
        return added.Succeeded
            ? TypedResults.Created($"{ApiRegistration.Root}/refunds/{parsed}", added.Value.Select(file => AttachmentBody.Of(parsed, file)).ToArray())
            : ApiProblems.Of(added.Refusal);
    }

    private static async Task<IResult> ReadAsync(HttpContext context, string number, Guid id, ReadAttachment read, CancellationToken cancellationToken)
    {
        if (!RefundNumber.TryParse(number, out var parsed))
        {
            return ApiProblems.Of(AttachmentRefusals.NotFound);
        }

        var found = await read.HandleAsync(parsed, new AttachmentId(id), cancellationToken);
        return found.Succeeded ? AttachmentDownloads.Answer(context, found.Value) : ApiProblems.Of(found.Refusal, found.Refusal == AttachmentRefusals.Lost ? StatusCodes.Status500InternalServerError : null);
    }
}

/// <summary>A file of a refund as systems read it.</summary>
/// <param name="Id">The key.</param>
/// <param name="Kind">Photo, Pdf or Mail, by its content.</param>
/// <param name="MediaType">As it is served.</param>
/// <param name="Name">What the sender calls it, cleaned.</param>
/// <param name="Bytes">How much is kept.</param>
/// <param name="Sha256">Of what is kept, lower-case hexadecimal.</param>
/// <param name="AddedAt">When it came.</param>
/// <param name="Address">Where it is read.</param>
internal sealed record AttachmentBody(Guid Id, AttachmentKind Kind, string MediaType, string Name, long Bytes, string Sha256, DateTimeOffset AddedAt, string Address)
{
    /// <summary>Of an attachment.</summary>
    public static AttachmentBody Of(RefundNumber number, AttachmentView file) =>
        new(file.Id.Value, file.Kind, file.MediaType, file.Name, file.Length, file.Hash, file.AddedAt, $"{ApiRegistration.Root}/refunds/{number}/attachments/{file.Id}");
}
