using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Features.Intake.Importing;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Bulk;

/// <summary>Where an import reads and writes.</summary>
/// <param name="Path">The file.</param>
/// <param name="MapPath">Its map; null for our own layout.</param>
/// <param name="RejectsPath">Where rejected lines are kept.</param>
/// <param name="Channel">How requests came.</param>
internal sealed record ImportPlaces(string Path, string? MapPath, string RejectsPath, RequestChannel Channel);

/// <summary>
/// Does one import of the list under its lease: writes down how far it is, stops when asked, and says how it ended. Killed anywhere, it
/// can be done again: the engine stores nothing twice.
/// </summary>
public sealed class ImportWork(DeskDatabase database, IOptions<ImportsOptions> options, TimeProvider time, ILogger<ImportWork> log)
{
    /// <summary>The name under which this process takes leases.</summary>
    public string Owner { get; } = $"{Environment.MachineName}/{Guid.CreateVersion7(time.GetUtcNow()).ToString("N")[^12..]}";

    /// <summary>Until when a lease that is taken now lasts, UTC.</summary>
    public DateTimeOffset LeaseEnd => time.GetUtcNow().AddSeconds(options.Value.LeaseSeconds);

    /// <summary>Takes an import up that nobody works on; false where somebody does, or it ended.</summary>
    public async Task<bool> TakeAsync(Guid id, CancellationToken cancellationToken)
    {
        var (now, until, owner) = (time.GetUtcNow(), LeaseEnd, Owner);
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        return await db.Imports.Where(row => row.Id == id && row.State == ImportState.Running && (row.LeaseUntil == null || row.LeaseUntil <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseOwner, owner).SetProperty(row => row.LeaseUntil, until).SetProperty(row => row.StopAskedAt, (DateTimeOffset?)null), cancellationToken) == 1;
    }

    /// <summary>Does it; this process holds the lease.</summary>
    /// <param name="row">The import.</param>
    /// <param name="by">On whose behalf.</param>
    /// <param name="places">Where it reads and writes.</param>
    /// <param name="cancellationToken">The process ends: the import stays to be taken up again.</param>
    internal async Task DoAsync(ImportRow row, DeskPrincipal by, ImportPlaces places, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var far = new Far();
        var beats = BeatAsync(row.Id, far, stop, ended.Token);
        Outcome<ImportSummary>? outcome = null;
        try
        {
            // On a thread of its own: reading and checking rows never waits, and must hold up no circuit.
            outcome = await Task.Run(() => ImportAsync(row, by, places, far, stop.Token), stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A person asked, or the lease was lost; the difference is in the row.
        }
        finally
        {
            await ended.CancelAsync();
            await beats;
        }

        await EndAsync(row, by, outcome, cancellationToken);
    }

    /// <summary>Writes down that a file was refused before it was read.</summary>
    internal Task RefuseAsync(ImportRow row, DeskPrincipal by, Refusal why, CancellationToken cancellationToken) => EndAsync(row, by, why, cancellationToken);

    private async Task<Outcome<ImportSummary>> ImportAsync(ImportRow row, DeskPrincipal by, ImportPlaces places, Far far, CancellationToken cancellationToken)
    {
        string key;
        await using (var db = await database.OpenAsync(ClientScope.Only(row.ClientId), cancellationToken))
        {
            key = await db.Clients.AsNoTracking().Select(client => client.Key).SingleAsync(cancellationToken);
        }

        var (what, user) = (new ImportOrder(key, places.Path, places.MapPath, places.RejectsPath, row.IsDryRun, places.Channel), new OnBehalf(by));
        var outcome = row.Kind == "orders"
            ? await new ImportOrders(database, user, time).HandleAsync(what, far, cancellationToken)
            : await new ImportRequests(database, user, time).HandleAsync(what, asOfAsked: false, far, cancellationToken);

        // Where it lies on our disk is nothing people need to know.
        return outcome.Succeeded ? outcome : outcome.Refusal with { Message = Plain(outcome.Refusal.Message, places, row.FileName) };
    }

    private async Task BeatAsync(Guid id, Far far, CancellationTokenSource stop, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                if (!await ProlongAsync(id, far.Last, ended))
                {
                    await stop.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>False where the lease is another's by now, or a person asked to stop.</summary>
    private async Task<bool> ProlongAsync(Guid id, ImportProgress last, CancellationToken cancellationToken)
    {
        var (owner, until) = (Owner, LeaseEnd);
        try
        {
            await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
            return await db.Imports.Where(row => row.Id == id && row.LeaseOwner == owner && row.State == ImportState.Running && row.StopAskedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseUntil, until).SetProperty(row => row.IsChecking, last.IsChecking)
                    .SetProperty(row => row.LinesRead, last.Lines).SetProperty(row => row.Percent, (int)(last.Share * 100)), cancellationToken) == 1;
        }
        catch (DbException fault)
        {
            // A database that is busy for a second is no reason to give up an import: the lease lasts longer than many such seconds.
            log.LogWarning(fault, "The lease of import {Import} could not be prolonged and is tried again", id);
            return true;
        }
    }

    private async Task EndAsync(ImportRow row, DeskPrincipal by, Outcome<ImportSummary>? outcome, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var stored = await db.Imports.SingleOrDefaultAsync(import => import.Id == row.Id, cancellationToken);
        if (stored is not { State: ImportState.Running } || stored.LeaseOwner != Owner)
        {
            return;
        }

        (stored.LeaseOwner, stored.LeaseUntil, stored.EndedAt) = (null, null, time.GetUtcNow());
        if (outcome is not { } end)
        {
            stored.State = ImportState.Cancelled;
        }
        else if (!end.Succeeded)
        {
            (stored.State, stored.EndCode, stored.EndText) = (ImportState.Refused, end.Refusal.Code, Cut(end.Refusal.Message, 1_000));
        }
        else
        {
            var summary = end.Value;
            (stored.State, stored.Percent, stored.IsChecking) = (ImportState.Done, 100, false);
            (stored.LinesRead, stored.LinesStored, stored.LinesUnchanged) = (summary.LinesIn, summary.LinesStored, summary.LinesUnchanged);
            (stored.LinesForOtherVerb, stored.LinesRejected, stored.Stored) = (summary.LinesForOtherVerb, summary.LinesRejected, summary.Stored);
        }

        if (!row.IsDryRun)
        {
            var client = await db.Clients.AsNoTracking().SingleAsync(client => client.Id == row.ClientId, cancellationToken);
            db.Audit.Add(AuditRow.Of(client, by.Actor, time.GetUtcNow(), "Import", null, Cut($"{row.Kind}, {row.FileName}: {stored.State.ToString().ToLowerInvariant()}, {stored.Stored} stored, {stored.LinesRejected} lines rejected", 400)));
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static string Plain(string text, ImportPlaces places, string name)
    {
        var plain = text.Replace(places.Path, name, StringComparison.Ordinal);
        return places.MapPath is { } map ? plain.Replace(map, "The mapping", StringComparison.Ordinal) : plain;
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];

    private sealed class Far : IProgress<ImportProgress>
    {
        private volatile ImportProgress _last = new(true, 0, 0);

        public ImportProgress Last => _last;

        public void Report(ImportProgress value) => _last = value;
    }

    private sealed class OnBehalf(DeskPrincipal principal) : ICurrentUser
    {
        public ValueTask<DeskPrincipal> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(principal);
    }
}
