using RefundDesk.Domain.People;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>Hands mails out as they came, to who may look at them.</summary>
internal static class MailDownloads
{
    /// <summary>Maps <c>GET /mails/{id}/original</c>.</summary>
    public static void MapMailDownloads(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/mails/{id:guid}/original", DownloadAsync).RequireAuthorization(nameof(Permission.RequestRefunds));

    private static async Task<IResult> DownloadAsync(HttpContext context, Guid id, MailsQuery mails, CancellationToken cancellationToken) =>
        await mails.OriginalAsync(id, cancellationToken) is { } raw ? SafeFile.Answer(context, raw, $"mail-{id:N}.eml", "message/rfc822", isShown: false) : Results.NotFound();
}
