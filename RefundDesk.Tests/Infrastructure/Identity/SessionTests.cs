using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Tests.Infrastructure.Identity;

public sealed class SessionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_start_signed_the_next_start_reads()
    {
        var folder = Directory.CreateTempSubdirectory("refunddesk-keys").FullName;
        try
        {
            await using var data = await TestDatabase.CreateAsync();
            var signed = Protector(data, folder).Protect("a session");

            Assert.Equal("a session", Protector(data, folder).Unprotect(signed));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task In_a_circuit_the_circuit_s_person_acts_and_never_a_request_s()
    {
        await using var desk = await WebDesk.StartAsync();
        var ann = await desk.PersonAsync(Role.Agent);
        await using var scope = desk.Services.CreateAsyncScope();
        var user = scope.ServiceProvider.GetRequiredService<ICurrentUser>();

        Assert.Equal(DeskPrincipal.Nobody, await user.GetAsync(Cancelled));
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext { User = Person(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), Role.Administrator) };
        ((ServerAuthenticationStateProvider)scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>())
            .SetAuthenticationState(Task.FromResult(new AuthenticationState(Person(ann.Id, Role.Agent))));

        var principal = await user.GetAsync(Cancelled);
        Assert.Equal((ann.Id, Role.Agent), (principal.Actor.Id!.Value.Value, principal.Role!.Value));
    }

    [Fact]
    public void A_client_viewer_without_a_client_is_nobody_and_sees_no_rows()
    {
        var principal = DeskClaims.PrincipalOf(Person(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), Role.ClientViewer));

        Assert.Equal(DeskPrincipal.Nobody, principal);
        Assert.False(ClientScope.Of(principal).AllClients);
    }

    [Fact]
    public void Claims_that_lack_something_make_nobody()
    {
        Assert.Equal(DeskPrincipal.Nobody, DeskClaims.PrincipalOf(null));
        Assert.Equal(DeskPrincipal.Nobody, DeskClaims.PrincipalOf(new ClaimsPrincipal(new ClaimsIdentity())));
        Assert.Equal(DeskPrincipal.Nobody, DeskClaims.PrincipalOf(new ClaimsPrincipal(new ClaimsIdentity([new Claim(DeskClaims.Role, "99")], "test"))));
    }

    private static ClaimsPrincipal Person(Guid id, Role role) => new(new ClaimsIdentity(
        [new Claim(DeskClaims.UserId, id.ToString()), new Claim(DeskClaims.DisplayName, "Somebody"), new Claim(DeskClaims.Role, role.ToString())], "test"));

    private static IDataProtector Protector(TestDatabase data, string folder)
    {
        var settings = DeskNode.Settings(data.Provider, data.Connection);
        settings["Authentication:KeysFolder"] = folder;
        var builder = DeskHost.CreateBuilder([.. settings.Select(setting => $"--{setting.Key}={setting.Value}")]);
        return builder.Services.BuildServiceProvider().GetDataProtector("test");
    }
}
