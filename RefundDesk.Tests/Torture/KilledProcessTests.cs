using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Automation;
using RefundDesk.Web.Features.Ledger;
using RefundDesk.Web.Infrastructure.Gateways.Sandbox;
using RefundDesk.Web.Infrastructure.Notifications;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Torture;

/// <summary>
/// The real application is killed at random moments while it pays over a gateway that loses requests and answers. Afterwards the
/// gateway's own book, ours and the customers' messages must agree. <c>REFUNDDESK_TORTURE_KILLS=500</c> makes it long.
/// </summary>
[Trait("Category", "Torture")]
public sealed class KilledProcessTests : IDisposable
{
    private const int CasesAKill = 150;

    /// <summary>So many of them a system asks for while the process runs, and asks again with the same key until it is answered.</summary>
    private const int AskedAKill = 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("refunddesk-torture-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("REFUNDDESK_TORTURE_KILLS") ?? "4", CultureInfo.InvariantCulture);

    private string BookFile => Path.Combine(_folder, "book.jsonl");

    [Theory, DatabaseMatrix]
    public async Task Whatever_is_killed_whenever_nobody_is_paid_twice_and_nobody_is_forgotten(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        desk.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        var client = await desk.AddClientAsync();
        var shop = await PatientShop.OfAsync(desk, client);
        var moments = new Random(7_919);
        for (var kill = 1; kill <= Kills; kill++)
        {
            await AddCasesAsync(desk, client);
            shop.Want(await AddOrdersAsync(desk, client));
            await using var process = await DeskProcess.StartAsync(Settings(desk, seed: kill), Cancelled);
            var asking = shop.AskAsync(process.Address, Cancelled);
            if (kill % 4 > 0)
            {
                await PaysAsync();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(moments.Next(400)), Cancelled);
            await process.KillAsync();
            await asking;
        }

        await using (var last = await DeskProcess.StartAsync(Settings(desk, seed: 0), Cancelled))
        {
            await shop.AskAsync(last.Address, Cancelled);
        }

        Assert.Empty(shop.Unanswered);
        await FinishAsync(desk);

        await CheckBooksAsync(desk);
        await CheckMessagesAsync(desk);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Waits until the process has paid something, so that most kills meet it at work; the others meet it getting ready.</summary>
    private async Task PaysAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        var before = Length();
        while (Length() == before)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), deadline.Token);
        }

        long Length() => File.Exists(BookFile) ? new FileInfo(BookFile).Length : 0;
    }

    private static async Task AddCasesAsync(TestDatabase desk, Client client)
    {
        desk.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        await using var db = await desk.OpenAsync();
        for (var i = 0; i < CasesAKill - AskedAKill; i++)
        {
            var at = desk.Time.GetUtcNow();
            var order = OrderOf(client, at);
            var scene = ARefund().RequestedAt(at)
                .Of((i % 5 == 0 ? order.WithLine(60_00).PaidByCard(40_00).PaidByGiftCard(20_00) : order.WithLine(45_00)).Build())
                .Build();
            db.AddRange(scene.Order, scene.Refund);
        }

        await db.SaveChangesAsync(Cancelled);
    }

    private static async Task<IReadOnlyList<string>> AddOrdersAsync(TestDatabase desk, Client client)
    {
        await using var db = await desk.OpenAsync();
        var orders = Enumerable.Range(0, AskedAKill).Select(_ => OrderOf(client, desk.Time.GetUtcNow()).WithLine(45_00).Build()).ToList();
        db.AddRange(orders);
        await db.SaveChangesAsync(Cancelled);
        return orders.ConvertAll(order => order.OrderNumber);
    }

    private static OrderBuilder OrderOf(Client client, DateTimeOffset at) => AnOrder().Of(client.Id).With(draft => draft with { CustomerReference = $"C-{Next()}" })
        .PlacedAt(at.AddDays(-10)).DispatchedAt(at.AddDays(-9)).DeliveredAt(at.AddDays(-6));

    /// <summary>Small batches, so that a kill finds every stage; leases as short as they may be.</summary>
    private Dictionary<string, string?> Settings(TestDatabase desk, int seed) => new(DeskNode.Settings(desk.Provider, desk.Connection))
    {
        ["urls"] = "http://127.0.0.1:0",
        ["Automation:BatchSize"] = "16",
        ["Automation:LeaseSeconds"] = "5",
        ["Gateways:Sandbox:BookFile"] = BookFile,
        ["Gateways:Sandbox:LatencyMilliseconds"] = "3",
        ["Gateways:Sandbox:LostRequestPercent"] = "10",
        ["Gateways:Sandbox:LostAnswerPercent"] = "10",
        ["Gateways:Sandbox:Seed"] = seed.ToString(CultureInfo.InvariantCulture),
        ["Notifications:Folder"] = Path.Combine(_folder, "mail"),
        ["Notifications:LeaseSeconds"] = "5",
        ["Notifications:BatchSize"] = "16",
    };

    /// <summary>The faults heal, and time passes: every lease runs out and everything unsure is due to be looked up.</summary>
    private async Task FinishAsync(TestDatabase desk)
    {
        var host = desk.BuildHost(change: services =>
        {
            services.PostConfigure<SandboxOptions>(options => options.BookFile = BookFile);
            services.PostConfigure<NotificationOptions>(options => options.Folder = Path.Combine(_folder, "mail"));
        });
        var automation = host.Services.GetRequiredService<AutomationRound>();
        var outbox = host.Services.GetRequiredService<OutboxRound>();
        var before = await StatusesAsync(desk);
        for (var hour = 0; hour < 60; hour++)
        {
            desk.Time.Advance(TimeSpan.FromHours(1));
            while (await automation.RunOnceAsync("last", Cancelled) > 0 || await outbox.RunOnceAsync("last", Cancelled) > 0)
            {
            }
        }

        TestContext.Current.SendDiagnosticMessage("After the last kill: {0}", before);
        Assert.Contains("Paid", before, StringComparison.Ordinal);
    }

    private async Task CheckBooksAsync(TestDatabase desk)
    {
        await using var db = await desk.OpenAsync();
        var paid = SandboxBook.Read(BookFile).Where(entry => entry.Moved).GroupBy(entry => entry.RefundNumber).ToDictionary(entries => entries.Key, entries => entries.Sum(entry => entry.AmountMinor));
        var refunds = await db.RefundCases.AsNoTracking().ToListAsync(Cancelled);
        Assert.Equal(Kills * CasesAKill, refunds.Count);
        Assert.All(refunds, refund =>
        {
            Assert.Equal(RefundStatus.Paid, refund.Status);
            Assert.Equal(refund.ApprovedMinor, paid[refund.Number.ToString()]);
        });
        Assert.Equal(refunds.Count, paid.Count);

        await using var scope = desk.BuildHost(change: services => services.PostConfigure<SandboxOptions>(options => options.BookFile = null)).Services.CreateAsyncScope();
        Assert.Empty(Done(await scope.ServiceProvider.GetRequiredService<LedgerCheck>().HandleAsync(Cancelled)).Differences);
    }

    private async Task CheckMessagesAsync(TestDatabase desk)
    {
        await using var db = await desk.OpenAsync();
        Assert.Equal(0, await db.Outbox.CountAsync(row => row.DeliveredAt == null, Cancelled));
        var told = await db.CaseEvents.CountAsync(row => row.Text == "Told the customer: money on its way", Cancelled);
        Assert.Equal(Kills * CasesAKill, told);
        Assert.Equal(await db.Outbox.CountAsync(Cancelled), Directory.GetFiles(Path.Combine(_folder, "mail"), "*.eml").Length);
    }

    private static async Task<string> StatusesAsync(TestDatabase desk)
    {
        await using var db = await desk.OpenAsync();
        var counts = await db.RefundCases.GroupBy(refund => refund.Status).Select(cases => new { cases.Key, Count = cases.Count() }).ToListAsync(Cancelled);
        return string.Join(", ", counts.Select(row => $"{row.Count} {row.Key}"));
    }
}
