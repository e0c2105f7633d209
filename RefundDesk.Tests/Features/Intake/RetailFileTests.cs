using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Automation;
using RefundDesk.Web.Features.Intake.Importing;
using RefundDesk.Web.Features.Ledger;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Tests.Features.Intake;

/// <summary>
/// The whole file of a real shop (UCI "Online Retail", 334,054 invoice lines of nine months): in, every line accounted for, and its
/// returns walked to their end. What others derived of the same file is compared where the rule is the same.
/// </summary>
public sealed class RetailFileTests
{
    /// <summary>Delivery is a line of the order here and can come back; who derived the file took its codes for no goods.</summary>
    private static readonly string[] Delivery = ["POST", "DOT", "C2"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_whole_file_goes_in_and_every_return_comes_to_an_end()
    {
        var file = SharedData.PathOf("online-retail", "online_retail_2010-12-01_to_2011-09-09.csv.gz");
        await using var desk = await ImportDesk.OpenAsync();

        var orders = Given.Done(await desk.ImportOrdersAsync(file, Repository.PathOf("maps", "online-retail.orders.json")));
        var requests = Given.Done(await desk.ImportRequestsAsync(file, Repository.PathOf("maps", "online-retail.requests.json")));

        CompareCounts(orders, requests);
        await CompareMatchesAsync(desk);
        await CompareMoneyAsync(desk, file);
        await WalkAsync(desk);
    }

    private static void CompareCounts(ImportSummary orders, ImportSummary requests)
    {
        using var published = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("online-retail", "summary.json")));
        long Published(params string[] path) => path.Aggregate(published.RootElement, (element, name) => element.GetProperty(name)).GetInt64();
        long Rejected(ImportSummary summary, string reason) => summary.Rejected.FirstOrDefault(count => count.Reason == reason)?.Lines ?? 0;

        // Every line is of one verb or the other, and there it is stored or rejected.
        Assert.Equal(Published("lines"), orders.LinesIn);
        Assert.Equal(Published("lines"), requests.LinesIn);
        Assert.Equal(Published("cancellation_lines"), orders.LinesForOtherVerb);
        Assert.Equal(Published("lines"), orders.LinesStored + orders.LinesRejected + requests.LinesStored + requests.LinesRejected);

        Assert.Equal((236_180, 11_861), (orders.LinesStored, orders.Stored));
        Assert.Equal(Published("neg_qty_not_C"), Rejected(orders, "write-off"));
        Assert.Equal(Published("zero_price") - Published("neg_qty_not_C"), Rejected(orders, "zero-price"));
        Assert.Equal((89_830, 178, 3), (Rejected(orders, "no-customer"), Rejected(orders, "not-goods"), Rejected(orders, "bad-debt")));

