using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Clients.Leaving;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Clients;

/// <summary>A database with a client that goes, and administrators who see it out.</summary>
internal sealed class LeavingDesk : IAsyncDisposable
{
    public const string Key = "northwind";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("refunddesk-leaving-");

    private LeavingDesk(TestDatabase data, Client client) => (Data, Client) = (data, client);

    public static DeskPrincipal One { get; } = DeskPrincipal.Person(SupervisorSue.Id!.Value, "Sue", Role.Administrator, null);

    public static DeskPrincipal Other { get; } = DeskPrincipal.Person(SupervisorTom.Id!.Value, "Tom", Role.Administrator, null);

    public static DateOnly Yesterday { get; } = DateOnly.FromDateTime(Now.UtcDateTime).AddDays(-1);

    public TestDatabase Data { get; }

    public Client Client { get; }

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<LeavingDesk> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var data = await TestDatabase.CreateAsync(provider);
        return new LeavingDesk(data, await data.AddClientAsync(Key));
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Does something on behalf of a person, in a scope of its own.</summary>
    public async Task<T> AsAsync<TUseCase, T>(DeskPrincipal? principal, Func<TUseCase, Task<T>> step)
        where TUseCase : notnull
    {
        await using var scope = Data.BuildHost(principal).Services.CreateAsyncScope();
        return await step(scope.ServiceProvider.GetRequiredService<TUseCase>());
    }

    public Task<Outcome> GiveNoticeAsync(DateOnly? ends = null, DateOnly? erasable = null) =>
        AsAsync<GiveNotice, Outcome>(One, step => step.HandleAsync(Key, ends ?? Yesterday, erasable ?? ends ?? Yesterday, Cancelled));

    public Task<Outcome> CloseAsync() => AsAsync<CloseClient, Outcome>(One, step => step.HandleAsync(Key, Cancelled));

    public Task<Outcome<HandedOver>> ExportAsync(string name = "northwind.zip") =>
        AsAsync<ExportClient, Outcome<HandedOver>>(One, step => step.HandleAsync(Key, PathOf(name), null, Cancelled));

    public Task<Outcome> AskAsync(DeskPrincipal by) => AsAsync<AskClientErasure, Outcome>(by, step => step.HandleAsync(Key, Cancelled));

    public Task<Outcome> ConfirmAsync(DeskPrincipal by, string again = Key) => AsAsync<ConfirmClientErasure, Outcome>(by, step => step.HandleAsync(Key, again, Cancelled));

    /// <summary>All steps up to the second administrator's.</summary>
    public async Task LeaveAsync()
    {
        Done(await GiveNoticeAsync());
        Done(await CloseAsync());
        Done(await ExportAsync());
        Done(await AskAsync(One));
    }

    public async ValueTask DisposeAsync()
    {
        await Data.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
