using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Clients.Leaving;

/// <summary>A file that was written for a client.</summary>
/// <param name="Hash">Its SHA-256, lower-case hexadecimal.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Lines">Rows in it, of every kind.</param>
public sealed record HandedOver(string Hash, long Bytes, long Lines);

/// <summary>Writes everything the desk holds of a client into one zip for it, and remembers the file's hash. What is in it is said in the file itself.</summary>
public sealed class ExportClient(DeskDatabase database, ICurrentUser user, IAttachmentBytes bytes, TimeProvider time)
{
    private static readonly string[] Secrets = [nameof(DeskUser.PasswordHash), nameof(DeskUser.SecurityStamp), nameof(DeskUser.ConcurrencyStamp)];

    /// <summary>Writes it.</summary>
    /// <param name="key">Which client.</param>
    /// <param name="path">The file; one that is there is not overwritten.</param>
    /// <param name="progress">Told after every kind.</param>
    /// <param name="cancellationToken">Ends it; the part that was written is deleted.</param>
    /// <returns>The file; or <c>client.unknown</c>, <c>client.file-there</c>, <c>client.file</c>, <c>client.stale</c>, <c>refund.forbidden</c>.</returns>
    public async Task<Outcome<HandedOver>> HandleAsync(string key, string path, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == key, cancellationToken);
        if (client is null)
        {
            return LeavingSteps.Unknown(key);
        }

        var began = time.GetUtcNow();
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite);
        }
        catch (IOException fault)
        {
            return File.Exists(path) ? new Refusal("client.file-there", $"{path} is there already and is not overwritten.") : new Refusal("client.file", fault.Message);
        }
        catch (UnauthorizedAccessException fault)
        {
            return new Refusal("client.file", fault.Message);
        }

        var isWhole = false;
        try
        {
            await using (file)
            {
                var lines = await WriteAsync(db, client, file, progress, cancellationToken);
                file.Position = 0;
                var written = new HandedOver(Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)), file.Length, lines);
                var noted = await LeavingSteps.TakeAsync(
                    database,
                    user,
                    key,
                    (hand, _) =>
                    {
                        hand.Client.HandOver(written.Hash, began);
                        return Task.FromResult((Outcome.Ok, string.Create(CultureInfo.InvariantCulture, $"Handed over: {lines} rows, SHA-256 {written.Hash}")));
                    },
                    time,
                    cancellationToken);
                isWhole = noted.Succeeded;
                return isWhole ? written : noted.Refusal!;
            }
        }
        finally
        {
            if (!isWhole)
            {
                File.Delete(path);
            }
        }
    }

    private async Task<long> WriteAsync(RefundDeskDbContext db, Client client, FileStream file, IProgress<string>? progress, CancellationToken stop)
    {
        using var archive = new ClientArchive(file);
        var (rows, id, counts) = (new RowJson(db), client.Id, new List<(string Name, long Lines)>());
        async Task AddAsync<T>(string name, IAsyncEnumerable<T> of, Action<Utf8JsonWriter, T> write)
        {
            counts.Add((name, await archive.AddLinesAsync(name, of, write, stop)));
            progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{name}: {counts[^1].Lines} lines"));
        }

        void Fields<T>(Utf8JsonWriter json, T row)
            where T : class => rows.WriteFields(json, row);

        await AddAsync("client.ndjson", new[] { client }.ToAsyncEnumerable(), Fields);
        await AddAsync("orders.ndjson", ClientRows.OrdersAsync(db, id, stop), (json, order) =>
        {
            rows.WriteFields(json, order);
            Nested(json, rows, "lines", order.Lines);
            Nested(json, rows, "tenders", order.Tenders);
        });
        await AddAsync("cases.ndjson", ClientRows.CasesAsync(db, id, stop), (json, found) =>
        {
            rows.WriteFields(json, found.Refund);
            Nested(json, rows, "lines", found.Refund.Lines);
            Nested(json, rows, "payouts", found.Refund.Payouts);
            Nested(json, rows, "events", found.Events);
        });
        await AddAsync("decisions.ndjson", ClientRows.NumberedAsync(last => db.Decisions.Where(row => row.ClientId == id && row.Id > last).OrderBy(row => row.Id), row => row.Id, stop), Fields);
        await AddAsync("postings.ndjson", ClientRows.NumberedAsync(last => db.Postings.Where(row => row.ClientId == id && row.Id > last).OrderBy(row => row.Id), row => row.Id, stop), Fields);
        await AddAsync("messages.ndjson", ClientRows.NumberedAsync(last => db.Outbox.Where(row => row.ClientId == id && row.Id > last).OrderBy(row => row.Id), row => row.Id, stop), Fields);
        await AddAsync("attachments.ndjson", db.Attachments.AsNoTracking().Where(row => row.ClientId == id).OrderBy(row => row.Id).AsAsyncEnumerable(), Fields);
        await ClientFiles.AddAsync(archive, db, bytes, id, progress, stop);
        await AddAsync("mails.ndjson", db.MailMessages.AsNoTracking().Where(row => row.ClientId == id).OrderBy(row => row.Id).AsAsyncEnumerable(), Fields);
        await ClientFiles.AddMailsAsync(archive, db, id, progress, stop);
        await AddAsync("policies.ndjson", db.Policies.AsNoTracking().Where(row => row.ClientId == id).OrderBy(row => row.Version).AsAsyncEnumerable(), Fields);
        await AddAsync("breaker-stops.ndjson", ClientRows.NumberedAsync(last => db.BreakerTrips.Where(row => row.ClientId == id && row.Id > last).OrderBy(row => row.Id), row => row.Id, stop), Fields);
        await AddAsync("customers.ndjson", db.Customers.AsNoTracking().Where(row => row.ClientId == id).OrderBy(row => row.Reference).AsAsyncEnumerable(), (json, row) => rows.WriteFields(json, row, "ErasureKey"));
        await AddAsync("people.ndjson", db.Users.AsNoTracking().Where(row => row.ClientId == id).OrderBy(row => row.UserName).AsAsyncEnumerable(), (json, row) => rows.WriteFields(json, row, Secrets));
        var subjects = (await db.Customers.Where(row => row.ClientId == id).Select(row => row.Id).ToListAsync(stop)).ConvertAll(customer => customer.Value);
        await AddAsync("audit.ndjson", ClientRows.NumberedAsync(last => ClientRows.AuditOf(db, id, subjects).Where(row => row.Id > last).OrderBy(row => row.Id), row => row.Id, stop), Fields);
        await archive.AddTextAsync("README.txt", ClientArchiveReadme.Write(client, time.GetUtcNow(), counts), stop);
        await archive.FinishAsync(stop);
        return counts.Sum(count => count.Lines);
    }

    private static void Nested(Utf8JsonWriter json, RowJson rows, string name, IEnumerable<object> children)
    {
        json.WriteStartArray(name);
        foreach (var child in children)
        {
            json.WriteStartObject();
            rows.WriteFields(json, child);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
