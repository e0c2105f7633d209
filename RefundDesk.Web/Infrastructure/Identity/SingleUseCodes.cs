using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Identity;

/// <summary>
/// Codes of authenticator apps, each good once (RFC 6238, section 5.2): somebody who reads a code over a shoulder or off a wire must not get
/// in with it a second time. Takes the place of Identity's own provider, which accepts a code as often as it comes within its minutes.
/// </summary>
/// <remarks>
/// The last used step is a token of the account, stored in the same save as the account's stamp: of two sign-ins with one code at once only
/// one finds the account unchanged. It names the key it belongs to, so that a new key begins anew.
/// </remarks>
internal sealed class SingleUseCodes(TimeProvider time, Dialect dialect) : IUserTwoFactorTokenProvider<DeskUser>
{
    private const string Store = "[RefundDesk]";
    private const string LastStep = "LastAuthenticatorStep";

    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<DeskUser> manager, DeskUser user) =>
        !string.IsNullOrWhiteSpace(await manager.GetAuthenticatorKeyAsync(user));

    /// <summary>Apps make the codes, the desk never does.</summary>
    public Task<string> GenerateAsync(string purpose, UserManager<DeskUser> manager, DeskUser user) => Task.FromResult(string.Empty);

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<DeskUser> manager, DeskUser user)
    {
        var key = await manager.GetAuthenticatorKeyAsync(user);
        if (string.IsNullOrWhiteSpace(key) || TimeSteps.Find(key, token, time.GetUtcNow()) is not { } step)
        {
            return false;
        }

        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 8));
        if (step <= LastOf(await manager.GetAuthenticationTokenAsync(user, Store, LastStep), name))
        {
            return false;
        }

        try
        {
            var used = await manager.SetAuthenticationTokenAsync(user, Store, LastStep, string.Create(CultureInfo.InvariantCulture, $"{step} {name}"));
            return used.Succeeded;
        }
        catch (DbUpdateException fault) when (fault.InnerException is DbException inner && dialect.IsDuplicate(inner))
        {
            // The account's first code, used twice at once: the other one was faster.
            return false;
        }
    }

    private static long LastOf(string? stored, string key) =>
        stored?.Split(' ') is [var step, var of] && of == key && long.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : long.MinValue;
}
