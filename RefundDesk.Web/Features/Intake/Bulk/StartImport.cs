using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Features.Intake.Importing;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Bulk;

/// <summary>Begins the dry run or the run of a file that was brought; it goes on by itself.</summary>
public sealed class StartImport(DeskDatabase database, ICurrentUser user, ImportFolder folder, ImportWork work, ImportJobs jobs, TimeProvider time)
{
    /// <summary>Begins it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="map">The mapping, as JSON; null for our own layout.</param>
    /// <param name="isDryRun">Whether nothing is to be stored.</param>
    /// <param name="cancellationToken">Ends the beginning, not the import.</param>
    /// <returns>The key of the import; or <c>refund.forbidden</c>, <c>request.unknown-client</c>, <c>import.map</c>, <c>import.file-gone</c>.</returns>
    public async Task<Outcome<Guid>> HandleAsync(BroughtFile file, string? map, bool isDryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Import))
        {
            return RefundRefusals.Forbidden;
        }

        if (map is not null && ImportMapReader.Read(map, file.Kind == "orders" ? ImportKind.Orders : ImportKind.Requests, "The mapping") is { Succeeded: false } wrong)
        {
            return wrong.Refusal;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var client = await db.Clients.SingleOrDefaultAsync(client => client.Key == file.ClientKey, cancellationToken);
        if (client is null)
        {
            return IntakeRefusals.UnknownClient(file.ClientKey);
        }

        if (!File.Exists(folder.FileOf(client.Id, file.File.Id)))
        {
            return BulkRefusals.FileGone;
        }

        var now = time.GetUtcNow();
        var row = new ImportRow
        {
            Id = Guid.CreateVersion7(now), ClientId = client.Id, UploadId = file.File.Id, Kind = file.Kind, IsDryRun = isDryRun, FileName = file.Name, FileHash = file.File.Hash, FileBytes = file.File.Bytes,
            MapJson = map, HeaderHash = file.HeaderHash, ById = principal.Actor.Id, ByName = principal.Actor.Name, StartedAt = now, LeaseOwner = work.Owner, LeaseUntil = work.LeaseEnd,
        };
        db.Imports.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        _ = jobs.Begin(row, principal);
        return row.Id;
    }
}

/// <summary>Takes an import up again that was interrupted; what was stored stays, and is not stored twice.</summary>
public sealed class ResumeImport(DeskDatabase database, ICurrentUser user, ImportFolder folder, ImportWork work, ImportJobs jobs)
{
    /// <summary>Takes it up.</summary>
    /// <returns>Begun; or <c>refund.forbidden</c>, <c>import.not-found</c>, <c>import.not-interrupted</c>, <c>import.file-gone</c>.</returns>
    public async Task<Outcome> HandleAsync(Guid id, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Import))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var row = await db.Imports.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.UploadId != null, cancellationToken);
        if (row is null)
        {
            return BulkRefusals.NotFound;
        }

        if (!File.Exists(folder.FileOf(row.ClientId, row.UploadId!.Value)))
        {
            return BulkRefusals.FileGone;
        }

        if (!await work.TakeAsync(id, cancellationToken))
        {
            return BulkRefusals.NotInterrupted;
        }

        _ = jobs.Begin(row, principal);
        return Outcome.Ok;
    }
}

/// <summary>Asks an import to stop; what it stored stays.</summary>
public sealed class StopImport(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Asks; it stops within seconds, on whichever node it runs.</summary>
    /// <returns>Asked; or <c>refund.forbidden</c>, <c>import.not-found</c> where it does not run.</returns>
    public async Task<Outcome> HandleAsync(Guid id, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Import))
        {
            return RefundRefusals.Forbidden;
        }

        var now = time.GetUtcNow();
        await using var db = await database.OpenAsync(principal, cancellationToken);
        var asked = await db.Imports.Where(row => row.Id == id && row.State == ImportState.Running).ExecuteUpdateAsync(set => set.SetProperty(row => row.StopAskedAt, now), cancellationToken);
        return asked == 1 ? Outcome.Ok : BulkRefusals.NotFound;
    }
}

/// <summary>Why an import is not begun. Codes are stable.</summary>
internal static class BulkRefusals
{
    public static Refusal FileGone { get; } = new("import.file-gone", "The file is no longer kept; choose it again.");

    public static Refusal NotFound { get; } = new("import.not-found", "There is no such import in reach.");

    public static Refusal NotInterrupted { get; } = new("import.not-interrupted", "The import runs, or has ended.");
}
