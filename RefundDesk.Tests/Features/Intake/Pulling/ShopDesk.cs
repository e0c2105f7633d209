using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Policies;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Pulling;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Intake.Pulling;

/// <summary>A desk with a client whose shop is in memory.</summary>
internal sealed class ShopDesk : IAsyncDisposable
{
    private static readonly EphemeralDataProtectionProvider Keys = new();

    private readonly WebApplication _host;

    private ShopDesk(TestDatabase data, Client client, FakeShop shop)
    {
        (Data, Client, Shop) = (data, client, shop);
        _host = AnotherNode();
    }

    public TestDatabase Data { get; }

    public Client Client { get; }

    public FakeShop Shop { get; }

    public PullRound Pull => _host.Services.GetRequiredService<PullRound>();

    public TellRound Tell => _host.Services.GetRequiredService<TellRound>();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<ShopDesk> OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, FakeShop? shop = null, bool added = true)
    {
        var data = await TestDatabase.CreateAsync(provider);
        var desk = new ShopDesk(data, await data.AddClientAsync("shop"), shop ?? new FakeShop());
        if (added)
        {
            Done(await desk.AddAsync());
        }

        return desk;
    }

    /// <summary>The application once more on the same database and the same shop, on behalf of somebody.</summary>
    public WebApplication AnotherNode(DeskPrincipal? principal = null) => Data.BuildHost(principal, services => Use(services, Shop));

    /// <summary>Puts the shop into an application.</summary>
    public static void Use(IServiceCollection services, FakeShop shop)
    {
        services.AddSingleton<IOrderSource>(shop);
        services.Replace(ServiceDescriptor.Singleton<IDataProtectionProvider>(Keys));
    }

    public NewSource Wanted => new(Client.Key, Shop.Kind, Shop.Address.ToString(), "desk", FakeShop.Secret, null, null);

    public Task<Outcome<Guid>> AddAsync(NewSource? wanted = null) => AskAsync<AddSource, Outcome<Guid>>(add => add.HandleAsync(wanted ?? Wanted, Cancelled));

    /// <summary>Asks a use case, as the operator or as somebody.</summary>
    public async Task<TAnswer> AskAsync<TUseCase, TAnswer>(Func<TUseCase, Task<TAnswer>> ask, DeskPrincipal? principal = null)
        where TUseCase : notnull
    {
        await using var scope = (principal is null ? _host : AnotherNode(principal)).Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TUseCase>());
    }

    /// <summary>Reads the shop until it has no more.</summary>
    public async Task PullAllAsync(PullRound? round = null, string owner = "node-1")
    {
        Data.Time.Advance(TimeSpan.FromHours(2));
        for (var i = 0; i < 100 && await (round ?? Pull).RunOnceAsync(owner, Cancelled) > 0; i++)
        {
        }
    }

    public async Task<OrderSourceRow> SourceAsync()
    {
        await using var db = await Data.OpenAsync();
        return await db.OrderSources.AsNoTracking().SingleAsync(Cancelled);
    }

    public async Task<List<Order>> OrdersAsync()
    {
        await using var db = await Data.OpenAsync();
        return await db.WholeOrders().AsNoTracking().OrderBy(order => order.OrderNumber).ToListAsync(Cancelled);
    }

    public async Task<List<SourceOrderRow>> KeysAsync()
    {
        await using var db = await Data.OpenAsync();
        return await db.SourceOrders.AsNoTracking().OrderBy(row => row.OrderNumber).ToListAsync(Cancelled);
    }

    public async Task<List<SourceRefundRow>> ToTellAsync()
    {
        await using var db = await Data.OpenAsync();
        return await db.SourceRefunds.AsNoTracking().ToListAsync(Cancelled);
    }

    public async Task<List<string>> HistoryAsync(RefundNumber number)
    {
        await using var db = await Data.OpenAsync();
        return await db.CaseEvents.AsNoTracking().Where(row => db.RefundCases.Any(refund => refund.Id == row.CaseId && refund.Number == number)).OrderBy(row => row.Id).Select(row => row.Text).ToListAsync(Cancelled);
    }

    /// <summary>A refund of one unit of an order that came from the shop, paid.</summary>
    public async Task<RefundNumber> PayAsync(string orderNumber, int quantity = 1)
    {
        await using var db = await Data.OpenAsync();
        var order = await db.WholeOrders().SingleAsync(order => order.OrderNumber == orderNumber, Cancelled);
        var scene = ARefund().Of(order).Asking(1, quantity, RefundReason.Defective).Paid().Build();
        db.Add(scene.Refund);
        await db.SaveChangesAsync(Cancelled);
        return scene.Refund.Number;
    }

    public ValueTask DisposeAsync() => Data.DisposeAsync();
}
