using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;

namespace RefundDesk.Web.Infrastructure.Attachments;

/// <summary>Takes away what nobody needs: files of forms that were never sent, and bytes that belong to no attachment.</summary>
internal sealed class AttachmentSweep(DeskDatabase database, IAttachmentBytes bytes, IOptions<AttachmentOptions> options, TimeProvider time)
{
    /// <summary>One look.</summary>
    /// <returns>How many drafts and how many bytes of nobody went.</returns>
    public async Task<(int Drafts, int Orphans)> RunOnceAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow().AddHours(-options.Value.DraftHours);
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var drafts = await db.InTransactionAsync(stop => db.Attachments.Where(row => row.DraftOf != null && row.AddedAt < before).ExecuteDeleteAsync(stop), cancellationToken);
        return (drafts, await bytes.SweepAsync(cancellationToken));
    }
}

/// <summary>Looks as long as the application serves.</summary>
internal sealed class AttachmentSweepService(AttachmentSweep sweep, IOptions<AttachmentOptions> options, TimeProvider time, ILogger<AttachmentSweepService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(options.Value.SweepMinutes), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops.
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            await sweep.RunOnceAsync(stoppingToken);
        }
#pragma warning disable CA1031 // The loop outlives whatever a look meets: the next one finds it again.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogError(fault, "Sweeping attachments failed");
        }
    }
}
