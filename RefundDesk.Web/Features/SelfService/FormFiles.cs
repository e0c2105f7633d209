using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;

namespace RefundDesk.Web.Features.SelfService;

/// <summary>A file in a form that is not sent yet.</summary>
/// <param name="Id">The key.</param>
/// <param name="Name">What the customer calls it.</param>
/// <param name="Length">Bytes.</param>
public sealed record DraftFile(AttachmentId Id, string Name, long Length);

/// <summary>A file that was not taken.</summary>
/// <param name="Refusal">Why.</param>
/// <param name="Name">Which one.</param>
public sealed record FileNotTaken(Refusal Refusal, string Name);

/// <summary>
/// Keeps the files of a customer's form while it is filled in: a page without scripts cannot hold them from one step to the next. One order has one
/// form, so that there is never more than one request may bring; what is not sent is swept away.
/// </summary>
public sealed class FormFiles(DeskDatabase database, ICurrentUser user, IFileIntake intake, CaseAttachments attachments, TimeProvider time)
{
    /// <summary>How much may come.</summary>
    public AttachmentLimits Limits => intake.Limits;

    /// <summary>The form of an order.</summary>
    public static Guid FormOf(ClientId client, string orderNumber) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"form {client.Value:N} {orderNumber}")).AsSpan(0, 16));

    /// <summary>Keeps files with the form; those that are fine stay where another one is not.</summary>
    /// <param name="orderNumber">The order the customer was let in to.</param>
    /// <param name="files">What was chosen.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The first that was not taken, with <c>refund.forbidden</c> or what <see cref="IFileIntake"/> and <see cref="CaseAttachments"/> refuse; null where all were.</returns>
    public async Task<FileNotTaken?> HandleAsync(string orderNumber, IReadOnlyList<ReceivedFile> files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var principal = await user.GetAsync(cancellationToken);
        if (ClientOf(principal) is not { } client)
        {
            return new FileNotTaken(RefundRefusals.Forbidden, string.Empty);
        }

        FileNotTaken? fault = null;
        foreach (var file in files)
        {
            var kept = await KeepAsync(principal, client, FormOf(client, orderNumber), file, cancellationToken);
            fault ??= kept.Succeeded ? null : new FileNotTaken(kept.Refusal, file.Name);
        }

        return fault;
    }

    /// <summary>What is in the form, oldest first.</summary>
    public async Task<IReadOnlyList<DraftFile>> ListAsync(string orderNumber, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (ClientOf(principal) is not { } client)
        {
            return [];
        }

        var form = FormOf(client, orderNumber);
        await using var db = await database.OpenAsync(principal, cancellationToken);
        return await db.Attachments.AsNoTracking().Where(row => row.DraftOf == form).OrderBy(row => row.AddedAt).ThenBy(row => row.Id)
            .Select(row => new DraftFile(row.Id, row.Name, row.Length)).ToListAsync(cancellationToken);
    }

    /// <summary>What comes along, as a policy looks at it; null where nothing does.</summary>
    public async Task<EvidenceFacts?> EvidenceAsync(string orderNumber, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (ClientOf(principal) is not { } client)
        {
            return null;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var facts = await CaseEvidence.OfDraftsAsync(db, FormOf(client, orderNumber), cancellationToken);
        return facts == EvidenceFacts.Nothing ? null : facts;
    }

    /// <summary>Takes a file out of the form; one that is not in it is left alone.</summary>
    public async Task RemoveAsync(string orderNumber, AttachmentId id, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (ClientOf(principal) is { } client)
        {
            var form = FormOf(client, orderNumber);
            await using var db = await database.OpenAsync(principal, cancellationToken);
            await db.InTransactionAsync(stop => db.Attachments.Where(row => row.DraftOf == form && row.Id == id).ExecuteDeleteAsync(stop), cancellationToken);
        }
    }

    private static ClientId? ClientOf(DeskPrincipal principal) => principal.May(Permission.RequestRefunds) ? principal.ClientId : null;

    private async Task<Outcome> KeepAsync(DeskPrincipal principal, ClientId client, Guid form, ReceivedFile file, CancellationToken cancellationToken)
    {
        var prepared = await intake.PrepareAsync([file], cancellationToken);
        if (!prepared.Succeeded)
        {
            return prepared.Refusal;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var hash = prepared.Value[0].ReceivedHash;
        if (await db.Attachments.AnyAsync(row => row.DraftOf == form && row.ReceivedHash == hash, cancellationToken))
        {
            // Sent again with the same step: it is there.
            return Outcome.Ok;
        }

        var drafted = await attachments.DraftAsync(db, client, form, prepared.Value, principal.Actor, RequestChannel.Portal, time.GetUtcNow(), cancellationToken);
        return await DeskDatabase.SaveAsync(db, drafted.WithoutValue(), cancellationToken);
    }
}
