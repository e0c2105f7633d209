using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Access;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Features.Access.PeopleDesk;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Access;

public sealed class ChangePersonTests
{
    private const string Ann = "ann@desk.example";
    private const string Adam = "adam@desk.example";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task Role_and_client_change_and_what_they_were_is_written_down(DatabaseProvider provider)
    {
        await using var data = await TestDatabase.CreateAsync(provider);
        await data.AddClientAsync("northwind");
        await data.AddClientAsync("southwind");
        await using var scope = ScopeOf(data);
        await AddAsync(data, Ann, "agent");
        var adam = await AddAsync(data, Adam, "admin");
        await using var own = ScopeOf(data, DeskPrincipal.Person(adam, "Adam", Role.Administrator, null));

        Done(await own.Get<ChangePerson>().HandleAsync(Ann, "client", "northwind", new SeenPerson(Role.Agent, null), Cancelled));
        data.Time.Advance(TimeSpan.FromHours(1));
        Done(await own.Get<ChangePerson>().HandleAsync(Ann, "client", "southwind", new SeenPerson(Role.ClientViewer, "northwind"), Cancelled));
        Done(await own.Get<ChangePerson>().HandleAsync(Ann, "supervisor", null, null, Cancelled));

        var row = Assert.Single(await scope.Get<PeopleQuery>().ReadAsync("ann", Cancelled));
        Assert.Equal((Role.Supervisor, null), (row.Role, row.ClientKey));
        var written = (await WrittenAsync(data)).Where(line => line.ActorId is not null).ToArray();
        Assert.All(written, line => Assert.Equal((AuditSubject.Person, Ann, adam, "Adam"), (line.Subject, line.SubjectName, line.ActorId!.Value, line.ActorName)));
        Assert.Equal(
            [
                ("Role", "Agent", "ClientViewer", Now), ("Client", null, "northwind", Now), ("Client", "northwind", "southwind", Now.AddHours(1)),
                ("Role", "ClientViewer", "Supervisor", Now.AddHours(1)), ("Client", "southwind", null, Now.AddHours(1)),
            ],
            written.Select(line => (line.Field, line.Before, line.After, line.At)));
    }

    [Fact]
    public async Task What_changes_nothing_writes_nothing_and_ends_no_session()
    {
        await using var data = await TestDatabase.CreateAsync();
        await using var scope = ScopeOf(data);
        await AddAsync(data, Ann, "agent");
        var (before, lines) = (await UserAsync(data, Ann), (await WrittenAsync(data)).Count);

        Done(await scope.Get<ChangePerson>().HandleAsync(Ann, "agent", null, null, Cancelled));

        Assert.Equal(before.SecurityStamp, (await UserAsync(data, Ann)).SecurityStamp);
        Assert.Equal(lines, (await WrittenAsync(data)).Count);
    }

