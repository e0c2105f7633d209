using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Web.Features.SelfService.Withdrawing;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.SelfService;

/// <summary>
/// Looks whether order and address belong together, and writes to the order's own mailbox where they do. The code is made when the mail is
/// written and stored nowhere; a mail that did not leave is written anew with another one. Any number of nodes may do it at once.
/// </summary>
public sealed class CodeRound(DeskDatabase database, INotificationChannel channel, IStringLocalizer<PortalText> text, TimeProvider time, ILogger<CodeRound> log)
{
    private const int AtOnce = 50;
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    /// <summary>One look.</summary>
    /// <returns>How many questions were looked at.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var now = time.GetUtcNow();
        var due = await db.PortalCodes.AsNoTracking().Where(row => row.DueAt <= now && row.ExpiresAt > now).OrderBy(row => row.DueAt).Take(AtOnce).ToListAsync(cancellationToken);
        foreach (var row in due)
        {
            await AnswerAsync(db, row, now, cancellationToken);
        }

        return due.Count;
    }

    /// <summary>Forgets questions that were over a day ago.</summary>
    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var before = time.GetUtcNow() - KeptFor;
        return await db.InTransactionAsync(stop => db.PortalCodes.Where(row => row.ExpiresAt < before).ExecuteDeleteAsync(stop), cancellationToken);
    }

    private async Task AnswerAsync(RefundDeskDbContext db, PortalCodeRow row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset? seen = row.DueAt, again = now + TryAgainAfter;
        var mine = db.PortalCodes.Where(one => one.Id == row.Id && one.DueAt == seen);
        if (await db.InTransactionAsync(stop => mine.ExecuteUpdateAsync(set => set.SetProperty(one => one.DueAt, again), stop), cancellationToken) == 0)
        {
            return;
        }

        var found = await (from order in db.Orders
                           join client in db.Clients on order.ClientId equals client.Id
                           where order.ClientId == row.ClientId && order.OrderNumber == row.OrderNumber && order.CustomerEmail != null && client.State == ClientState.Active
                           select new Recipient(client.Name, client.SenderAddress, order.CustomerName, order.CustomerEmail!, order.Postcode)).SingleOrDefaultAsync(cancellationToken);
        if (found is not null && found.Proofs.Any(proof => OneTimeCode.IsSame(OneTimeCode.HashOfProof(row.Id, proof), row.ProofHash)) && !await SentAsync(db, row, found, cancellationToken))
        {
            return;
        }

        await db.InTransactionAsync(stop => db.PortalCodes.Where(one => one.Id == row.Id && one.DueAt == again).ExecuteUpdateAsync(set => set.SetProperty(one => one.DueAt, (DateTimeOffset?)null), stop), cancellationToken);
    }

    private async Task<bool> SentAsync(RefundDeskDbContext db, PortalCodeRow row, Recipient to, CancellationToken cancellationToken)
    {
        var code = OneTimeCode.Fresh();
        var hash = OneTimeCode.HashOf(row.Id, code);
        await db.InTransactionAsync(stop => db.PortalCodes.Where(one => one.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.CodeHash, hash), stop), cancellationToken);
        try
        {
            await channel.SendAsync(MailOf(row, to, code), cancellationToken);
            return true;
        }
#pragma warning disable CA1031 // Whatever keeps one mail from leaving, the others go on; it is written anew until its time is over.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogWarning(fault, "A code for a customer of {Client} did not leave", to.ClientName);
            return false;
        }
    }

    private OutgoingMail MailOf(PortalCodeRow row, Recipient to, string code)
    {
        PortalLetters.Speak(row.Language);
        var minutes = (int)(row.ExpiresAt - row.AskedAt).TotalMinutes;
        var (body, html) = PortalLetters.Lay(row.Language, [text["Mail.Hello", PortalLetters.Flat(to.CustomerName)], text["Mail.Code", code, minutes], text["Mail.NotYou"], PortalLetters.Flat(to.ClientName)]);
        return new OutgoingMail(
            $"code.{row.Id:N}.{time.GetUtcNow().ToUnixTimeSeconds()}@{PortalLetters.DomainOf(to.Sender)}", to.Sender, to.ClientName, to.Email, to.CustomerName, text["Mail.Subject", code], body, html);
    }

    private sealed record Recipient(string ClientName, string Sender, string CustomerName, string Email, string? Postcode)
    {
        /// <summary>What the customer may name; a postcode opens nothing by itself, the code goes to the order's own mailbox.</summary>
        public IEnumerable<string> Proofs => Postcode is null ? [Email] : [Email, Postcode];
    }
}

/// <summary>Writes codes and acknowledgements as long as the application serves.</summary>
internal sealed class CodeService(CodeRound round, AcknowledgementRound acknowledgements, Microsoft.Extensions.Options.IOptions<SelfServiceOptions> options, TimeProvider time, ILogger<CodeService> log) : BackgroundService
{
    private const int ForgetEvery = 1_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.LookEveryMilliseconds), time);
        for (var look = 0; !stoppingToken.IsCancellationRequested; look++)
        {
            try
            {
                await round.RunOnceAsync(stoppingToken);
                await acknowledgements.RunOnceAsync(stoppingToken);
                if (look % ForgetEvery == 0)
                {
                    await round.ForgetAsync(stoppingToken);
                }

                await timer.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop outlives whatever a look meets: the next one finds it again.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                log.LogError(fault, "Looking for customers who wait for a code failed");
                await timer.WaitForNextTickAsync(stoppingToken);
            }
        }
    }
}
