using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Domain.Refunds.Withdrawing;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.SelfService.Withdrawing;

/// <summary>
/// Sends the acknowledgement that Article 11a(4) of Directive 2011/83/EU wants: on a durable medium, with what was declared and the date and time it
/// was sent. It goes to whom the declaration names, whether or not there is an order. Any number of nodes may do it at once.
/// </summary>
public sealed class AcknowledgementRound(DeskDatabase database, INotificationChannel channel, IStringLocalizer<PortalText> text, TimeProvider time, ILogger<AcknowledgementRound> log)
{
    private const int AtOnce = 50;
    private static readonly TimeSpan FirstAgain = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LastAgain = TimeSpan.FromHours(1);

    /// <summary>One look.</summary>
    /// <returns>How many were due.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        List<RefundNumber> due;
        await using (var db = await database.OpenAsync(ClientScope.Everything, cancellationToken))
        {
            var now = time.GetUtcNow();
            due = await db.Withdrawals.AsNoTracking().Where(row => row.AcknowledgeAt <= now).OrderBy(row => row.AcknowledgeAt).Select(row => row.Number).Take(AtOnce).ToListAsync(cancellationToken);
        }

        foreach (var number in due)
        {
            await AcknowledgeAsync(number, cancellationToken);
        }

        return due.Count;
    }

    private async Task AcknowledgeAsync(RefundNumber number, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var now = time.GetUtcNow();
        var declaration = await db.Withdrawals.SingleOrDefaultAsync(row => row.Number == number && row.AcknowledgeAt <= now, cancellationToken);
        if (declaration is null)
        {
            return;
        }

        // Taken before it is sent, so that another node does not send it too; where it does not leave, or this node dies, it is due again.
        var waited = now - declaration.DeclaredAt;
        declaration.TryAcknowledging(now + (waited < FirstAgain ? FirstAgain : waited > LastAgain ? LastAgain : waited));
        if (!await SavedAsync(db, cancellationToken) || !await SentAsync(db, declaration, cancellationToken))
        {
            return;
        }

        declaration.Acknowledged(time.GetUtcNow());
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
            // Somebody else moved it on: the next look tells what is left to do.
            return false;
        }
    }

    private async Task<bool> SentAsync(RefundDeskDbContext db, WithdrawalDeclaration declaration, CancellationToken cancellationToken)
    {
        var client = await db.Clients.AsNoTracking().SingleAsync(client => client.Id == declaration.ClientId, cancellationToken);
        try
        {
            await channel.SendAsync(MailOf(declaration, client.Name, client.SenderAddress, client.TimeZone), cancellationToken);
            return true;
        }
#pragma warning disable CA1031 // Whatever keeps one mail from leaving, the others go on; it is tried again until it leaves.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogWarning(fault, "The acknowledgement of withdrawal {Number} did not leave", declaration.Number);
            return false;
        }
    }

    private OutgoingMail MailOf(WithdrawalDeclaration declaration, string clientName, string sender, TimeZoneInfo zone)
    {
        PortalLetters.Speak(declaration.Language);
        var (name, client) = (PortalLetters.Flat(declaration.Name), PortalLetters.Flat(clientName));
        var statement = declaration.Statement;
        string[] content =
        [
            $"{text["Withdraw.Name"]}: {name}", $"{text["Withdraw.Contract"]}: {statement.Contract}", $"{text["Withdraw.Parts"]}: {statement.Parts ?? text["Withdraw.All"]}", $"{text["Withdraw.Email"]}: {statement.Email}",
        ];
        var (body, html) = PortalLetters.Lay(declaration.Language,
        [
            text["Mail.Hello", name], text["Withdraw.Mail.Got", client, WithdrawalWords.Instant(text, declaration.DeclaredAt, zone)], string.Join('\n', content),
            text["Withdraw.Mail.Next", declaration.Number.ToString()], text["Withdraw.Mail.NotYou"], client,
        ]);
        return new OutgoingMail($"withdrawal.{declaration.Number.Value}@{PortalLetters.DomainOf(sender)}", sender, clientName, statement.Email, name, text["Withdraw.Mail.Subject", declaration.Number.ToString()], body, html);
    }
}

/// <summary>How the instant of a declaration is written: to the second, with the zone, since deadlines hang on it.</summary>
public static class WithdrawalWords
{
    /// <summary><c>27 November 2026, 18:24:05 (Europe/Berlin, UTC+01:00)</c> in the language of the page.</summary>
    public static string Instant(IStringLocalizer<PortalText> text, DateTimeOffset at, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(zone);
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return $"{local.ToString(text["Date"], CultureInfo.CurrentCulture)}, {local.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} ({zone.Id}, UTC{local.ToString("zzz", CultureInfo.InvariantCulture)})";
    }
}