        // 62 lines of delivery are looked for here: 21 find what they cancel, 41 do not.
        Assert.Equal(Published("match_status", "no_customer"), Rejected(requests, "no-customer"));
        Assert.Equal(Published("match_status", "non_product_code") - 62, Rejected(requests, "not-goods"));
        Assert.Equal(Published("match_status", "unmatched") + 41, Rejected(requests, "no-purchase"));
        Assert.Equal(Published("match_status", "over_return"), requests.LinesStoredInPart);
        Assert.Equal(
            Published("match_status", "matched") + Published("match_status", "matched_multi") + Published("match_status", "over_return") + 21,
            requests.LinesStored);
        Assert.Equal(2_455, requests.Stored);
    }

    /// <summary>Invoice by invoice and article by article: the same purchases, the same units.</summary>
    private static async Task CompareMatchesAsync(ImportDesk desk)
    {
        await using var db = await desk.Database.OpenAsync();
        var ours = await db.RefundCases
            .SelectMany(refund => refund.Lines, (refund, line) => new { refund.RequestKey, line.Sku, line.Quantity })
            .ToListAsync(Cancelled);
        var found = ours.Where(line => !Delivery.Contains(line.Sku))
            .GroupBy(line => $"{line.RequestKey} {line.Sku.ToUpperInvariant()}")
            .ToDictionary(group => group.Key, group => group.Sum(line => line.Quantity));

        var derived = new Dictionary<string, int>();
        foreach (var row in Derived().Where(row => row["matched_qty"] != "0" && row["match_status"] != "non_product_code"))
        {
            foreach (var match in row["matched_purchases(invoice:qty@price)"].Split(';'))
            {
                var key = $"{row["InvoiceNo"]}/{match[..match.IndexOf(':', StringComparison.Ordinal)]} {row["StockCode"].ToUpperInvariant()}";
                derived[key] = derived.GetValueOrDefault(key) + int.Parse(match.AsSpan()[(match.IndexOf(':', StringComparison.Ordinal) + 1)..match.IndexOf('@', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
            }
        }

        Assert.Equal(derived.Values.Sum(), found.Values.Sum());
        Assert.Empty(derived.Where(pair => found.GetValueOrDefault(pair.Key) != pair.Value).Select(pair => $"{pair.Key}: {pair.Value}, here {found.GetValueOrDefault(pair.Key)}"));
        Assert.Equal(derived.Count, found.Count);
    }

    /// <summary>What was charged, summed over the file's text by another way: units times thousandths, rounded a line.</summary>
    private static async Task CompareMoneyAsync(ImportDesk desk, string file)
    {
        var charged = 0L;
        foreach (var row in Rows(file))
        {
            var (quantity, price) = (long.Parse(row["Quantity"], CultureInfo.InvariantCulture), decimal.Parse(row["UnitPrice"], CultureInfo.InvariantCulture));
            var isSale = char.IsAsciiDigit(row["InvoiceNo"][0]) && row["CustomerID"].Length > 0 && quantity > 0 && price > 0;
            if (isSale && row["StockCode"] is not ("M" or "D" or "S" or "B" or "AMAZONFEE" or "CRUK" or "BANK CHARGES" or "PADS"))
            {
                charged += (long)decimal.Round(quantity * price * 100, MidpointRounding.AwayFromZero);
            }
        }

        await using var db = await desk.Database.OpenAsync();
        Assert.Equal(charged, await db.OrderLines.SumAsync(line => line.ChargedMinor, Cancelled));
        Assert.Equal(charged, await db.Tenders.SumAsync(tender => tender.CapturedMinor, Cancelled));
    }

    /// <summary>Automation does what it may; a person approves the rest, and refuses delivery asked back without goods.</summary>
    private static async Task WalkAsync(ImportDesk desk)
    {
        var host = desk.Database.BuildHost();
        var round = host.Services.GetRequiredService<AutomationRound>();
        await WorkOffAsync(round);
        var automatic = await CountAsync(desk);
        Assert.Equal(2_455, automatic.Sum(row => row.Cases));
        Assert.All(automatic, row => Assert.Contains(row.Status, new[] { RefundStatus.Paid, RefundStatus.InReview }));

        await DecideAsync(desk);
        await WorkOffAsync(round);

        var ended = await CountAsync(desk);
        Assert.All(ended, row => Assert.Contains(row.Status, new[] { RefundStatus.Paid, RefundStatus.Rejected }));
        Assert.Equal(2_455, ended.Sum(row => row.Cases));
        Assert.Equal(automatic.Sum(row => row.RequestedMinor), ended.Sum(row => row.RequestedMinor));
        await using var scope = host.Services.CreateAsyncScope();
        var ledger = Given.Done(await scope.ServiceProvider.GetRequiredService<LedgerCheck>().HandleAsync(Cancelled));
        Assert.Empty(ledger.Differences);
        Assert.Equal(2_455, ledger.Cases);
        await using var db = await desk.Database.OpenAsync();
        Assert.Equal(ended.Sum(row => row.ApprovedMinor), await db.Tenders.SumAsync(tender => tender.ReservedMinor, Cancelled));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join("\n", automatic.Concat(ended)));
    }

    private static async Task WorkOffAsync(AutomationRound round)
    {
        while (await round.RunOnceAsync("retail", Cancelled) > 0)
        {
        }
    }

    private static async Task DecideAsync(ImportDesk desk)
    {
        while (true)
        {
            await using var db = await desk.Database.OpenAsync();
            var waiting = await db.WholeCases().Where(refund => refund.Status == RefundStatus.InReview).OrderBy(refund => refund.Id).Take(100).ToListAsync(Cancelled);
            if (waiting.Count == 0)
            {
                return;
            }

            var ids = waiting.Select(refund => refund.OrderId).Distinct().ToArray();
            var orders = await db.WholeOrders().Where(order => ids.Contains(order.Id)).ToDictionaryAsync(order => order.Id, Cancelled);
            foreach (var refund in waiting)
            {
                var order = orders[refund.OrderId];
                Given.Done(refund.Lines.Any(line => line.Kind == OrderLineKind.Goods)
                    ? refund.Approve(Given.SupervisorSue, RefundScene.WithoutLimit, order, TenderRule.GiftCardLast, Given.Now)
                    : refund.Reject(Given.SupervisorSue, "Delivery goes back with the goods only.", order, Given.Now));
            }

            await db.SaveChangesAsync(Cancelled);
        }
    }

    private static async Task<List<EndState>> CountAsync(ImportDesk desk)
    {
        await using var db = await desk.Database.OpenAsync();
        return await db.RefundCases.GroupBy(refund => refund.Status)
            .Select(group => new EndState(group.Key, group.Count(), group.Sum(refund => refund.RequestedMinor), group.Sum(refund => refund.ApprovedMinor)))
            .ToListAsync(Cancelled);
    }

    private static IEnumerable<IDictionary<string, string>> Derived() => Rows(SharedData.PathOf("online-retail", "derived_returns_2010-12-01_to_2011-09-09.csv.gz"));

    private static IEnumerable<IDictionary<string, string>> Rows(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        using var csv = new CsvReader(reader, CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var header = csv.HeaderRecord!;
        while (csv.Read())
        {
            yield return header.Select((name, i) => (name, Value: csv.GetField(i) ?? string.Empty)).ToDictionary(pair => pair.name, pair => pair.Value);
        }
    }

    private sealed record EndState(RefundStatus Status, int Cases, long RequestedMinor, long ApprovedMinor);
}
