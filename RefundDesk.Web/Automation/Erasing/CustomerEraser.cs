using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Domain.Refunds.Withdrawing;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Configurations;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Automation.Erasing;

/// <summary>
/// Overwrites who a customer was, a part a transaction: cases first, since the purchases still hold the names to look for; the customer's own row
/// last. Killed anywhere it goes on: what still has the old reference is still to do. Amounts, dates, findings and postings stay.
/// </summary>
internal sealed class CustomerEraser(DeskDatabase database, TimeProvider time)
{
    private const int CasesAPart = 50;
    private const int OrdersAPart = 200;

    /// <summary>Erases; ended cases alone, so that one that came meanwhile keeps the whole from ending.</summary>
    /// <param name="customer">The row the person is counted under, with the key of the pseudonyms.</param>
    /// <param name="references">Every reference of the person.</param>
    /// <param name="cancellationToken">Stops between two parts.</param>
    public async Task EraseAsync(Customer customer, string[] references, CancellationToken cancellationToken)
    {
        var client = customer.ClientId;
        var names = (await NamesAsync(client, references, cancellationToken)).ToArray();
        var words = new PersonalWords(names, references, customer.ErasureKey!);
        string[] addresses = [.. names.Where(name => name.Contains('@', StringComparison.Ordinal)).Select(address => address.ToLowerInvariant())];
        await PartAsync(client, (db, stop) => MailErasure.RunAsync(db, client, addresses, references, stop), cancellationToken);
#pragma warning disable CA1304, CA1311 // It is the database that lowers; no culture is involved.
        await PartAsync(client, (db, stop) => WithdrawalsAsync(db.Withdrawals.Where(row => addresses.Contains(row.Email.ToLower())), stop), cancellationToken);
#pragma warning restore CA1304, CA1311
        while (await PartAsync(client, (db, stop) => CasesAsync(db, references, words, stop), cancellationToken))
        {
        }

        while (await PartAsync(client, (db, stop) => OrdersAsync(db, references, words, stop), cancellationToken))
        {
        }

        await EndAsync(customer.Id, references, words, cancellationToken);
    }

    private async Task<bool> PartAsync(ClientId client, Func<RefundDeskDbContext, CancellationToken, Task<int>> part, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var db = await database.OpenAsync(ClientScope.Only(client), cancellationToken);
        return await db.InTransactionAsync(stop => part(db, stop), cancellationToken) > 0;
    }

