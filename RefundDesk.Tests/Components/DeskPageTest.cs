using System.Globalization;
using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Tests.Components;

/// <summary>
/// Base of tests that render a component without a browser: MudBlazor, a clock that stands at <see cref="Given.Now"/>, and a person.
/// Say who is there with <see cref="SignIn"/> before rendering.
/// </summary>
public abstract class DeskPageTest : BunitContext
{
    protected DeskPageTest()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices(mud => mud.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddScoped<DeskClock>();
        Person = this.AddAuthorization();
    }

    /// <summary>Now, until the test moves it.</summary>
    protected FakeTimeProvider Time { get; } = new(Given.Now);

    /// <summary>Who is there; nobody until <see cref="SignIn"/>.</summary>
    protected BunitAuthorizationContext Person { get; }

    /// <summary>A person of a role, with the role's permissions.</summary>
    protected void SignIn(Role role, string name = "Ann Lee", ClientId? client = null)
    {
        Person.SetAuthorized(name);
        Person.SetPolicies([.. RolePermissions.Of(role).Select(permission => permission.ToString())]);
        var claims = new List<Claim>
        {
            new(DeskClaims.UserId, Guid.CreateVersion7(Time.GetUtcNow()).ToString()),
            new(DeskClaims.DisplayName, name),
            new(ClaimTypes.Email, "ann@desk.example"),
            new(DeskClaims.Role, role.ToString()),
        };
        if (client is { } only)
        {
            claims.Add(new Claim(DeskClaims.Client, only.Value.ToString()));
        }

        Person.SetClaims([.. claims]);
    }
}
