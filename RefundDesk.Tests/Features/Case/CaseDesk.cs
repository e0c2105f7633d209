using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Case;

/// <summary>A database with one client, and people who take steps in it.</summary>
internal sealed class CaseDesk : IAsyncDisposable
{
    private CaseDesk(TestDatabase database, Client client)
    {
        Database = database;
        Client = client;
    }

    public TestDatabase Database { get; }

    public Client Client { get; }

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static DeskPrincipal Agent { get; } = Person(AgentAnn, Role.Agent);

    public static DeskPrincipal AnotherAgent { get; } = Person(AgentBen, Role.Agent);

    public static DeskPrincipal Supervisor { get; } = Person(SupervisorSue, Role.Supervisor);

    public static DeskPrincipal Administrator { get; } = Person(SupervisorTom, Role.Administrator);

    public static async Task<CaseDesk> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var database = await TestDatabase.CreateAsync(provider);
        return new CaseDesk(database, await database.AddClientAsync());
    }

    /// <summary>An agent's permissions for one client alone: nobody of the desk has this, so it shows that reach is not permission.</summary>
    public static DeskPrincipal AgentOf(ClientId client) => Agent with { ClientId = client };

    public Task<RefundScene> AddAsync(RefundBuilder refund) => Database.AddCaseAsync(Client, refund);

    public Task<RefundScene> AddAsync(Money price, RefundBuilder refund) => Database.AddCaseAsync(Client, refund, AnOrder().In(price.Currency.Code).WithLine(price.Minor));

    /// <summary>Takes a step on behalf of a person, in a scope of its own.</summary>
    public async Task<T> AsAsync<TUseCase, T>(DeskPrincipal principal, Func<TUseCase, Task<T>> step)
        where TUseCase : notnull
    {
        await using var scope = Database.BuildHost(principal).Services.CreateAsyncScope();
        return await step(scope.ServiceProvider.GetRequiredService<TUseCase>());
    }

    public Task<Outcome> StepAsync<TUseCase>(DeskPrincipal principal, Func<TUseCase, Task<Outcome>> step)
        where TUseCase : notnull => AsAsync(principal, step);

    public async Task<RefundCase> ReadAsync(RefundScene scene) => (await Database.ReadAsync(scene.Refund.Number)).Refund;

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static DeskPrincipal Person(Actor actor, Role role) => DeskPrincipal.Person(actor.Id!.Value, actor.Name, role, null);
}