    private async Task<IEnumerable<string>> NamesAsync(ClientId client, string[] references, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Only(client), cancellationToken);
        var orders = db.Orders.Where(order => references.Contains(order.CustomerReference));
        var cases = db.RefundCases.Where(refund => references.Contains(refund.CustomerReference));
        var found = await orders.Select(order => new { Name = order.CustomerName, Email = order.CustomerEmail })
            .Concat(cases.Select(refund => new { Name = refund.CustomerName, Email = refund.CustomerEmail })).Distinct().ToListAsync(cancellationToken);
        return found.SelectMany(who => new[] { who.Name, who.Email }).OfType<string>();
    }

    private async Task<int> CasesAsync(RefundDeskDbContext db, string[] references, PersonalWords words, CancellationToken stop)
    {
        var cases = await db.RefundCases.AsNoTracking()
            .Where(refund => references.Contains(refund.CustomerReference)
                && (refund.Status == RefundStatus.Paid || refund.Status == RefundStatus.Rejected || refund.Status == RefundStatus.Cancelled))
            .OrderBy(refund => refund.ReceivedAt).ThenBy(refund => refund.Id).Take(CasesAPart)
            .Select(refund => new { refund.Id, refund.ClientId, refund.CustomerReference, refund.RequestKey, refund.Status }).ToListAsync(stop);
        var ids = cases.Select(refund => refund.Id).ToArray();
        if (ids.Length == 0)
        {
            return 0;
        }

        await HistoryAsync(db, ids, words, stop);
        await DocumentsAsync(db, ids, words, stop);
        await GoodsAsync(db, ids, words, stop);
        await FilesAsync(db, ids, stop);
        foreach (var refund in cases)
        {
            var (id, pseudonym, key) = (refund.Id, words.PseudonymOf(refund.CustomerReference), words.KeyWithout(refund.RequestKey));
            await db.RefundCases.Where(row => row.Id == id).ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.CustomerReference, pseudonym)
                    .SetProperty(row => row.CustomerName, PersonalWords.Word)
                    .SetProperty(row => row.CustomerEmail, (string?)null)
                    .SetProperty(row => row.CustomerNote, row => row.CustomerNote == null ? null : PersonalWords.Word)
                    .SetProperty(row => row.RequestKey, key)
                    .SetProperty(row => row.WhyHere, PersonalWords.Word)
                    .SetProperty(row => row.Version, row => row.Version + 1),
                stop);
            db.CaseEvents.Add(PendingRows.RowOf(refund.ClientId, id, new CaseEvent(null, refund.Status, refund.Status, Actor.Automation, time.GetUtcNow(), "The customer's personal data was erased")));
        }

        await db.SaveChangesAsync(stop);
        return ids.Length;
    }

    /// <summary>What people wrote goes as a whole, whatever it says; what the desk itself wrote loses the names alone.</summary>
    internal static async Task HistoryAsync(RefundDeskDbContext db, RefundCaseId[] ids, PersonalWords words, CancellationToken stop)
    {
        var events = db.CaseEvents.Where(row => ids.Contains(row.CaseId));
        await events.Where(row => row.ActorKind == ActorKind.Customer).ExecuteUpdateAsync(set => set.SetProperty(row => row.ActorName, PersonalWords.Word), stop);
        await events.Where(row => row.ActorKind != ActorKind.Automation && row.Why != null).ExecuteUpdateAsync(set => set.SetProperty(row => row.Why, PersonalWords.Word), stop);
        foreach (var row in await events.AsNoTracking().Select(row => new { row.Id, row.ActorName, row.Text, row.Why }).ToListAsync(stop))
        {
            var (name, text, why) = (words.Without(row.ActorName)!, words.Without(row.Text)!, words.Without(row.Why));
            if ((name, text, why) != (row.ActorName, row.Text, row.Why))
            {
                await db.CaseEvents.Where(one => one.Id == row.Id).ExecuteUpdateAsync(
                    set => set.SetProperty(one => one.ActorName, name).SetProperty(one => one.Text, text).SetProperty(one => one.Why, why), stop);
            }
        }
    }

    internal static async Task DocumentsAsync(RefundDeskDbContext db, RefundCaseId[] ids, PersonalWords words, CancellationToken stop)
    {
        foreach (var row in await db.Decisions.AsNoTracking().Where(row => ids.Contains(row.CaseId)).Select(row => new { row.Id, row.Json }).ToListAsync(stop))
        {
            var clean = words.DocumentWithout(row.Json);
            if (clean != row.Json)
            {
                await db.Decisions.Where(one => one.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.Json, clean), stop);
            }
        }

        foreach (var row in await db.Outbox.AsNoTracking().Where(row => ids.Contains(row.CaseId)).Select(row => new { row.Id, row.Channel, row.Json }).ToListAsync(stop))
        {
            // What went to the desk's own people only loses the names.
            var clean = row.Channel == "mail" ? WithoutCustomer(row.Json) : words.DocumentWithout(row.Json);
            await db.Outbox.Where(one => one.Id == row.Id).ExecuteUpdateAsync(
                set => set.SetProperty(one => one.Json, clean).SetProperty(one => one.LastError, one => one.LastError == null ? null : PersonalWords.Word), stop);
        }
    }

    private static string WithoutCustomer(string json)
    {
        var notice = JsonSerializer.Deserialize<RefundNotice>(json, PendingRows.Json)!;
        return JsonSerializer.Serialize(notice with { To = PersonalWords.Word, CustomerName = PersonalWords.Word, Detail = PersonalWords.Word, Money = null }, PendingRows.Json);
    }

    /// <summary>
    /// What came with requests goes whole, with its hashes: a picture of somebody's home is personal whatever it shows, and by its hash it would be
    /// known again. Where the bytes lie in a folder they are swept after their rows.
    /// </summary>
    internal static Task FilesAsync(RefundDeskDbContext db, RefundCaseId[] ids, CancellationToken stop) =>
        db.Attachments.Where(row => row.CaseId != null && ids.Contains(row.CaseId.Value)).ExecuteDeleteAsync(stop);

    internal static async Task GoodsAsync(RefundDeskDbContext db, RefundCaseId[] ids, PersonalWords words, CancellationToken stop)
    {
        foreach (var row in await db.Payouts.AsNoTracking().Where(row => ids.Contains(EF.Property<RefundCaseId>(row, RefundCaseConfiguration.CaseKey)) && row.FailureMessage != null)
            .Select(row => new { row.Id, row.FailureMessage }).ToListAsync(stop))
        {
            var clean = words.Without(row.FailureMessage);
            await db.Payouts.Where(one => one.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.FailureMessage, clean), stop);
        }

        foreach (var row in await db.RefundLines.AsNoTracking().Where(row => ids.Contains(EF.Property<RefundCaseId>(row, RefundCaseConfiguration.CaseKey)))
            .Select(row => new { Case = EF.Property<RefundCaseId>(row, RefundCaseConfiguration.CaseKey), row.LineNumber, row.Description }).ToListAsync(stop))
        {
            if (words.Without(row.Description) is { } clean && clean != row.Description)
            {
                await db.RefundLines.Where(one => EF.Property<RefundCaseId>(one, RefundCaseConfiguration.CaseKey) == row.Case && one.LineNumber == row.LineNumber)
                    .ExecuteUpdateAsync(set => set.SetProperty(one => one.Description, clean), stop);
            }
        }
    }

    internal static async Task<int> OrdersAsync(RefundDeskDbContext db, string[] references, PersonalWords words, CancellationToken stop)
    {
        // A purchase somebody asked about meanwhile waits with its case.
        var orders = await db.Orders.AsNoTracking()
            .Where(order => references.Contains(order.CustomerReference) && !db.RefundCases.Any(refund => refund.OrderId == order.Id && references.Contains(refund.CustomerReference)))
            .OrderBy(order => order.PlacedAt).ThenBy(order => order.OrderNumber).Take(OrdersAPart).Select(order => new { order.Id, order.CustomerReference, order.OrderNumber }).ToListAsync(stop);
        var ids = orders.Select(order => order.Id).ToArray();
        string[] numbers = [.. orders.Select(order => order.OrderNumber)];
        await WithdrawalsAsync(db.Withdrawals.Where(row => numbers.Contains(row.Contract)), stop);
        foreach (var line in await db.OrderLines.AsNoTracking().Where(line => ids.Contains(EF.Property<OrderId>(line, OrderConfiguration.OrderKey)))
            .Select(line => new { Order = EF.Property<OrderId>(line, OrderConfiguration.OrderKey), line.LineNumber, line.Description }).ToListAsync(stop))
        {
            if (words.Without(line.Description) is { } clean && clean != line.Description)
            {
                await db.OrderLines.Where(one => EF.Property<OrderId>(one, OrderConfiguration.OrderKey) == line.Order && one.LineNumber == line.LineNumber)
                    .ExecuteUpdateAsync(set => set.SetProperty(one => one.Description, clean), stop);
            }
        }

        foreach (var same in orders.GroupBy(order => order.CustomerReference))
        {
            var (pseudonym, own) = (words.PseudonymOf(same.Key), same.Select(order => order.Id).ToArray());
            await db.Orders.Where(order => own.Contains(order.Id)).ExecuteUpdateAsync(
                set => set
                    .SetProperty(order => order.CustomerReference, pseudonym)
                    .SetProperty(order => order.CustomerName, PersonalWords.Word)
                    .SetProperty(order => order.CustomerEmail, (string?)null)
                    .SetProperty(order => order.Postcode, (string?)null)
                    .SetProperty(order => order.Version, order => order.Version + 1),
                stop);
        }

        return ids.Length;
    }

    /// <summary>What was declared and is over: that it was, and when, stays. What led to no refund may have anything where the order's number belongs.</summary>
    private static Task<int> WithdrawalsAsync(IQueryable<WithdrawalDeclaration> declared, CancellationToken stop) => declared
        .Where(row => row.State != WithdrawalState.Declared && row.State != WithdrawalState.ToLookAt)
        .ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.Name, PersonalWords.Word)
                .SetProperty(row => row.Email, PersonalWords.Word)
                .SetProperty(row => row.Contract, row => row.CaseNumber == null ? PersonalWords.Word : row.Contract)
                .SetProperty(row => row.Why, row => row.Why == null ? null : PersonalWords.Word)
                .SetProperty(row => row.Parts, row => row.Parts == null ? null : PersonalWords.Word)
                .SetProperty(row => row.ClosedWhy, row => row.ClosedWhy == null ? null : PersonalWords.Word)
                .SetProperty(row => row.AcknowledgeAt, (DateTimeOffset?)null)
                .SetProperty(row => row.Version, row => row.Version + 1),
            stop);

    /// <summary>The last part: everybody is a pseudonym, and the key that leads from one to the other is forgotten.</summary>
    private async Task EndAsync(CustomerId id, string[] references, PersonalWords words, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        await db.InTransactionAsync(
            async stop =>
            {
                var root = await db.Customers.SingleAsync(row => row.Id == id, stop);
                var client = root.ClientId;
                if (await db.RefundCases.AnyAsync(refund => refund.ClientId == client && references.Contains(refund.CustomerReference), stop))
                {
                    // Asked anew meanwhile: looked at again, and held where that is open.
                    root.LookAgain(time.GetUtcNow());
                    return await db.SaveChangesAsync(stop);
                }

                var (now, person) = (time.GetUtcNow(), words.PseudonymOf(root.Person));
                foreach (var row in await db.Customers.Where(row => row.ClientId == client && references.Contains(row.Reference)).ToListAsync(stop))
                {
                    var (subject, pseudonym) = (row.Id.Value, words.PseudonymOf(row.Reference));
                    await db.Audit.Where(line => line.Subject == AuditSubject.Customer && line.SubjectId == subject).ExecuteUpdateAsync(
                        set => set
                            .SetProperty(line => line.SubjectName, pseudonym)
                            .SetProperty(line => line.Before, line => line.Field == "Merged into" && line.Before != null ? PersonalWords.Word : line.Before)
                            .SetProperty(line => line.After, line => line.Field == "Merged into" && line.After != null ? PersonalWords.Word : line.After),
                        stop);
                    row.EndErasure(pseudonym, person, now);
                }

                db.Audit.Add(AuditRow.Of(root, Actor.Automation, now, "Erasure", "Asked", "Done"));
                return await db.SaveChangesAsync(stop);
            },
            cancellationToken);
    }
}
