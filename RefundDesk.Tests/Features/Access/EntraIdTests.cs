using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Access;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Tests.Features.Access;

public sealed class EntraIdTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_of_the_directory_signs_in_and_has_a_row_that_stays_the_same_person()
    {
        await using var directory = await TestDirectory.StartAsync();
        await using var desk = await WebDesk.StartAsync(settings: directory.Settings);

        using (var first = desk.Visit())
        {
            Assert.Equal("/account", (await ComeInAsync(first, "/account")).AbsolutePath);
            Assert.Contains("Dora Directory", await first.ReadAsync("/account"), StringComparison.Ordinal);
        }

        var before = Assert.Single(await PeopleAsync(desk));
        directory.Person = directory.Person with { Name = "Dora Director", Roles = ["Supervisor", "Agent"] };
        using var second = desk.Visit();
        await ComeInAsync(second, "/");
        var after = Assert.Single(await PeopleAsync(desk));

        Assert.Equal(Role.Agent, before.Role);
        Assert.Equal((before.Id, Role.Supervisor, "Dora Director"), (after.Id, after.Role, after.DisplayName));
    }

    [Fact]
    public async Task A_client_viewer_sees_the_client_the_directory_names()
    {
        await using var directory = await TestDirectory.StartAsync();
        await using var desk = await WebDesk.StartAsync(settings: directory.Settings);
        var client = await desk.ClientAsync();
        directory.Person = directory.Person with { Roles = ["ClientViewer"], Client = client.Key };
        using var visitor = desk.Visit();

        await ComeInAsync(visitor, "/");

        Assert.Equal(client.Id, Assert.Single(await PeopleAsync(desk)).ClientId);
    }

    [Fact]
    public async Task What_the_directory_changes_is_written_down_and_the_desk_changes_no_role()
    {
        await using var directory = await TestDirectory.StartAsync();
        await using var desk = await WebDesk.StartAsync(settings: directory.Settings);
        var client = await desk.ClientAsync();
        foreach (var role in new[] { "Agent", "Agent", "ClientViewer", "Supervisor" })
        {
            directory.Person = directory.Person with { Roles = [role], Client = client.Key };
            using var visitor = desk.Visit();
            await ComeInAsync(visitor, "/");
        }

        await using var scope = desk.Services.CreateAsyncScope();
        var change = ActivatorUtilities.CreateInstance<ChangePerson>(scope.ServiceProvider, new AccountTests.OperatorAtHand());
        await using var db = await desk.Data.OpenAsync();
        var lines = await db.Audit.AsNoTracking().OrderBy(line => line.Id).ToListAsync(Cancelled);

        Assert.Equal("user.role-of-directory", (await change.HandleAsync("dora@contoso.example", "admin", null, null, Cancelled)).Refusal!.Code);
        Assert.All(lines, line => Assert.Equal(("Directory", "dora@contoso.example"), (line.ActorName, line.SubjectName)));
        Assert.Equal(
            [
                ("Access", null, "Added"), ("Role", null, "Agent"), ("Role", "Agent", "ClientViewer"), ("Client", null, client.Key),
                ("Role", "ClientViewer", "Supervisor"), ("Client", client.Key, null),
            ],
            lines.Select(line => (line.Field, line.Before, line.After)));
    }

    [Theory]
    [InlineData("Reader", null, "access.no-role")]
    [InlineData("ClientViewer", null, "access.no-client")]
    [InlineData("ClientViewer", "nobody-knows", "access.no-client")]
    public async Task Whoever_the_directory_gives_no_place_here_stays_outside_and_leaves_no_row(string role, string? client, string refusal)
    {
        await using var directory = await TestDirectory.StartAsync();
        await using var desk = await WebDesk.StartAsync(settings: directory.Settings);
        directory.Person = directory.Person with { Roles = [role], Client = client };
        using var visitor = desk.Visit();

        var end = await ComeInAsync(visitor, "/");

        Assert.Equal($"/sign-in?Refused={refusal}", end.PathAndQuery);
        Assert.Empty(await PeopleAsync(desk));
        Assert.DoesNotContain(visitor.Cookies, cookie => cookie.Name == "desk");
    }

    [Fact]
    public async Task A_disabled_person_stays_outside_although_the_directory_knows_them()
    {
        await using var directory = await TestDirectory.StartAsync();
        await using var desk = await WebDesk.StartAsync(settings: directory.Settings);
        using (var first = desk.Visit())
        {
            await ComeInAsync(first, "/");
        }

        await desk.WithUsersAsync(async users =>
        {
            var person = (await users.FindByEmailAsync("dora@contoso.example"))!;
            person.IsDisabled = true;
            return await users.UpdateSecurityStampAsync(person);
        });
        using var again = desk.Visit();

        Assert.Equal("/sign-in?Refused=access.disabled", (await ComeInAsync(again, "/")).PathAndQuery);
    }

    [Fact]
    public async Task Passwords_of_the_desk_open_nothing_where_the_directory_decides()
    {
        await using var directory = await TestDirectory.StartAsync();
        await using var desk = await WebDesk.StartAsync(settings: directory.Settings);
        using var visitor = desk.Visit();

        var page = await visitor.ReadAsync("/sign-in");

        Assert.Contains("Sign in with Microsoft", page, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"password\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_at_the_directory_too()
    {
        await using var directory = await TestDirectory.StartAsync();
        await using var desk = await WebDesk.StartAsync(settings: directory.Settings);
        using var visitor = desk.Visit();
        await ComeInAsync(visitor, "/");

        using var answer = await visitor.SendFormAsync("/sign-out", "sign-out");
        using var onwards = await visitor.GetAsync(answer.Headers.Location!.ToString());

        Assert.StartsWith(directory.Address + "/connect/logout", onwards.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var page = await visitor.GetAsync("/account");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    /// <summary>Follows every redirect, to the directory and back; the last address is the desk's.</summary>
    private static async Task<Uri> ComeInAsync(WebVisitor visitor, string returnUrl)
    {
        var address = new Uri(visitor.Address, $"/sign-in/directory?returnUrl={Uri.EscapeDataString(returnUrl)}");
        for (var hop = 0; hop < 8; hop++)
        {
            using var answer = await visitor.GetAsync(address.ToString());
            if (answer.StatusCode != HttpStatusCode.Redirect)
            {
                return address;
            }

            address = new Uri(address, answer.Headers.Location!);
        }

        throw new InvalidOperationException("Too many redirects.");
    }

    private static async Task<List<DeskUser>> PeopleAsync(WebDesk desk)
    {
        await using var db = await desk.Data.OpenAsync();
        return await db.Users.AsNoTracking().ToListAsync(Cancelled);
    }
}
