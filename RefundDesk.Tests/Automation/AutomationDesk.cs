using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Automation;
using RefundDesk.Web.Infrastructure.Gateways.Sandbox;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Tests.Automation;

/// <summary>A database with nodes on it whose rounds a test takes one by one; all of them pay over one sandbox.</summary>
internal sealed class AutomationDesk : IAsyncDisposable
{
    private readonly SandboxBook _book = new(Microsoft.Extensions.Options.Options.Create(new SandboxOptions()));
    private readonly List<WebApplication> _nodes = [];

    private AutomationDesk(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public SandboxBook Book => _book;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<AutomationDesk> OpenAsync(DatabaseProvider provider, Action<IServiceCollection>? change = null)
    {
        var desk = new AutomationDesk(await TestDatabase.CreateAsync(provider));
        desk.AddNode(change);
        return desk;
    }

    /// <summary>Waits for something that happens by itself.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await isTrue())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), deadline.Token);
        }
    }

    public WebApplication AddNode(Action<IServiceCollection>? change = null)
    {
        var node = Database.BuildHost(change: services =>
        {
            services.Replace(ServiceDescriptor.Singleton(_book));
            change?.Invoke(services);
        });
        _nodes.Add(node);
        return node;
    }

    /// <summary>One round of a node; how many cases were due.</summary>
    public Task<int> RoundAsync(int node = 0) =>
        _nodes[node].Services.GetRequiredService<AutomationRound>().RunOnceAsync($"node-{node}", Cancelled);

    /// <summary>Rounds of a node until nothing is due.</summary>
    public async Task WorkOffAsync(int node = 0)
    {
        while (await RoundAsync(node) > 0)
        {
        }
    }

    public T Get<T>(int node = 0)
        where T : notnull => _nodes[node].Services.GetRequiredService<T>();

    public async Task<RefundCase> ReadAsync(RefundScene scene) => (await Database.ReadAsync(scene.Refund.Number)).Refund;

    public async Task<string[]> HistoryAsync(RefundScene scene)
    {
        await using var db = await Database.OpenAsync();
        return await db.CaseEvents.Where(row => row.CaseId == scene.Refund.Id).OrderBy(row => row.Id).Select(row => row.Text).ToArrayAsync(Cancelled);
    }

    /// <summary>A received case of one article, of a customer of its own, paid by a card with this reference.</summary>
    public Task<RefundScene> AddCaseAsync(Client client, string? charge = null, long minor = 45_00) =>
        Database.AddCaseAsync(client, Given.AnOrder().With(draft => draft with { CustomerReference = $"C-{Given.Next()}" }).WithLine(minor).PaidByCard(minor, charge));

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _book.Dispose();
    }
}
