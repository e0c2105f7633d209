using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Clients.Leaving;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Clients;

/// <summary>What a client that has left gets, and what is left of it.</summary>
public sealed class ClientErasedTests
{
    [Theory, DatabaseMatrix]
    public async Task The_file_holds_every_row_and_its_own_hashes(DatabaseProvider provider)
    {
        await using var desk = await LeavingDesk.CreateAsync(provider);
        var scene = await desk.Data.AddCaseAsync(desk.Client, ARefund().NeedingInformation());
        var other = await desk.Data.AddClientAsync("southwind");
        await desk.Data.AddCaseAsync(other);

        var written = Done(await desk.ExportAsync());

        var file = await File.ReadAllBytesAsync(desk.PathOf("northwind.zip"), LeavingDesk.Cancelled);
        Assert.Equal((Convert.ToHexStringLower(SHA256.HashData(file)), (long)file.Length), (written.Hash, written.Bytes));
        using var zip = new ZipArchive(new MemoryStream(file));
        foreach (var line in Text(zip, "SHA256SUMS").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (hash, name) = (line[..64], line[66..]);
            using var stream = zip.GetEntry(name)!.Open();
            Assert.Equal(hash, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, LeavingDesk.Cancelled)));
        }

        var order = Assert.Single(Lines(zip, "orders.ndjson"));
        Assert.Equal((scene.Order.OrderNumber, scene.Order.CustomerName), (order.GetProperty("orderNumber").GetString(), order.GetProperty("customerName").GetString()));
        Assert.Equal(scene.Order.Lines.Count, order.GetProperty("lines").GetArrayLength());
        var refund = Assert.Single(Lines(zip, "cases.ndjson"));
        Assert.Equal((scene.Refund.Number.Value, "NeedsInformation"), (refund.GetProperty("number").GetString(), refund.GetProperty("status").GetString()));
        Assert.NotEqual(0, refund.GetProperty("events").GetArrayLength());
        Assert.Single(Lines(zip, "decisions.ndjson"));
        Assert.Single(Lines(zip, "policies.ndjson"));
        Assert.Contains("orders.ndjson", Text(zip, "README.txt"), StringComparison.Ordinal);
        Assert.DoesNotContain(zip.Entries, entry => Text(zip, entry.FullName).Contains(other.Id.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Many_rows_are_written_in_parts_and_none_twice()
    {
        await using var desk = await LeavingDesk.CreateAsync();
        await using (var db = await desk.Data.OpenAsync())
        {
            foreach (var _ in Enumerable.Range(0, 1_201))
            {
                var scene = ARefund().Of(AnOrder().Of(desk.Client.Id)).Build();
                db.AddRange(scene.Order, scene.Refund);
            }

            await db.SaveChangesAsync(LeavingDesk.Cancelled);
        }

        Done(await desk.ExportAsync());

        using var zip = ZipFile.OpenRead(desk.PathOf("northwind.zip"));
        Assert.Equal(1_201, Lines(zip, "orders.ndjson").Select(row => row.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(1_201, Lines(zip, "cases.ndjson").Select(row => row.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(1_201, Lines(zip, "cases.ndjson").Count);
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_overwritten()
    {
        await using var desk = await LeavingDesk.CreateAsync();
        await File.WriteAllTextAsync(desk.PathOf("northwind.zip"), "mine", LeavingDesk.Cancelled);

        Assert.Equal("client.file-there", Refused(await desk.ExportAsync()).Code);
        Assert.Equal("mine", await File.ReadAllTextAsync(desk.PathOf("northwind.zip"), LeavingDesk.Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task Stopped_in_the_middle_the_erasure_goes_on_and_leaves_one_line_of_the_client(DatabaseProvider provider)
    {
        await using var desk = await LeavingDesk.CreateAsync(provider);
        var other = await desk.Data.AddClientAsync("southwind");
        await desk.Data.AddCaseAsync(other, ARefund().Paid());
        await AddEndedAsync(desk, 501);
        await desk.LeaveAsync();
        Done(await desk.ConfirmAsync(LeavingDesk.Other));

        await using (var host = desk.Data.AnotherNode())
        {
            using var killed = CancellationTokenSource.CreateLinkedTokenSource(LeavingDesk.Cancelled);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Get<ClientErasure>().RunAsync(LeavingDesk.Key, new AtOnce(_ => killed.Cancel()), killed.Token));
        }

        Assert.NotEqual(0, await RowsOfAsync(desk, desk.Client.Id));
        await using var again = desk.Data.AnotherNode();
        Assert.Equal([LeavingDesk.Key], await again.Get<ClientErasure>().DueAsync(LeavingDesk.Cancelled));
        Done(await again.Get<ClientErasure>().RunAsync(LeavingDesk.Key, null, LeavingDesk.Cancelled));

        Assert.Equal(0, await RowsOfAsync(desk, desk.Client.Id));
        Assert.NotEqual(0, await RowsOfAsync(desk, other.Id));
        await using var db = await desk.Data.OpenAsync();
        Assert.Equal("southwind", (await db.Clients.SingleAsync(LeavingDesk.Cancelled)).Key);
        var line = await db.Audit.SingleAsync(LeavingDesk.Cancelled);
        Assert.Equal((AuditSubject.Client, LeavingDesk.Key, "Erased"), (line.Subject, line.SubjectName, line.Field));
        Assert.StartsWith("501 orders, 501 cases, ", line.Before, StringComparison.Ordinal);
        Assert.Contains("asked by Sue, confirmed by Tom", line.After, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(desk.PathOf("northwind.zip"), LeavingDesk.Cancelled))), line.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_erased_that_two_people_did_not_agree_on()
    {
        await using var desk = await LeavingDesk.CreateAsync();
        await AddEndedAsync(desk, 1);
        await desk.LeaveAsync();

        Assert.Equal("client.erasure-not-asked", Refused(await desk.AsAsync<RunClientErasure, Outcome>(LeavingDesk.Other, step => step.HandleAsync(LeavingDesk.Key, null, LeavingDesk.Cancelled))).Code);
        Assert.NotEqual(0, await RowsOfAsync(desk, desk.Client.Id));
    }

    private static async Task AddEndedAsync(LeavingDesk desk, int count)
    {
        await using var db = await desk.Data.OpenAsync();
        foreach (var _ in Enumerable.Range(0, count))
        {
            var scene = ARefund().Of(AnOrder().Of(desk.Client.Id)).Paid().Build();
            db.AddRange(scene.Order, scene.Refund);
        }

        await db.SaveChangesAsync(LeavingDesk.Cancelled);
    }

    /// <summary>Walked over the model, so that a new table is not forgotten.</summary>
    private static async Task<long> RowsOfAsync(LeavingDesk desk, ClientId client)
    {
        await using var db = await desk.Data.OpenAsync(ClientScope.Only(client));
        var rows = 0L;
        foreach (var table in db.Model.GetEntityTypes().Where(type => !type.IsOwned()))
        {
            var set = (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), Type.EmptyTypes)!.MakeGenericMethod(table.ClrType).Invoke(db, null)!;
            rows += await set.LongCountAsync(LeavingDesk.Cancelled);
        }

        return rows;
    }

    private static List<JsonElement> Lines(ZipArchive zip, string name) =>
        [.. Text(zip, name).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string Text(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private sealed class AtOnce(Action<string> told) : IProgress<string>
    {
        public void Report(string value) => told(value);
    }
}
