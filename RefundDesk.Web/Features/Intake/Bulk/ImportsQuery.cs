using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Bulk;

/// <summary>How far an import is, for people.</summary>
public enum ImportStage
{
    /// <summary>Somebody works on it.</summary>
    Running,

    /// <summary>It was begun and nobody works on it.</summary>
    Interrupted,

    /// <summary>To its end.</summary>
    Done,

    /// <summary>The file or its map was refused.</summary>
    Refused,

    /// <summary>A person stopped it.</summary>
    Stopped,
}

/// <summary>An import as people see it.</summary>
/// <param name="Id">Its key.</param>
/// <param name="ClientName">The retailer.</param>
/// <param name="Kind"><c>orders</c> or <c>requests</c>.</param>
/// <param name="IsDryRun">Whether nothing was to be stored.</param>
/// <param name="FileName">As it came.</param>
/// <param name="FileHash">SHA-256; empty where it could not be read.</param>
/// <param name="ByName">Who.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="Stage">How far.</param>
/// <param name="StopAsked">Whether it was asked to stop.</param>
/// <param name="IsChecking">Whether it is in the first pass.</param>
/// <param name="Percent">Of the file, in this pass.</param>
/// <param name="LinesRead">In this pass.</param>
/// <param name="Lines">What became of them.</param>
/// <param name="EndCode">Why it was refused: a stable code.</param>
/// <param name="EndText">The same in words.</param>
/// <param name="HasRejects">Whether its rejected lines are kept.</param>
/// <param name="CanResume">Whether the page can take it up again.</param>
public sealed record ListedImport(
    Guid Id, string ClientName, string Kind, bool IsDryRun, string FileName, string FileHash, string ByName, DateTimeOffset StartedAt, ImportStage Stage, bool StopAsked,
    bool IsChecking, int Percent, long LinesRead, ImportedLines Lines, string? EndCode, string? EndText, bool HasRejects, bool CanResume)
{
    /// <summary>Whether somebody works on it.</summary>
    public bool Runs => Stage == ImportStage.Running;
}

/// <summary>What became of the lines of a file.</summary>
/// <param name="Stored">Stored, or to be stored.</param>
/// <param name="Unchanged">There already.</param>
/// <param name="ForOtherVerb">Of the other kind.</param>
/// <param name="Rejected">Rejected.</param>
/// <param name="Things">Orders or cases that the stored ones are.</param>
public sealed record ImportedLines(long Stored, long Unchanged, long ForOtherVerb, long Rejected, long Things);

/// <summary>The imports there were.</summary>
public sealed class ImportsQuery(DeskDatabase database, ICurrentUser user, ImportFolder folder, TimeProvider time)
{
    /// <summary>The most that are listed.</summary>
    public const int AtMost = 50;

    /// <summary>The clients a file can be for; none for who may not import.</summary>
    public async Task<IReadOnlyList<(string Key, string Name)>> ClientsAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Import))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var rows = await db.Clients.AsNoTracking().OrderBy(client => client.Name).Select(client => new { client.Key, client.Name }).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => (row.Key, row.Name));
    }

    /// <summary>The latest imports; none for who may not import.</summary>
    public async Task<IReadOnlyList<ListedImport>> LatestAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Import))
        {
            return [];
        }

        var now = time.GetUtcNow();
        await using var db = await database.OpenAsync(principal, cancellationToken);
        var rows = await db.Imports.AsNoTracking().Join(db.Clients, row => row.ClientId, client => client.Id, (row, client) => new { Row = row, client.Name })
            .OrderByDescending(row => row.Row.StartedAt).Take(AtMost).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => Listed(row.Row, row.Name, now));
    }

    /// <summary>The first lines an import rejected, with the names of the file's columns.</summary>
    public async Task<(IReadOnlyList<string> Names, IReadOnlyList<RejectedRow> Rows)> RejectedRowsAsync(Guid id, CancellationToken cancellationToken) =>
        await RejectsAsync(id, cancellationToken) is { } path ? RejectedRows.Read(path) : ([], []);

    /// <summary>Where the rejected lines of an import lie; null where there are none, or for who may not see them.</summary>
    public async Task<string?> RejectsAsync(Guid id, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Import))
        {
            return null;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var row = await db.Imports.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return row is not null && folder.RejectsOf(row.ClientId, id) is var path && File.Exists(path) ? path : null;
    }

    private ListedImport Listed(ImportRow row, string clientName, DateTimeOffset now)
    {
        var stage = row.State switch
        {
            ImportState.Running => row.LeaseUntil <= now ? ImportStage.Interrupted : ImportStage.Running,
            ImportState.Done => ImportStage.Done,
            ImportState.Cancelled => ImportStage.Stopped,
            _ => ImportStage.Refused,
        };
        return new ListedImport(
            row.Id, clientName, row.Kind, row.IsDryRun, row.FileName, row.FileHash, row.ByName, row.StartedAt, stage, row.StopAskedAt is not null, row.IsChecking, row.Percent, row.LinesRead,
            new ImportedLines(row.LinesStored, row.LinesUnchanged, row.LinesForOtherVerb, row.LinesRejected, row.Stored),
            row.EndCode, row.EndText, File.Exists(folder.RejectsOf(row.ClientId, row.Id)), stage == ImportStage.Interrupted && row.UploadId is not null);
    }
}

/// <summary><c>/imports/{id}/rejected.csv</c>: the lines an import rejected, as a file.</summary>
internal static class ImportDownloads
{
    public static void MapImportDownloads(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/imports/{id:guid}/rejected.csv", async (Guid id, ImportsQuery imports, CancellationToken cancellationToken) =>
            await imports.RejectsAsync(id, cancellationToken) is { } path ? Results.File(path, "text/csv; charset=utf-8", $"rejected-{id:N}.csv") : Results.NotFound())
        .RequireAuthorization(nameof(Permission.Import));
}
