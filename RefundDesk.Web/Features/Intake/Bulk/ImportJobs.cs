using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Bulk;

/// <summary>Imports that go on when whoever began them closes the page; they end with the process, to be taken up again.</summary>
public sealed class ImportJobs(ImportWork work, ImportFolder folder, IHostApplicationLifetime lifetime, ILogger<ImportJobs> log)
{
    /// <summary>Begins; the lease is held. The task ends with the import and never fails.</summary>
    internal Task Begin(ImportRow row, DeskPrincipal by) => Task.Run(() => RunAsync(row, by));

    private async Task RunAsync(ImportRow row, DeskPrincipal by)
    {
        try
        {
            var map = await folder.WriteMapAsync(row.ClientId, row.UploadId!.Value, row.Id, row.MapJson, lifetime.ApplicationStopping);
            folder.MakeRejects(row.ClientId, row.Id);
            var places = new ImportPlaces(folder.FileOf(row.ClientId, row.UploadId.Value), map, folder.RejectsOf(row.ClientId, row.Id), RequestChannel.File);
            await work.DoAsync(row, by, places, lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            log.LogInformation("The import of {File} was interrupted and can be taken up again", row.FileName);
        }
        catch (Exception fault) when (fault is DbException or DbUpdateException)
        {
            log.LogError(fault, "The database failed the import of {File}; it can be taken up again when its lease ends", row.FileName);
        }
#pragma warning disable CA1031 // Nobody awaits it: the fault is logged, and whoever looks at the list is told.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.LogError(fault, "The import of {File} failed", row.FileName);
            await work.RefuseAsync(row, by, new Refusal("import.unreadable", $"{row.FileName} could not be read: {fault.Message}"), lifetime.ApplicationStopping);
        }
    }
}

/// <summary>Deletes kept files that are old enough, now and then.</summary>
internal sealed class ImportSweepService(DeskDatabase database, ImportFolder folder, TimeProvider time, ILogger<ImportSweepService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await using var db = await database.OpenAsync(ClientScope.Everything, stoppingToken);
                    IReadOnlyCollection<ClientId> clients = await db.Clients.AsNoTracking().Select(client => client.Id).ToListAsync(stoppingToken);
                    folder.Sweep(clients);
                }
                catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DbException)
                {
                    log.LogError(fault, "Deleting files that were imported failed and is tried again");
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }
}