    [Fact]
    public async Task Who_has_a_password_gets_another_stamp_and_who_has_none_keeps_the_link()
    {
        await using var data = await TestDatabase.CreateAsync();
        await using var scope = ScopeOf(data);
        await AddAsync(data, Ann, "agent");
        var invited = await UserAsync(data, Ann);
        Done(await scope.Get<ChangePerson>().HandleAsync(Ann, "supervisor", null, null, Cancelled));
        var stillInvited = await UserAsync(data, Ann);
        await using (var work = ScopeOf(data))
        {
            var users = work.Get<UserManager<DeskUser>>();
            Assert.True((await users.AddPasswordAsync((await users.FindByEmailAsync(Ann))!, "correct horse battery")).Succeeded);
        }

        var withPassword = await UserAsync(data, Ann);
        Done(await scope.Get<ChangePerson>().HandleAsync(Ann, "agent", null, null, Cancelled));

        Assert.Equal(invited.SecurityStamp, stillInvited.SecurityStamp);
        Assert.NotEqual(withPassword.SecurityStamp, (await UserAsync(data, Ann)).SecurityStamp);
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_and_changes_nothing()
    {
        await using var data = await TestDatabase.CreateAsync();
        await data.AddClientAsync("northwind");
        await using var scope = ScopeOf(data);
        await AddAsync(data, Ann, "agent");
        var change = scope.Get<ChangePerson>();

        Assert.Equal("user.role-unknown", Refused(await change.HandleAsync(Ann, "boss", null, null, Cancelled)).Code);
        Assert.Equal("user.client-missing", Refused(await change.HandleAsync(Ann, "client", null, null, Cancelled)).Code);
        Assert.Equal("user.client-unknown", Refused(await change.HandleAsync(Ann, "client", "nobody", null, Cancelled)).Code);
        Assert.Equal("user.client-not-wanted", Refused(await change.HandleAsync(Ann, "admin", "northwind", null, Cancelled)).Code);
        Assert.Equal("user.unknown", Refused(await change.HandleAsync("ben@desk.example", "agent", null, null, Cancelled)).Code);
        Assert.Equal("user.stale", Refused(await change.HandleAsync(Ann, "admin", null, new SeenPerson(Role.Supervisor, null), Cancelled)).Code);

        Assert.Equal(Role.Agent, (await UserAsync(data, Ann)).Role);
    }

    [Fact]
    public async Task Nobody_changes_their_own_role()
    {
        await using var data = await TestDatabase.CreateAsync();
        var adam = await AddAsync(data, Adam, "admin");
        await AddAsync(data, "eve@desk.example", "admin");
        await using var own = ScopeOf(data, DeskPrincipal.Person(adam, "Adam", Role.Administrator, null));

        Assert.Equal("user.not-your-own-role", Refused(await own.Get<ChangePerson>().HandleAsync(Adam, "agent", null, null, Cancelled)).Code);
    }

    [Theory, DatabaseMatrix]
    public async Task The_last_administrator_is_neither_disabled_nor_made_something_else(DatabaseProvider provider)
    {
        await using var data = await TestDatabase.CreateAsync(provider);
        await using var scope = ScopeOf(data);
        await AddAsync(data, Adam, "admin");
        await AddAsync(data, "eve@desk.example", "admin");
        Done(await scope.Get<DisableUser>().HandleAsync("eve@desk.example", Cancelled));

        Assert.Equal("user.last-administrator", Refused(await scope.Get<DisableUser>().HandleAsync(Adam, Cancelled)).Code);
        Assert.Equal("user.last-administrator", Refused(await scope.Get<ChangePerson>().HandleAsync(Adam, "agent", null, null, Cancelled)).Code);
        Done(await scope.Get<EnableUser>().HandleAsync("eve@desk.example", Cancelled));
        Done(await scope.Get<ChangePerson>().HandleAsync(Adam, "agent", null, null, Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task An_invited_administrator_who_never_signed_in_is_nobody_to_be_left_with(DatabaseProvider provider)
    {
        await using var data = await TestDatabase.CreateAsync(provider);
        await using var scope = ScopeOf(data);
        await AddAsync(data, Adam, "admin");
        await AddAsync(data, "eve@desk.example", "admin");
        await using (var work = ScopeOf(data))
        {
            var users = work.Get<UserManager<DeskUser>>();
            Assert.True((await users.AddPasswordAsync((await users.FindByEmailAsync(Adam))!, "correct horse battery")).Succeeded);
        }

        Assert.Equal("user.last-administrator", Refused(await scope.Get<DisableUser>().HandleAsync(Adam, Cancelled)).Code);
        Assert.Equal("user.last-administrator", Refused(await scope.Get<ChangePerson>().HandleAsync(Adam, "agent", null, null, Cancelled)).Code);
        Done(await scope.Get<DisableUser>().HandleAsync("eve@desk.example", Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task Of_administrators_who_shut_each_other_out_at_once_one_is_left(DatabaseProvider provider)
    {
        await using var data = await TestDatabase.CreateAsync(provider);
        string[] everybody = ["a@desk.example", "b@desk.example", "c@desk.example", "d@desk.example"];
        foreach (var email in everybody)
        {
            await AddAsync(data, email, "admin");
        }

        await using var scope = ScopeOf(data);
        var (disable, change) = (scope.Get<DisableUser>(), scope.Get<ChangePerson>());
        var answers = await Task.WhenAll(everybody.Select((email, i) => Task.Run(
            () => i % 2 == 0 ? disable.HandleAsync(email, Cancelled) : change.HandleAsync(email, "agent", null, null, Cancelled), Cancelled)));

        Assert.Equal("user.last-administrator", Assert.Single(answers, answer => !answer.Succeeded).Refusal!.Code);
        await using var db = await data.OpenAsync();
        Assert.Equal(1, await db.Users.CountAsync(person => person.Role == Role.Administrator && !person.IsDisabled, Cancelled));
    }

    [Theory, DatabaseMatrix]
    public async Task A_disabled_person_is_enabled_once_and_all_of_it_is_written_down(DatabaseProvider provider)
    {
        await using var data = await TestDatabase.CreateAsync(provider);
        await using var scope = ScopeOf(data);
        await AddAsync(data, Ann, "agent");
        Done(await scope.Get<RenewLink>().HandleAsync(Ann, Cancelled));

        Assert.Equal("user.not-disabled", Refused(await scope.Get<EnableUser>().HandleAsync(Ann, Cancelled)).Code);
        Done(await scope.Get<DisableUser>().HandleAsync(Ann, Cancelled));
        Done(await scope.Get<EnableUser>().HandleAsync(Ann, Cancelled));
        Assert.Equal("user.unknown", Refused(await scope.Get<EnableUser>().HandleAsync("ben@desk.example", Cancelled)).Code);

        Assert.False((await UserAsync(data, Ann)).IsDisabled);
        var lines = await WrittenAsync(data);
        Assert.All(lines, line => Assert.Equal("Command line", line.ActorName));
        Assert.Equal(
            [("Access", null, "Added"), ("Role", null, "Agent"), ("Password link", null, "Given"), ("Access", "Enabled", "Disabled"), ("Access", "Disabled", "Enabled")],
            lines.Select(line => (line.Field, line.Before, line.After)));
    }

    private static async Task<UserId> AddAsync(TestDatabase data, string email, string role)
    {
        await using var scope = ScopeOf(data);
        Done(await scope.Get<AddUser>().HandleAsync(email, role, null, null, Cancelled));
        return new UserId((await UserAsync(data, email)).Id);
    }

    private static async Task<DeskUser> UserAsync(TestDatabase data, string email)
    {
        await using var db = await data.OpenAsync();
        return await db.Users.AsNoTracking().SingleAsync(person => person.Email == email, Cancelled);
    }

    private static async Task<List<AuditRow>> WrittenAsync(TestDatabase data)
    {
        await using var db = await data.OpenAsync();
        return await db.Audit.AsNoTracking().OrderBy(line => line.Id).ToListAsync(Cancelled);
    }
}
