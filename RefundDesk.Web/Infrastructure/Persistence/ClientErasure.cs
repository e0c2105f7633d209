using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>
/// Deletes everything of a client whose erasure two administrators agreed on, a part a transaction: stopped or killed anywhere it is begun again
/// and goes on, because what is left to do is what is left in the database. The client's own row goes last, in one transaction with everything
/// that was written down about it; one line stays, with what there was and the hash of the file the client was given.
/// </summary>
public sealed class ClientErasure(DeskDatabase database, TimeProvider time)
{
    private const int CasesAPart = 500;
    private const int OrdersAPart = 1_000;

    /// <summary>What there is to erase, for people.</summary>
    public static async Task<string> CountAsync(RefundDeskDbContext db, ClientId client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        (string Name, long Count)[] counts =
        [
            ("orders", await db.Orders.LongCountAsync(row => row.ClientId == client, cancellationToken)),
            ("cases", await db.RefundCases.LongCountAsync(row => row.ClientId == client, cancellationToken)),
            ("payouts", await db.Payouts.LongCountAsync(row => row.ClientId == client, cancellationToken)),
            ("events", await db.CaseEvents.LongCountAsync(row => row.ClientId == client, cancellationToken)),
            ("decisions", await db.Decisions.LongCountAsync(row => row.ClientId == client, cancellationToken)),
            ("postings", await db.Postings.LongCountAsync(row => row.ClientId == client, cancellationToken)),
            ("attachments", await db.Attachments.LongCountAsync(row => row.ClientId == client, cancellationToken)),
            ("mails", await db.MailMessages.LongCountAsync(row => row.ClientId == client, cancellationToken)),
            ("messages", await db.Outbox.LongCountAsync(row => row.ClientId == client, cancellationToken)),
            ("policy versions", await db.Policies.LongCountAsync(row => row.ClientId == client, cancellationToken)),
            ("people", await db.Users.LongCountAsync(row => row.ClientId == client, cancellationToken)),
        ];
        return string.Join(", ", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Count} {count.Name}")));
    }

