using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Bulk;
using RefundDesk.Web.Features.Intake.Bulk.Mapping;
using RefundDesk.Web.Features.Intake.Importing;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Features.Intake.ImportDesk;

namespace RefundDesk.Tests.Features.Intake;

/// <summary>What the page of imports does, without the page.</summary>
public sealed class BulkImportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("refunddesk-bulk-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task A_file_is_brought_tried_run_and_listed_and_its_mapping_offered_again(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        await using var scope = Scope(desk, DeskPrincipal.Operator);
        var steps = scope.ServiceProvider.GetRequiredService<ImportSteps>();
        const string Text = "Invoice No;Customer ID;Land;Date;Stock Code;Qty;Price\nO-1;C-1;GB;05.01.2026 10:00;A-1;2;12,50\nO-2;C-1;GB;05.01.2026 10:00;A-1;0;12,50\n";

        var brought = Given.Done(await BringAsync(steps, desk.Client, Text));
        var draft = new MapDraft(ImportKind.Orders, brought.Columns.Delimiter) { DateFormats = "dd.MM.yyyy HH:mm", DecimalSeparator = "," };
        draft.Suggest(brought.Columns);
        var missing = draft.Missing;
        draft.Default(ImportField.Currency, "GBP");
        var dry = await EndAsync(scope, Given.Done(await steps.Start.HandleAsync(brought, draft.ToJson(), isDryRun: true, Cancelled)));
        var none = await desk.OrdersAsync();
        var run = await EndAsync(scope, Given.Done(await steps.Start.HandleAsync(brought, draft.ToJson(), isDryRun: false, Cancelled)));
        var again = Given.Done(await BringAsync(steps, desk.Client, Text));

        Assert.Equal([ImportField.Currency], missing);
        Assert.Null(draft.Fault);
        Assert.Empty(none);
        Assert.Equal((ImportStage.Done, new ImportedLines(1, 0, 0, 1, 1)), (dry.Stage, dry.Lines));
        Assert.Equal((ImportStage.Done, new ImportedLines(1, 0, 0, 1, 1), true), (run.Stage, run.Lines, run.HasRejects));
        Assert.Equal(25_00, Assert.Single(await desk.OrdersAsync()).Lines.Single().ListMinor);
        Assert.Equal(draft.ToJson(), again.EarlierMap);
        var (names, rows) = await scope.ServiceProvider.GetRequiredService<ImportsQuery>().RejectedRowsAsync(run.Id, Cancelled);
        Assert.Equal((7, "quantity", 3L), (names.Count, Assert.Single(rows).Reason, rows[0].Line));
        await using var db = await desk.Database.OpenAsync();
        Assert.Single(await db.Audit.AsNoTracking().Where(row => row.Field == "Import").ToListAsync(Cancelled));
    }

    [Fact]
    public async Task Whoever_may_not_import_or_has_another_client_gets_nothing()
    {
        await using var desk = await OpenAsync();
        var other = await desk.Database.AddClientAsync("other");
        await using var admin = Scope(desk, DeskPrincipal.Operator);
        var brought = Given.Done(await BringAsync(admin.ServiceProvider.GetRequiredService<ImportSteps>(), desk.Client, OrderHeader + "\n" + Order("O-1") + "\n"));
        var run = await EndAsync(admin, Given.Done(await admin.ServiceProvider.GetRequiredService<ImportSteps>().Start.HandleAsync(brought, null, isDryRun: false, Cancelled)));

        await using var agent = Scope(desk, DeskPrincipal.Person(UserId.New(Given.Now), "Ann", Role.Agent, null));
        await using var stranger = Scope(desk, DeskPrincipal.Operator with { ClientId = other.Id });
        foreach (var (scope, code) in new[] { (agent, "refund.forbidden"), (stranger, "request.unknown-client") })
        {
            var steps = scope.ServiceProvider.GetRequiredService<ImportSteps>();
            Assert.Equal(code, (await BringAsync(steps, desk.Client, "a\n")).Refusal?.Code);
            Assert.Equal(code, (await steps.Start.HandleAsync(brought, null, isDryRun: false, Cancelled)).Refusal?.Code);
            Assert.False((await steps.Resume.HandleAsync(run.Id, Cancelled)).Succeeded);
            Assert.False((await steps.Stop.HandleAsync(run.Id, Cancelled)).Succeeded);
            Assert.Empty(await scope.ServiceProvider.GetRequiredService<ImportsQuery>().LatestAsync(Cancelled));
        }
    }

    [Fact]
    public async Task A_file_that_is_too_large_empty_or_broken_is_refused_and_not_kept()
    {
        await using var desk = await OpenAsync();
        await using var scope = Scope(desk, DeskPrincipal.Operator, options => options.MaxMegabytes = 1);
        var steps = scope.ServiceProvider.GetRequiredService<ImportSteps>();

        Assert.Equal("import.too-large", (await BringAsync(steps, desk.Client, new string('x', (1 << 20) + 1))).Refusal?.Code);
        Assert.Equal("import.empty", (await BringAsync(steps, desk.Client, string.Empty)).Refusal?.Code);
        Assert.Equal("import.broken-file", (await BringAsync(steps, desk.Client, "a,a\n1,2\n")).Refusal?.Code);
        Assert.Empty(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task An_interrupted_import_is_shown_and_taken_up_again_with_nothing_doubled()
    {
        await using var desk = await OpenAsync();
        await using var scope = Scope(desk, DeskPrincipal.Operator);
        var steps = scope.ServiceProvider.GetRequiredService<ImportSteps>();
        var brought = Given.Done(await BringAsync(steps, desk.Client, OrderHeader + "\n" + Order("O-1") + "\n"));
        var run = await EndAsync(scope, Given.Done(await steps.Start.HandleAsync(brought, null, isDryRun: false, Cancelled)));
        await using (var db = await desk.Database.OpenAsync())
        {
            await db.Imports.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, Web.Infrastructure.Persistence.Rows.ImportState.Running).SetProperty(row => row.LeaseOwner, "dead").SetProperty(row => row.LeaseUntil, Given.Now), Cancelled);
        }

        var interrupted = Assert.Single(await scope.ServiceProvider.GetRequiredService<ImportsQuery>().LatestAsync(Cancelled));
        Given.Done(await steps.Resume.HandleAsync(run.Id, Cancelled));
        var ended = await EndAsync(scope, run.Id);

        Assert.Equal((ImportStage.Interrupted, true), (interrupted.Stage, interrupted.CanResume));
        Assert.Equal((ImportStage.Done, new ImportedLines(0, 1, 0, 0, 0)), (ended.Stage, ended.Lines));
        Assert.Equal("import.not-interrupted", (await steps.Resume.HandleAsync(run.Id, Cancelled)).Refusal?.Code);
    }

    [Theory]
    [InlineData("online-retail.orders.json", ImportKind.Orders)]
    [InlineData("online-retail.requests.json", ImportKind.Requests)]
    public void A_document_comes_out_of_the_mapper_meaning_what_it_meant(string name, ImportKind kind)
    {
        var text = File.ReadAllText(Repository.PathOf("maps", name));

        var there = Given.Done(ImportMapReader.Read(Given.Done(MapDraft.Read(text, kind, name)).ToJson(), kind, name));
        var before = Given.Done(ImportMapReader.Read(text, kind, name));

        Assert.Equal(before.Columns, there.Columns);
        Assert.Equal(before.Defaults, there.Defaults);
        Assert.Equal(before.DateFormats, there.DateFormats);
        Assert.Equal(before.LineKinds, there.LineKinds);
        Assert.Equal(before.Rules.Select(rule => rule.Reason), there.Rules.Select(rule => rule.Reason));
        Assert.Equal((before.Delimiter, before.TimeZone, before.DecimalSeparator, before.QuantitiesAreNegative), (there.Delimiter, there.TimeZone, there.DecimalSeparator, there.QuantitiesAreNegative));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<Outcome<BroughtFile>> BringAsync(ImportSteps steps, Client client, string text) =>
        steps.Bring.HandleAsync(client.Key, "orders", "orders.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)), Cancelled);

    private static async Task<ListedImport> EndAsync(AsyncServiceScope scope, Guid id)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var import = (await scope.ServiceProvider.GetRequiredService<ImportsQuery>().LatestAsync(deadline.Token)).Single(row => row.Id == id);
            if (!import.Runs)
            {
                return import;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), deadline.Token);
        }
    }

    private AsyncServiceScope Scope(ImportDesk desk, DeskPrincipal who, Action<ImportsOptions>? change = null) => desk.Database.BuildHost(who, services => services.PostConfigure<ImportsOptions>(options =>
    {
        options.Folder = _folder;
        change?.Invoke(options);
    })).Services.CreateAsyncScope();
}
