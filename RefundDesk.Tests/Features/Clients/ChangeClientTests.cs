using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.CommandLine;
using RefundDesk.Web.Features.Clients;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Clients;

public sealed class ChangeClientTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task A_client_is_changed_and_what_it_was_is_written_down(DatabaseProvider provider)
    {
        await using var data = await TestDatabase.CreateAsync(provider);
        var client = await data.AddClientAsync("northwind");
        await using var scope = data.BuildHost().Services.CreateAsyncScope();
        var seen = (await Get<ClientsQuery>(scope).FindAsync("northwind", Cancelled))!;

        Done(await Get<ChangeClient>(scope).HandleAsync("northwind", seen.Version, new ClientDetails("Northwind", "help@northwind.example", "USD", "Europe/London"), Cancelled));

        var now = (await Get<ClientsQuery>(scope).FindAsync("northwind", Cancelled))!;
        Assert.Equal(new ClientToEdit(new ClientDetails("Northwind", "help@northwind.example", "USD", "Europe/London"), seen.Version + 1, HasOrders: false), now);
        await using var db = await data.OpenAsync();
        var lines = await db.Audit.AsNoTracking().OrderBy(line => line.Id).ToListAsync(Cancelled);
        Assert.All(lines, line => Assert.Equal((client.Id.Value, "northwind", "Command line", Now), (line.SubjectId, line.SubjectName, line.ActorName, line.At)));
        Assert.Equal(
            [
                ("Currency", "EUR", "USD"), ("Name", client.Name, "Northwind"), ("Sender address", client.SenderAddress, "help@northwind.example"), ("Time zone", "Europe/Berlin", "Europe/London"),
            ],
            lines.Select(line => (line.Field, line.Before, line.After)).OrderBy(line => line.Field, StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_command_line_changes_what_it_names_and_leaves_the_rest()
    {
        await using var data = await TestDatabase.CreateAsync();
        var client = await data.AddClientAsync("northwind");
        await using var scope = data.BuildHost().Services.CreateAsyncScope();
        using var output = new StringWriter();
        using var error = new StringWriter();
        Task<int> ChangeAsync(string key, Func<ClientDetails, ClientDetails> change) => ClientsCommand.ChangeAsync(scope.ServiceProvider, new VerbConsole(output, error), key, change, Cancelled);

        Assert.Equal(0, await ChangeAsync("northwind", was => was with { SenderAddress = "help@northwind.example" }));
        Assert.Equal(1, await ChangeAsync("northwind", was => was with { TimeZoneId = "Europe/Nowhere" }));
        Assert.Equal(1, await ChangeAsync("nobody", was => was));

        Assert.Equal(client.Describe() with { SenderAddress = "help@northwind.example" }, (await Get<ClientsQuery>(scope).FindAsync("northwind", Cancelled))!.Details);
        Assert.Equal("Changed northwind.", output.ToString().Trim());
        Assert.Contains("client.unknown", error.ToString(), StringComparison.Ordinal);
    }

    [Theory, DatabaseMatrix]
    public async Task From_the_first_order_on_the_currency_stays_and_the_rest_may_change(DatabaseProvider provider)
    {
        await using var data = await TestDatabase.CreateAsync(provider);
        var client = await data.AddClientAsync("northwind");
        await data.AddOrderAsync(client);
        await data.AddClientAsync("southwind");
        await using var scope = data.BuildHost().Services.CreateAsyncScope();

        Assert.Equal("client.currency-in-use", Refused(await Get<ChangeClient>(scope).HandleAsync("northwind", 1, client.Describe() with { Currency = "USD" }, Cancelled)).Code);
        Done(await Get<ChangeClient>(scope).HandleAsync("northwind", 1, client.Describe() with { TimeZoneId = "Europe/London" }, Cancelled));

        Assert.True((await Get<ClientsQuery>(scope).FindAsync("northwind", Cancelled))!.HasOrders);
        Assert.False((await Get<ClientsQuery>(scope).FindAsync("southwind", Cancelled))!.HasOrders);
    }

    [Theory, DatabaseMatrix]
    public async Task Of_changes_at_once_one_is_made_and_the_others_are_told(DatabaseProvider provider)
    {
        await using var data = await TestDatabase.CreateAsync(provider);
        var client = await data.AddClientAsync("northwind");
        await using var scope = data.BuildHost().Services.CreateAsyncScope();
        var change = Get<ChangeClient>(scope);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => change.HandleAsync("northwind", 1, client.Describe() with { Name = $"Name {i}" }, Cancelled), Cancelled)));

        Assert.Single(answers, answer => answer.Succeeded);
        Assert.All(answers.Where(answer => !answer.Succeeded), answer => Assert.Equal("client.stale", answer.Refusal!.Code));
        await using var db = await data.OpenAsync();
        Assert.Equal(1, await db.Audit.CountAsync(Cancelled));
    }

    [Fact]
    public async Task A_client_that_is_not_there_cannot_be_changed()
    {
        await using var data = await TestDatabase.CreateAsync();
        await using var scope = data.BuildHost().Services.CreateAsyncScope();

        Assert.Null(await Get<ClientsQuery>(scope).FindAsync("nobody", Cancelled));
        Assert.Equal("client.unknown", Refused(await Get<ChangeClient>(scope).HandleAsync("nobody", 1, new ClientDetails("N", "n@x.example", "EUR", "UTC"), Cancelled)).Code);
    }

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.ClientViewer)]
    public async Task Only_administrators_change_clients(Role role)
    {
        await using var data = await TestDatabase.CreateAsync();
        var client = await data.AddClientAsync("northwind");
        var principal = DeskPrincipal.Person(UserId.New(Now), "Somebody", role, role == Role.ClientViewer ? client.Id : null);
        await using var scope = data.BuildHost(principal).Services.CreateAsyncScope();

        Assert.Null(await Get<ClientsQuery>(scope).FindAsync("northwind", Cancelled));
        Assert.Equal("refund.forbidden", Refused(await Get<ChangeClient>(scope).HandleAsync("northwind", 1, client.Describe(), Cancelled)).Code);
    }

    private static T Get<T>(AsyncServiceScope scope)
        where T : notnull => scope.ServiceProvider.GetRequiredService<T>();
}