    /// <summary>The clients whose erasure was confirmed and is not done.</summary>
    public async Task<IReadOnlyList<string>> DueAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        return await db.Clients.AsNoTracking().Where(client => client.ErasureConfirmedAt != null).OrderBy(client => client.Key).Select(client => client.Key).ToListAsync(cancellationToken);
    }

    /// <summary>Deletes everything.</summary>
    /// <param name="key">Which client.</param>
    /// <param name="progress">Told after every part.</param>
    /// <param name="cancellationToken">Stops between two parts.</param>
    /// <returns>Done; or <c>client.unknown</c>, <c>client.erasure-not-asked</c> where it was not confirmed.</returns>
    public async Task<Outcome> RunAsync(string key, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var client = await FindAsync(key, cancellationToken);
        if (!client.Succeeded)
        {
            return client.Refusal;
        }

        var id = client.Value.Id;
        while (await PartAsync(stop => CasesAsync(id, stop), progress, "cases", cancellationToken))
        {
        }

        while (await PartAsync(stop => OrdersAsync(id, stop), progress, "orders", cancellationToken))
        {
        }

        await RestAsync(client.Value, cancellationToken);
        progress?.Report("the client itself");
        return Outcome.Ok;
    }

    private static async Task<bool> PartAsync(Func<CancellationToken, Task<int>> part, IProgress<string>? progress, string what, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var erased = await part(cancellationToken);
        if (erased > 0)
        {
            progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{erased} {what}"));
        }

        return erased > 0;
    }

    private async Task<Outcome<Client>> FindAsync(string key, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == key, cancellationToken);
        return client is null ? new Refusal("client.unknown", $"There is no client '{key}'.")
            : client.ErasureConfirmedAt is null ? ClientRefusals.ErasureNotAsked
            : client;
    }

    private async Task<int> CasesAsync(ClientId client, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Only(client), cancellationToken);
        return await db.InTransactionAsync(
            async stop =>
            {
                RefundCaseId[] ids = [.. await db.RefundCases.OrderBy(row => row.ReceivedAt).ThenBy(row => row.Id).Take(CasesAPart).Select(row => row.Id).ToListAsync(stop)];
                return ids.Length == 0 ? 0 : await DeleteAsync(db, ids, stop);
            },
            cancellationToken);
    }

    /// <summary>Cases with everything that was written down of them; their lines and payouts go with them.</summary>
    internal static async Task<int> DeleteAsync(RefundDeskDbContext db, RefundCaseId[] ids, CancellationToken cancellationToken)
    {
        await db.CaseEvents.Where(row => ids.Contains(row.CaseId)).ExecuteDeleteAsync(cancellationToken);
        await db.Decisions.Where(row => ids.Contains(row.CaseId)).ExecuteDeleteAsync(cancellationToken);
        await db.Postings.Where(row => ids.Contains(row.CaseId)).ExecuteDeleteAsync(cancellationToken);
        await db.Outbox.Where(row => ids.Contains(row.CaseId)).ExecuteDeleteAsync(cancellationToken);
        await db.SourceRefunds.Where(row => ids.Contains(row.CaseId)).ExecuteDeleteAsync(cancellationToken);
        await db.Attachments.Where(row => row.CaseId != null && ids.Contains(row.CaseId.Value)).ExecuteDeleteAsync(cancellationToken);
        return await db.RefundCases.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<int> OrdersAsync(ClientId client, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Only(client), cancellationToken);
        return await db.InTransactionAsync(
            async stop =>
            {
                OrderId[] ids = [.. await db.Orders.OrderBy(row => row.OrderNumber).Take(OrdersAPart).Select(row => row.Id).ToListAsync(stop)];
                return ids.Length == 0 ? 0 : await db.Orders.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(stop);
            },
            cancellationToken);
    }

    /// <summary>What is small goes at once, with the client.</summary>
    private async Task RestAsync(Client client, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        await db.InTransactionAsync(
            async stop =>
            {
                if (await DeleteAsync(db, client, stop) > 0)
                {
                    // Two nodes may both have come as far: only the one that deletes the client writes the line.
                    db.Audit.Add(AuditRow.Of(client, Actor.Automation, time.GetUtcNow(), "Erased", client.ErasureCounts, $"Everything was erased, asked by {client.ErasureAskedByName}, confirmed by {client.ErasureConfirmedByName}. SHA-256 of the file handed over: {client.HandedOverHash}"));
                }

                return await db.SaveChangesAsync(stop);
            },
            cancellationToken);
    }

    /// <summary>The client, with what is small and what was written down about it.</summary>
    internal static async Task<int> DeleteAsync(RefundDeskDbContext db, Client client, CancellationToken cancellationToken)
    {
        var id = client.Id;
        await AuditAsync(db, client, cancellationToken);
        var keys = Array.ConvertAll(await db.Users.Where(user => user.ClientId == id).Select(user => user.Id).ToArrayAsync(cancellationToken), key => new UserId(key));
        await db.Delegations.Where(row => keys.Contains(row.FromId) || keys.Contains(row.ToId)).ExecuteDeleteAsync(cancellationToken);
        await db.Users.Where(user => user.ClientId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Customers.Where(row => row.ClientId == id).ExecuteDeleteAsync(cancellationToken);
        await db.PortalCodes.Where(row => row.ClientId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Attachments.Where(row => row.ClientId == id).ExecuteDeleteAsync(cancellationToken);
        await db.ApiKeys.Where(row => row.ClientId == id).ExecuteDeleteAsync(cancellationToken);
        await db.SourceRefunds.Where(row => row.ClientId == id).ExecuteDeleteAsync(cancellationToken);
        await db.SourceOrders.Where(row => row.ClientId == id).ExecuteDeleteAsync(cancellationToken);
        await db.OrderSources.Where(row => row.ClientId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Imports.Where(row => row.ClientId == id).ExecuteDeleteAsync(cancellationToken);
        await db.WaitingRequests.Where(row => row.ClientId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Withdrawals.Where(row => row.ClientId == id).ExecuteDeleteAsync(cancellationToken);
        await db.MailMessages.Where(row => row.ClientId == id).ExecuteDeleteAsync(cancellationToken);
        await db.BreakerTrips.Where(row => row.ClientId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Policies.Where(row => row.ClientId == id).ExecuteDeleteAsync(cancellationToken);
        return await db.Clients.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);
    }

    private static async Task AuditAsync(RefundDeskDbContext db, Client client, CancellationToken cancellationToken)
    {
        var (id, key) = (client.Id, client.Id.Value);
        var customers = (await db.Customers.Where(row => row.ClientId == id).Select(row => row.Id).ToListAsync(cancellationToken)).ConvertAll(customer => customer.Value);
        await db.Audit.Where(row =>
            (row.Subject == AuditSubject.Client && row.SubjectId == key)
            || (row.Subject == AuditSubject.Person && db.Users.Any(user => user.Id == row.SubjectId && user.ClientId == id))
            || (row.Subject == AuditSubject.Customer && customers.Contains(row.SubjectId))).ExecuteDeleteAsync(cancellationToken);
    }
}
