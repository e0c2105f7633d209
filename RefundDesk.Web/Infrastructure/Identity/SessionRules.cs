using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Identity;

/// <summary>When a session ends, for cookies and circuits alike.</summary>
/// <param name="scopes">A scope an account check, so that no old row is looked at.</param>
/// <param name="options">How long sessions live.</param>
/// <param name="time">Now.</param>
internal sealed class SessionRules(IServiceScopeFactory scopes, IOptions<DeskAuthenticationOptions> options, TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>How soon a change of the account is noticed.</summary>
    public TimeSpan CheckEvery => TimeSpan.FromSeconds(options.Value.RevalidationSeconds);

    /// <summary>True after the fixed time, and where nobody can say when the session began.</summary>
    public bool IsOver(ClaimsPrincipal? person) =>
        !long.TryParse(person?.FindFirstValue(DeskClaims.Since), NumberStyles.None, CultureInfo.InvariantCulture, out var since)
        || Now >= DateTimeOffset.FromUnixTimeSeconds(since).AddHours(options.Value.SessionHours);

    /// <summary>True while the account is as it was at sign-in: not disabled, same password and second factor, same role and client.</summary>
    public async Task<bool> IsStillGoodAsync(ClaimsPrincipal person)
    {
        if (IsOver(person))
        {
            return false;
        }

        await using var scope = scopes.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<SignInManager<DeskUser>>().ValidateSecurityStampAsync(person);
        return user is not null
            && user.Role == DeskClaims.RoleOf(person)
            && user.ClientId?.Value.ToString() == person.FindFirstValue(DeskClaims.Client);
    }
}
