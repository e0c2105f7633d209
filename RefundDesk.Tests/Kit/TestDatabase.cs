using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Kit;

/// <summary>
/// An own, migrated database for one test, dropped afterwards, with a clock that stands at <see cref="Given.Now"/> until the
/// test moves it. <c>await using var desk = await TestDatabase.CreateAsync(provider);</c>
/// </summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _name;
    private readonly List<IAsyncDisposable> _opened = [];

    private TestDatabase(DatabaseProvider provider, string name)
    {
        Provider = provider;
        _name = name;
        Connection = TestServers.ConnectionOf(provider, name);
        Node = AnotherNode();
    }

    public DatabaseProvider Provider { get; }

    public string Connection { get; }

    public FakeTimeProvider Time { get; } = new(Now);

    /// <summary>The persistence alone: enough for most tests, and quick to build.</summary>
    public DeskNode Node { get; }

    public DeskDatabase Database => Node.Database;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>A migrated database; an empty one, not even created where that is migrating's work, with <paramref name="migrated"/> false.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, bool migrated = true)
    {
        var name = $"refunddesk_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        await (migrated ? DatabaseTemplates.CreateAsync(provider, name) : TestServers.CreateEmptyAsync(provider, name));
        return new TestDatabase(provider, name);
    }

    /// <summary>Another node on the same database, with nothing shared in memory.</summary>
    public DeskNode AnotherNode()
    {
        var node = new DeskNode(Provider, Connection, Time);
        _opened.Add(node);
        return node;
    }

    /// <summary>
    /// The whole application on this database, built and not started: every use case can be asked for in a scope of it, on behalf
    /// of the principal.
    /// </summary>
    /// <param name="principal">On whose behalf; the operator where none is named.</param>
    /// <param name="change">Services of the test in place of the real ones.</param>
    public WebApplication BuildHost(DeskPrincipal? principal = null, Action<IServiceCollection>? change = null)
    {
        var builder = DeskHost.CreateBuilder([.. DeskNode.Settings(Provider, Connection).Select(setting => $"--{setting.Key}={setting.Value}")]);
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
        builder.Services.RemoveAll<ICurrentUser>();
        builder.Services.AddScoped<ICurrentUser>(_ => new TestUser(principal ?? DeskPrincipal.Operator));
        change?.Invoke(builder.Services);
        var app = builder.Build();
        _opened.Add(app);
        return app;
    }

    /// <summary>A context that sees every client's rows, or those of a scope.</summary>
    public Task<RefundDeskDbContext> OpenAsync(ClientScope? scope = null) => Database.OpenAsync(scope ?? ClientScope.Everything, Cancelled);

    /// <summary>A client with a first policy.</summary>
    public async Task<Client> AddClientAsync(string? key = null, string currency = "EUR", string timeZone = "Europe/Berlin", Func<ReturnPolicy, ReturnPolicy>? policy = null)
    {
        key ??= $"client-{Next()}";
        var client = Done(Client.Add(key, $"Client {key}", currency, timeZone, Time.GetUtcNow().AddYears(-1)));
        var first = ReturnPolicy.Standard(client.CreatedAt, client.Currency.MinorPerMajor);
        await SaveAsync(db => db.AddRange(client, Loading.RowOf(client.Id, policy?.Invoke(first) ?? first)));
        return client;
    }

    public Task<Order> AddOrderAsync(Client client, OrderBuilder? order = null) => AddOrderAsync(client, (order ?? AnOrder()).Draft());

    public async Task<Order> AddOrderAsync(Client client, OrderDraft draft)
    {
        var order = Done(Order.TakeIn(client.Id, draft, Time.GetUtcNow()));
        await SaveAsync(db => db.Add(order));
        return order;
    }

    /// <summary>A refund as far as the builder takes it, stored with an order of its own and all that it wrote on the way.</summary>
    public async Task<RefundScene> AddCaseAsync(Client client, RefundBuilder refund, OrderBuilder? order = null)
    {
        var scene = refund.Of((order ?? AnOrder()).Of(client.Id)).Build();
        await SaveAsync(db => db.AddRange(scene.Order, scene.Refund));
        return scene;
    }

    /// <summary>A received case of an order of its own.</summary>
    public Task<RefundScene> AddCaseAsync(Client client, OrderBuilder? order = null) => AddCaseAsync(client, ARefund(), order);

    /// <summary>The case as it stands in the database, with its order; tracked by nobody.</summary>
    public async Task<(RefundCase Refund, Order Order)> ReadAsync(RefundNumber number)
    {
        await using var db = await OpenAsync();
        return await db.LoadCaseAsync(number, Cancelled) ?? throw new InvalidOperationException($"There is no case {number}.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened))
        {
            await opened.DisposeAsync();
        }

        await TestServers.DropAsync(Provider, _name);
    }

    private async Task SaveAsync(Action<RefundDeskDbContext> add)
    {
        await using var db = await OpenAsync();
        add(db);
        await db.SaveChangesAsync(Cancelled);
    }

    private sealed class TestUser(DeskPrincipal principal) : ICurrentUser
    {
        public ValueTask<DeskPrincipal> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(principal);
    }
}
