using System.Globalization;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Importing;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Features.Intake.ImportDesk;

namespace RefundDesk.Tests.Features.Intake;

public sealed class DryRunTests
{
    [Theory, DatabaseMatrix]
    public async Task A_dry_run_of_orders_says_what_the_run_does_and_stores_nothing(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        await desk.HaveOrdersAsync(Order("O-1"), Order("O-2"));
        var many = Enumerable.Range(0, 700).Select(i => Order(string.Create(CultureInfo.InvariantCulture, $"N-{i}")));
        var file = desk.Write("orders.csv", [OrderHeader, Order("O-1"), Order("O-2", price: "11.00"), Order("O-3", quantity: 0), .. many, Order("N-0"), Order("N-1", quantity: 2)]);
        var before = await desk.StateAsync();

        var dry = Given.Done(await desk.ImportOrdersAsync(file, dryRun: true));
        var (after, reasons) = (await desk.StateAsync(), Reasons(desk));
        var run = Given.Done(await desk.ImportOrdersAsync(file));

        Assert.Equal(before, after);
        Assert.Equal(Counts(run), Counts(dry));
        Assert.Equal((700, 700, 2), (dry.LinesStored, dry.Stored, dry.Unchanged));
        Assert.Equal(["3,order-changed", "4,quantity", "706,order-changed"], reasons.Order(StringComparer.Ordinal));
        Assert.Equal(Reasons(desk), reasons);
    }

    [Theory, DatabaseMatrix]
    public async Task A_dry_run_of_requests_counts_units_that_earlier_lines_of_the_file_ask_for(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        await desk.HaveOrdersAsync(Order("O-1", quantity: 205), Order("O-2", quantity: 3));
        await desk.AskAsync(Request("R-before", quantity: 2));
        var file = desk.Write("requests.csv", [RequestHeader, .. Enumerable.Range(0, 210).Select(i => Request(string.Create(CultureInfo.InvariantCulture, $"R-{i:000}"))), Request("R-000"), Request("R-x", sku: "nowhere")]);
        var before = await desk.StateAsync();

        var dry = Given.Done(await desk.ImportRequestsAsync(file, dryRun: true));
        var (after, reasons) = (await desk.StateAsync(), Reasons(desk));
        var run = Given.Done(await desk.ImportRequestsAsync(file));

        Assert.Equal(before, after);
        Assert.Equal(Counts(run), Counts(dry));
        Assert.Equal((207, 206), (dry.LinesStored + dry.LinesUnchanged, dry.Stored));
        Assert.Equal(Reasons(desk), reasons);
    }

    private static string Counts(ImportSummary summary) => string.Create(
        CultureInfo.InvariantCulture,
        $"{summary.LinesIn} in, {summary.LinesStored} stored, {summary.LinesUnchanged} unchanged, {summary.LinesRejected} rejected, {summary.LinesStoredInPart} in part, {summary.Stored}+{summary.Unchanged} things");

    private static string[] Reasons(ImportDesk desk) => [.. desk.Rejects().Select(line => string.Join(',', line.Split(',')[..2]))];
}
