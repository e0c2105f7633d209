using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Access;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Access;

public sealed class PeopleTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task People_of_every_role_are_added_and_listed(DatabaseProvider provider)
    {
        await using var data = await TestDatabase.CreateAsync(provider);
        var client = await data.AddClientAsync("northwind");
        await using var scope = Scope(data);

        foreach (var (email, role, key) in new[] { ("zoe@desk.example", "agent", null), ("yan.li@desk.example", "SUPERVISOR", null), ("x@northwind.example", "client", "northwind"), ("adam@desk.example", "admin", null) })
        {
            var added = Done(await Get<AddUser>(scope).HandleAsync(email, role, key, null, Cancelled));
            Assert.StartsWith("https://desk.example/account/set-password?person=", added.SetPasswordLink, StringComparison.Ordinal);
        }

        var rows = await Get<PeopleQuery>(scope).ReadAsync(null, Cancelled);
        Assert.Equal(["Adam", "X", "Yan Li", "Zoe"], rows.Select(row => row.Name));
        Assert.Equal([Role.Administrator, Role.ClientViewer, Role.Supervisor, Role.Agent], rows.Select(row => row.Role));
        Assert.Equal(client.Name, rows[1].Client);
        Assert.All(rows, row => Assert.False(row.HasPassword));
        Assert.Equal("yan.li@desk.example", Assert.Single(await Get<PeopleQuery>(scope).ReadAsync("YAN", Cancelled)).Email);
    }

    [Theory]
    [InlineData("ann@desk.example", "boss", null, "user.role-unknown")]
    [InlineData("ann@desk.example", "client", null, "user.client-missing")]
    [InlineData("ann@desk.example", "client", "nobody", "user.client-unknown")]
    [InlineData("ann@desk.example", "agent", "northwind", "user.client-not-wanted")]
    [InlineData("not an address", "agent", null, "user.email-wrong")]
    [InlineData("TAKEN@desk.example", "agent", null, "user.email-taken")]
    public async Task What_does_not_fit_is_refused(string email, string role, string? client, string code)
    {
        await using var data = await TestDatabase.CreateAsync();
        await data.AddClientAsync("northwind");
        await using var scope = Scope(data);
        Done(await Get<AddUser>(scope).HandleAsync("taken@desk.example", "agent", null, null, Cancelled));

        Assert.Equal(code, Refused(await Get<AddUser>(scope).HandleAsync(email, role, client, null, Cancelled)).Code);
    }

    [Fact]
    public async Task A_person_is_disabled_once_and_gets_no_further_link()
    {
        await using var data = await TestDatabase.CreateAsync();
        await using var scope = Scope(data);
        Done(await Get<AddUser>(scope).HandleAsync("ann@desk.example", "agent", null, null, Cancelled));
        Done(await Get<RenewLink>(scope).HandleAsync("ann@desk.example", Cancelled));

        Done(await Get<DisableUser>(scope).HandleAsync("ann@desk.example", Cancelled));

        Assert.Equal("user.disabled", Refused(await Get<DisableUser>(scope).HandleAsync("ann@desk.example", Cancelled)).Code);
        Assert.Equal("user.disabled", Refused(await Get<RenewLink>(scope).HandleAsync("ann@desk.example", Cancelled)).Code);
        Assert.Equal("user.unknown", Refused(await Get<DisableUser>(scope).HandleAsync("ben@desk.example", Cancelled)).Code);
        Assert.True(Assert.Single(await Get<PeopleQuery>(scope).ReadAsync(null, Cancelled)).IsDisabled);
    }

    [Fact]
    public async Task Nobody_disables_their_own_account()
    {
        await using var data = await TestDatabase.CreateAsync();
        await using var operatorScope = Scope(data);
        Done(await Get<AddUser>(operatorScope).HandleAsync("adam@desk.example", "admin", null, null, Cancelled));
        await using var db = await data.OpenAsync();
        await using var own = Scope(data, DeskPrincipal.Person(new UserId(db.Users.Single().Id), "Adam", Role.Administrator, null));

        Assert.Equal("user.not-yourself", Refused(await Get<DisableUser>(own).HandleAsync("adam@desk.example", Cancelled)).Code);
    }

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.ClientViewer)]
    public async Task Only_administrators_work_with_people(Role role)
    {
        await using var data = await TestDatabase.CreateAsync();
        await using (var setUp = Scope(data))
        {
            Done(await Get<AddUser>(setUp).HandleAsync("ann@desk.example", "agent", null, null, Cancelled));
        }

        var client = role == Role.ClientViewer ? (await data.AddClientAsync()).Id : (RefundDesk.Domain.Clients.ClientId?)null;
        await using var scope = Scope(data, DeskPrincipal.Person(UserId.New(Now), "Somebody", role, client));

        Assert.Equal("refund.forbidden", Refused(await Get<AddUser>(scope).HandleAsync("eve@desk.example", "admin", null, null, Cancelled)).Code);
        Assert.Equal("refund.forbidden", Refused(await Get<DisableUser>(scope).HandleAsync("ann@desk.example", Cancelled)).Code);
        Assert.Equal("refund.forbidden", Refused(await Get<RenewLink>(scope).HandleAsync("ann@desk.example", Cancelled)).Code);
        Assert.Equal("refund.forbidden", Refused(await Get<EnableUser>(scope).HandleAsync("ann@desk.example", Cancelled)).Code);
        Assert.Equal("refund.forbidden", Refused(await Get<ChangePerson>(scope).HandleAsync("ann@desk.example", "admin", null, null, Cancelled)).Code);
        Assert.Empty(await Get<PeopleQuery>(scope).ReadAsync(null, Cancelled));
        Assert.Empty(await Get<PeopleQuery>(scope).ClientsAsync(Cancelled));
    }

    private static AsyncServiceScope Scope(TestDatabase data, DeskPrincipal? principal = null) => PeopleDesk.ScopeOf(data, principal);

    private static T Get<T>(AsyncServiceScope scope)
        where T : notnull => scope.Get<T>();
}
