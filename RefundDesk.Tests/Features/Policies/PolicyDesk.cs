using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Policies;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Policies;

/// <summary>A client and two supervisors, each with the use cases on their own behalf.</summary>
internal sealed class PolicyDesk(TestDatabase data, Client client)
{
    public const string Why = "Longer in winter";

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public TestDatabase Data => data;

    public Client Client => client;

    public IServiceProvider Sue { get; } = Of(data, Person(SupervisorSue, Role.Supervisor));

    public IServiceProvider Tom { get; } = Of(data, Person(SupervisorTom, Role.Supervisor));

    public static async Task<PolicyDesk> OpenAsync(TestDatabase data) => new(data, await data.AddClientAsync("northwind"));

    public static DeskPrincipal Person(Actor actor, Role role, ClientId? of = null) => DeskPrincipal.Person(actor.Id!.Value, actor.Name, role, of);

    /// <summary>The use cases on somebody's behalf.</summary>
    public static IServiceProvider Of(TestDatabase data, DeskPrincipal? principal = null) => data.BuildHost(principal).Services.CreateScope().ServiceProvider;

    /// <summary>A document with so many days to return goods.</summary>
    public static string Text(int days) => PolicyJson.Write(APolicy() with { Windows = [new ReturnWindow(null, days, WindowAnchor.Delivery)] });

    public async Task<PolicyVersionRow> RowAsync(int version) => Done(await Sue.GetRequiredService<PoliciesQuery>().FindAsync("northwind", version, Cancelled)).Row;

    /// <summary>A version that Sue wrote and Tom agreed to.</summary>
    public async Task<int> ReviewedAsync(int days)
    {
        var version = Done(await Sue.GetRequiredService<DraftPolicy>().HandleAsync("northwind", Text(days), Why, Cancelled));
        Done(await Tom.GetRequiredService<ReviewPolicy>().HandleAsync("northwind", version, (await RowAsync(version)).Revision, Cancelled));
        return version;
    }

    public async Task ActivateAsync(int version, DateOnly? from) =>
        Done(await Sue.GetRequiredService<ActivatePolicy>().HandleAsync("northwind", version, (await RowAsync(version)).Revision, from, Cancelled));
}
