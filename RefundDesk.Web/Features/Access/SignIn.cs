using Microsoft.AspNetCore.Identity;
using RefundDesk.Domain.Common;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Access;

/// <summary>How far a sign-in came.</summary>
public enum SignInStep
{
    /// <summary>Signed in.</summary>
    Done,

    /// <summary>The password was right; a second factor is wanted.</summary>
    SecondFactor,
}

/// <summary>
/// Signs a person in by e-mail and password. Whatever is wrong, the answer and the time it takes are the same, so that nobody learns
/// which addresses have accounts.
/// </summary>
public sealed class SignIn(UserManager<DeskUser> users, SignInManager<DeskUser> sessions, SignInThrottle throttle, IPasswordHasher<DeskUser> hasher)
{
    /// <summary>The one refusal for an unknown address, a wrong password, a locked and a disabled account.</summary>
    public static readonly Refusal Wrong = new("access.wrong", "E-mail or password is wrong, or the account is locked for some minutes.");

    /// <summary>Too many tries from one address or on one account.</summary>
    public static readonly Refusal TooMany = new("access.too-many", "Too many tries. Wait a minute, then try again.");

    /// <summary>The device's answer was not right.</summary>
    public static readonly Refusal WrongPasskey = new("access.passkey", "This passkey is not known here, or the account is locked. Sign in with your password.");

    // Hashing against this costs what hashing against a real account costs.
    private static readonly DeskUser Nobody = new() { DisplayName = "Nobody", Role = default };
    private static string? _nobodysHash;

    /// <summary>Tries it; on success the cookie is set on the current response.</summary>
    /// <param name="email">As typed.</param>
    /// <param name="password">As typed.</param>
    /// <param name="remoteAddress">Where the try comes from; null where unknown.</param>
    /// <returns>How far it came; or <c>access.wrong</c>, <c>access.too-many</c>.</returns>
    public async Task<Outcome<SignInStep>> HandleAsync(string email, string password, string? remoteAddress)
    {
        if (!throttle.Allows(remoteAddress, email))
        {
            return TooMany;
        }

        var user = await users.FindByEmailAsync(email.Trim());
        if (user is null || user.IsDisabled || user.PasswordHash is null || await DirectorySignIn.IsOnAsync(sessions.Context))
        {
            _nobodysHash ??= hasher.HashPassword(Nobody, "nobody's password");
            hasher.VerifyHashedPassword(Nobody, _nobodysHash, password);
            return Wrong;
        }

        var result = await sessions.PasswordSignInAsync(user, password, isPersistent: false, lockoutOnFailure: true);
        return result switch
        {
            { Succeeded: true } => SignInStep.Done,
            { RequiresTwoFactor: true } => SignInStep.SecondFactor,
            _ => Wrong,
        };
    }

    /// <summary>By a passkey, which is both factors in one: the device, and the finger, face or PIN it asked for.</summary>
    /// <param name="credential">The device's answer.</param>
    /// <param name="remoteAddress">Where the try comes from; null where unknown.</param>
    /// <returns>Done; or <c>access.passkey</c>, <c>access.too-many</c>.</returns>
    public async Task<Outcome> ByPasskeyAsync(string? credential, string? remoteAddress)
    {
        if (!throttle.Allows(remoteAddress, $"passkey from {remoteAddress}"))
        {
            return TooMany;
        }

        return !string.IsNullOrEmpty(credential) && !await DirectorySignIn.IsOnAsync(sessions.Context) && (await sessions.PasskeySignInAsync(credential)).Succeeded ? Outcome.Ok : WrongPasskey;
    }
}
