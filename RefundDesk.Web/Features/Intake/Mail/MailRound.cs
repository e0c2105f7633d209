using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds.Mailing;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>One look into every mailbox: store, find out, move away, answer. A mailbox that cannot be reached keeps no other one waiting.</summary>
internal sealed class MailRound(DeskDatabase database, IMailboxes mailboxes, MailInbox inbox, MailWork work, MailAnswers answers, ILogger<MailRound> log)
{
    /// <summary>Does it.</summary>
    /// <returns>How many mails were worked on.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var worked = 0;
        foreach (var mailbox in mailboxes.All)
        {
            try
            {
                worked += await LookIntoAsync(mailbox, cancellationToken);
            }
            catch (Exception fault) when (fault is IOException or DbException or DbUpdateException)
            {
                log.LogError(fault, "The mailbox {Mailbox} cannot be looked into", mailbox.Name);
            }
        }

        // Also what lies here of a mailbox that is away.
        worked += await work.RunAsync(cancellationToken);
        await answers.RunAsync(cancellationToken);
        await work.ForgetAsync(cancellationToken);
        return worked;
    }

    private async Task<int> LookIntoAsync(WatchedMailbox mailbox, CancellationToken cancellationToken)
    {
        Client? client;
        await using (var db = await database.OpenAsync(ClientScope.Everything, cancellationToken))
        {
            client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == mailbox.ClientKey, cancellationToken);
        }

        if (client is null)
        {
            log.LogError("There is no client {Client}: the mailbox {Mailbox} is left alone", mailbox.ClientKey, mailbox.Name);
            return 0;
        }

        var worked = 0;
        await using var connection = await mailboxes.OpenAsync(mailbox, cancellationToken);
        int stored;
        do
        {
            stored = await inbox.FetchAsync(client, mailbox, connection, cancellationToken);
            worked += await work.RunAsync(cancellationToken);
        }
        while (stored > 0);

        await inbox.MoveAsync(client, mailbox, connection, cancellationToken);
        return worked;
    }
}

/// <summary>Looks as long as the application serves, where a mailbox is configured.</summary>
internal sealed class MailService(MailRound round, IMailboxes mailboxes, IOptions<MailIntakeOptions> options, TimeProvider time, ILogger<MailService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (mailboxes.All.Count == 0)
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
#pragma warning disable CA1031 // The loop outlives whatever a look meets: nothing was half done, the next one finds it again.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                log.LogError(fault, "Looking into the mailboxes failed");
                await timer.WaitForNextTickAsync(stoppingToken);
            }
        }
    }
}
