using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Case.Attaching;

/// <summary>
/// <c>/cases/{number}/attachments/{id}</c>: an attachment for a signed-in person. A picture is shown, everything else is saved; the browser neither
/// guesses what it is nor lets it do anything, and keeps nothing of it.
/// </summary>
internal static class AttachmentDownloads
{
    public static void MapAttachmentDownloads(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/cases/{number}/attachments/{id:guid}", DownloadAsync).RequireAuthorization(nameof(Permission.ViewCases));

    /// <summary>An attachment as an answer.</summary>
    public static IResult Answer(HttpContext context, AttachmentContent file) =>
        SafeFile.Answer(context, file.Bytes, file.View.Name, file.View.MediaType, isShown: file.View.Kind == AttachmentKind.Photo);

    private static async Task<IResult> DownloadAsync(HttpContext context, string number, Guid id, ReadAttachment read, CancellationToken cancellationToken)
    {
        if (!RefundNumber.TryParse(number, out var parsed))
        {
            return Results.NotFound();
        }

        var found = await read.HandleAsync(parsed, new AttachmentId(id), cancellationToken);
        return found.Succeeded ? Answer(context, found.Value)
            : Results.StatusCode(found.Refusal == RefundRefusals.Forbidden ? StatusCodes.Status403Forbidden : found.Refusal == AttachmentRefusals.Lost ? StatusCodes.Status500InternalServerError : StatusCodes.Status404NotFound);
    }
}
