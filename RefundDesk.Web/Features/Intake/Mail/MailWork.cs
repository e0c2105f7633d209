using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Mailing;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>Works stored mails off, each under a lease and in one save; one that breaks whatever reads it ends as failed with words and keeps no other one waiting.</summary>
internal sealed class MailWork(DeskDatabase database, IMailReader reader, IFileIntake files, MailSorting sorting, IOptions<MailIntakeOptions> options, TimeProvider time)
{
    private const int AtOnce = 200;
    private const int MostAttempts = 6;
    private const int MostFailures = 3;
    private const string Forgotten = "(forgotten)";
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(1);

    private readonly string _owner = $"mail-{Guid.CreateVersion7(time.GetUtcNow()):N}";

    /// <summary>Works off what is due.</summary>
    /// <returns>How many were taken.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var taken = 0;
        while (await DueAsync(cancellationToken) is { Count: > 0 } due)
        {
            foreach (var id in due)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (await TakeAsync(id, cancellationToken))
                {
                    await WorkAsync(id, cancellationToken);
                    taken++;
                }
            }

            if (due.Count < AtOnce)
            {
                break;
            }
        }

        return taken;
    }

    /// <summary>Forgets what mails said that led to no refund and are over for long; that one came, and when, stays, so that it is still known again.</summary>
    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow().AddDays(-options.Value.KeepDays);
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var over = db.MailMessages.Where(row => row.StoredAt < before && row.Subject != Forgotten && (row.ClosedAt == null || row.ClosedAt < before)
            && (row.State == MailState.Closed || row.State == MailState.Spam || row.State == MailState.Ignored || row.State == MailState.Repeated));
        if (!await over.AnyAsync(cancellationToken))
        {
            return 0;
        }

        return await db.InTransactionAsync(
            async stop =>
            {
                await db.MailContents.Where(content => over.Any(row => row.Id == content.MailId)).ExecuteDeleteAsync(stop);
                return await over.ExecuteUpdateAsync(
                    set => set
                        .SetProperty(row => row.FromAddress, string.Empty).SetProperty(row => row.FromName, string.Empty).SetProperty(row => row.Words, string.Empty)
                        .SetProperty(row => row.ClosedWhy, (string?)null).SetProperty(row => row.Subject, Forgotten).SetProperty(row => row.Version, row => row.Version + 1),
                    stop);
            },
            cancellationToken);
    }

    private async Task<List<Guid>> DueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        return await db.MailMessages.AsNoTracking().Where(row => row.DueAt <= now && (row.LeaseUntil == null || row.LeaseUntil < now))
            .OrderBy(row => row.DueAt).ThenBy(row => row.ReceivedAt).ThenBy(row => row.Uid).Select(row => row.Id).Take(AtOnce).ToListAsync(cancellationToken);
    }

    private async Task<bool> TakeAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? until = now + Lease;
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        return await db.InTransactionAsync(
            stop => db.MailMessages.Where(row => row.Id == id && row.DueAt <= now && (row.LeaseUntil == null || row.LeaseUntil < now))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseOwner, _owner).SetProperty(row => row.LeaseUntil, until), stop),
            cancellationToken) == 1;
    }

    private async Task WorkAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            await SortAsync(id, cancellationToken);
        }
#pragma warning disable CA1031 // A mail made to break what reads it must not come back for ever; it is kept, with the fault in words.
        catch (Exception fault) when (fault is not (OperationCanceledException or DbException))
#pragma warning restore CA1031
        {
            await PutOffAsync(id, fault.Message, cancellationToken);
        }
    }

    private async Task SortAsync(Guid id, CancellationToken cancellationToken)
    {
        MailParcel? parcel = null;
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
            var row = await db.MailMessages.SingleOrDefaultAsync(row => row.Id == id && row.LeaseOwner == _owner, cancellationToken);
            if (row is null or { DueAt: null })
            {
                return;
            }

            if (parcel is null)
            {
                var raw = await db.MailContents.AsNoTracking().Where(content => content.MailId == id).Select(content => content.Raw).SingleAsync(cancellationToken);
                var read = reader.Read(raw);
                if (!read.Succeeded)
                {
                    MailSorting.Fail(row, read.Refusal.Message);
                    await SavedAsync(db, cancellationToken);
                    return;
                }

                parcel = new MailParcel(read.Value, raw, files);
            }

            await sorting.SortAsync(db, row, parcel, cancellationToken);
            (row.LeaseOwner, row.LeaseUntil) = (null, null);
            if (await SavedAsync(db, cancellationToken))
            {
                return;
            }
        }

        await PutOffAsync(id, "Others kept being faster with the same order.", cancellationToken);
    }

    /// <summary>Another time; after some of them a person must look.</summary>
    private async Task PutOffAsync(Guid id, string fault, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        if (await db.MailMessages.SingleOrDefaultAsync(row => row.Id == id && row.LeaseOwner == _owner, cancellationToken) is not { } row)
        {
            return;
        }

        if (++row.Attempts >= MostFailures)
        {
            MailSorting.Fail(row, $"It could not be worked on: {fault}");
        }
        else
        {
            (row.DueAt, row.LeaseOwner, row.LeaseUntil) = (time.GetUtcNow() + AgainAfter, null, null);
            row.Version++;
        }

        await SavedAsync(db, cancellationToken);
    }

    private static async Task<bool> SavedAsync(RefundDeskDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
        catch (DbUpdateException fault) when (fault.InnerException is DbException inner && (db.Dialect.IsDuplicate(inner) || db.Dialect.IsCheckViolation(inner) || db.Dialect.IsTransient(inner)))
        {
            return false;
        }
    }
}
