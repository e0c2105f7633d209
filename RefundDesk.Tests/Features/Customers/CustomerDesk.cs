using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Tests.Automation;
using RefundDesk.Tests.Features.Case;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Automation.Erasing;
using RefundDesk.Web.Features.Customers;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Customers;

/// <summary>A desk with automation, one client, and a supervisor who notes things of its customers.</summary>
internal sealed class CustomerDesk : IAsyncDisposable
{
    private CustomerDesk(AutomationDesk desk, Client client) => (Desk, Client) = (desk, client);

    public AutomationDesk Desk { get; }

    public Client Client { get; }

    public TestDatabase Data => Desk.Database;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<CustomerDesk> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, Func<ReturnPolicy, ReturnPolicy>? policy = null)
    {
        var desk = await AutomationDesk.OpenAsync(provider);
        return new CustomerDesk(desk, await desk.Database.AddClientAsync("northwind", policy: policy));
    }

    /// <summary>A request of a customer.</summary>
    public Task<RefundScene> AddAsync(string reference, long minor = 45_00, RefundBuilder? refund = null, Func<OrderDraft, OrderDraft>? order = null) =>
        Data.AddCaseAsync(Client, refund ?? ARefund(), AnOrder().With(draft => (order?.Invoke(draft) ?? draft) with { CustomerReference = reference }).WithLine(minor).PaidByCard(minor));

    public Task<Outcome> NoteAsync(string reference, CustomerStanding standing, DeskPrincipal? by = null) =>
        AsAsync<NoteStanding>(by, step => step.HandleAsync(Client.Key, reference, standing, Cancelled));

    public Task<Outcome> MergeAsync(string reference, string into) => AsAsync<MergeCustomers>(null, step => step.HandleAsync(Client.Key, reference, into, Cancelled));

    public Task<Outcome> ForgetAsync(string reference) => AsAsync<AskCustomerErasure>(null, step => step.HandleAsync(Client.Key, reference, Cancelled));

    /// <summary>One round of erasing.</summary>
    public Task<int> RoundAsync() => Desk.Get<CustomerErasureRound>().RunOnceAsync("node-1", Cancelled);

    /// <summary>Messages that wait are out.</summary>
    public async Task DeliverAsync()
    {
        await using var db = await Data.OpenAsync();
        await db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(row => row.DueAt, (DateTimeOffset?)null), Cancelled);
    }

    /// <summary>As far as erasing goes by itself.</summary>
    public async Task EraseAsync()
    {
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await DeliverAsync();
            await RoundAsync();
            Data.Time.Advance(TimeSpan.FromMinutes(20));
        }
    }

    public async Task<Outcome> AsAsync<TUseCase>(DeskPrincipal? by, Func<TUseCase, Task<Outcome>> step)
        where TUseCase : notnull
    {
        await using var scope = Data.BuildHost(by ?? CaseDesk.Supervisor).Services.CreateAsyncScope();
        return await step(scope.ServiceProvider.GetRequiredService<TUseCase>());
    }

    public async ValueTask DisposeAsync() => await Desk.DisposeAsync();
}
