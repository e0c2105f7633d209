using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Features.Intake.Bulk;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Watching;

/// <summary>
/// Looks into the watched folders and imports what is complete. A file is claimed by renaming it into <c>processing</c> under a new key;
/// whoever then takes the lease of that key's import works on it, also after the one who claimed it was killed.
/// </summary>
public sealed class WatchedRound(DeskDatabase database, ImportWork work, IOptions<WatchedFoldersOptions> options, TimeProvider time, ILogger<WatchedRound> log)
{
    private const int HashedAtOnce = 1 << 16;

    private static readonly Actor By = Actor.System("Watched folder");

    private readonly DroppedFiles _dropped = new(time);

    /// <summary>One look into every folder.</summary>
    /// <returns>How many files were done with.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        foreach (var folder in options.Value.Folders ?? [])
        {
            try
            {
                done += await LookIntoAsync(folder, cancellationToken);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // A share that is away for a while must not keep the other folders waiting.
                log.LogError(fault, "The watched folder {Folder} cannot be looked into", folder.Path);
            }
        }

        return done;
    }

    private async Task<int> LookIntoAsync(WatchedFolder folder, CancellationToken cancellationToken)
    {
        var client = await ClientOfAsync(folder, cancellationToken);
        if (client is null)
        {
            log.LogError("There is no client {Client}: the watched folder {Folder} is left alone", folder.Client, folder.Path);
            return 0;
        }

        _dropped.Claim(folder.Path, TimeSpan.FromSeconds(options.Value.StillSeconds), (name, fault) => log.LogWarning(fault, "{File} in {Folder} cannot be claimed and is tried again", name, folder.Path));
        var done = 0;
        foreach (var file in DroppedFiles.Claimed(folder.Path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                done += await TakeAsync(folder, client, file, cancellationToken) ? 1 : 0;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DbException or DbUpdateException)
            {
                log.LogError(fault, "{File} in {Folder} is taken up again when its lease ends", file.Name, folder.Path);
            }
        }

        return done;
    }

    private async Task<bool> TakeAsync(WatchedFolder folder, Client client, ClaimedFile file, CancellationToken cancellationToken)
    {
        var (row, isNew) = await RowOfAsync(folder, client, file, cancellationToken);
        if (row is null)
        {
            return false;
        }

        if (row.State == ImportState.Running)
        {
            if (!isNew && !await work.TakeAsync(row.Id, cancellationToken))
            {
                return false;
            }

            await ImportAsync(folder, row, file, cancellationToken);
            row = await FindAsync(file.Id, cancellationToken);
        }

        if (row is null or { State: ImportState.Running } || !File.Exists(file.Path) && new FileInfo(file.Path).LinkTarget is null)
        {
            return false;
        }

        DroppedFiles.PutAway(folder.Path, file, row.State == ImportState.Done ? null : row.EndText ?? "A person stopped it. What was stored stays; drop the file again to go on.");
        return true;
    }

    private async Task ImportAsync(WatchedFolder folder, ImportRow row, ClaimedFile file, CancellationToken cancellationToken)
    {
        var by = new DeskPrincipal(By, null, row.ClientId, new HashSet<Permission> { Permission.Import });
        if (WhyNot(file) is { } refusal)
        {
            await work.RefuseAsync(row, by, refusal, cancellationToken);
            return;
        }

        try
        {
            await work.DoAsync(row, by, new ImportPlaces(file.Path, folder.Map, DroppedFiles.RejectsOf(file), RequestChannel.PointOfSale), cancellationToken);
        }
#pragma warning disable CA1031 // A file made to break the reader must not come back for ever and keep others waiting; the fault is logged and the file kept.
        catch (Exception fault) when (fault is not (OperationCanceledException or DbException or DbUpdateException))
#pragma warning restore CA1031
        {
            log.LogError(fault, "{File} in {Folder} could not be read", file.Name, folder.Path);
            await work.RefuseAsync(row, by, new Refusal("import.unreadable", $"{file.Name} could not be read: {fault.Message}"), cancellationToken);
        }
    }

    /// <summary>What of a file is seen before it is opened.</summary>
    private static Refusal? WhyNot(ClaimedFile file)
    {
        var found = new FileInfo(file.Path);
        return found.LinkTarget is not null ? new Refusal("import.link", $"{file.Name} is a link to another place; links are not followed.")
            : found.Length == 0 ? new Refusal("import.empty", $"{file.Name} is empty.")
            : null;
    }

    /// <summary>The import of a claimed file; made by whoever comes first.</summary>
    private async Task<(ImportRow? Row, bool IsNew)> RowOfAsync(WatchedFolder folder, Client client, ClaimedFile file, CancellationToken cancellationToken)
    {
        if (await FindAsync(file.Id, cancellationToken) is { } there)
        {
            return (there, false);
        }

        var (hash, bytes) = await HashOfAsync(file, cancellationToken);
        var row = new ImportRow
        {
            Id = file.Id, ClientId = client.Id, Kind = folder.Kind, FileName = file.Name, FileHash = hash, FileBytes = bytes, ByName = By.Name, StartedAt = time.GetUtcNow(),
            LeaseOwner = work.Owner, LeaseUntil = work.LeaseEnd,
        };
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        db.Imports.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return (row, true);
        }
        catch (DbUpdateException fault) when (fault.InnerException is DbException inner && db.Dialect.IsDuplicate(inner))
        {
            return (null, false);
        }
    }

    private static async Task<(string Hash, long Bytes)> HashOfAsync(ClaimedFile file, CancellationToken cancellationToken)
    {
        if (WhyNot(file) is not null)
        {
            return (string.Empty, 0);
        }

        try
        {
            await using var content = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, HashedAtOnce, useAsync: true);
            return (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)), content.Length);
        }
        catch (UnauthorizedAccessException)
        {
            // The import itself says so, in its list.
            return (string.Empty, 0);
        }
    }

    private async Task<ImportRow?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        return await db.Imports.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
    }

    private async Task<Client?> ClientOfAsync(WatchedFolder folder, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        return await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == folder.Client, cancellationToken);
    }
}

/// <summary>Looks as long as the application serves.</summary>
internal sealed class WatchedFoldersService(WatchedRound round, IOptions<WatchedFoldersOptions> options, TimeProvider time, ILogger<WatchedFoldersService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Folders is not { Count: > 0 })
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.LookEverySeconds), time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await round.RunOnceAsync(stoppingToken);
                await timer.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop outlives whatever a look meets: a file that was begun is taken up again.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                log.LogError(fault, "Looking into the watched folders failed");
                await timer.WaitForNextTickAsync(stoppingToken);
            }
        }
    }
}
