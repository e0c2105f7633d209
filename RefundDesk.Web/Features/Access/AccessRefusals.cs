using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Features.Access;

/// <summary>Every "no" of this folder.</summary>
public static class AccessRefusals
{
    /// <summary>Not a role.</summary>
    public static Refusal UnknownRole(string role) => new("user.role-unknown", $"There is no role '{role}': write agent, supervisor, client or admin.");

    /// <summary>Not a client.</summary>
    public static Refusal UnknownClient(string key) => new("user.client-unknown", $"There is no client '{key}'.");

    /// <summary>A client viewer sees one client, so it has to be named.</summary>
    public static Refusal ClientMissing { get; } = new("user.client-missing", "Someone with the role client sees one client: name it.");

    /// <summary>The desk's own people see every client.</summary>
    public static Refusal ClientNotWanted { get; } = new("user.client-not-wanted", "Only someone with the role client is bound to a client.");

    /// <summary>Not an address.</summary>
    public static Refusal EmailWrong(string email) => new("user.email-wrong", $"'{email}' is not an e-mail address.");

    /// <summary>Not an address, among those a person declares.</summary>
    public static Refusal PrivateAddress(string word) => new("user.private-addresses", $"'{(word.Length > 60 ? $"{word[..60]}…" : word)}' is not an e-mail address.");

    /// <summary>More than anybody shops with.</summary>
    public static Refusal TooManyPrivateAddresses { get; } = new("user.private-addresses", $"Name at most {DeclareAddresses.Most} addresses.");

    /// <summary>Somebody has it.</summary>
    public static Refusal EmailTaken(string email) => new("user.email-taken", $"There is a person with the address {email} already.");

    /// <summary>Nobody has it.</summary>
    public static Refusal UnknownUser(string email) => new("user.unknown", $"There is no person with the address {email}.");

    /// <summary>A second time changes nothing.</summary>
    public static Refusal AlreadyDisabled(string email) => new("user.disabled", $"{email} is disabled already.");

    /// <summary>Nobody acts as somebody who may not sign in.</summary>
    public static Refusal ShutOut(string email) => new("user.shut-out", $"{email} is disabled and takes no steps.");

    /// <summary>Nothing to enable.</summary>
    public static Refusal NotDisabled(string email) => new("user.not-disabled", $"{email} is not disabled.");

    /// <summary>Somebody would be left whom nobody can let in.</summary>
    public static Refusal LastAdministrator { get; } = new("user.last-administrator", "This is the last administrator who can sign in. Make somebody else an administrator first.");

    /// <summary>Four eyes for roles too.</summary>
    public static Refusal NotYourOwnRole { get; } = new("user.not-your-own-role", "Nobody changes their own role. Ask another administrator.");

    /// <summary>A change here would last until the next sign-in.</summary>
    public static Refusal RoleOfDirectory { get; } = new("user.role-of-directory", "The directory gives the roles, anew at every sign-in. Change it there.");

    /// <summary>Somebody else was faster.</summary>
    public static Refusal Stale { get; } = new("user.stale", "This account changed since you opened it. Look at it again and decide anew.");

    /// <summary>One would lock oneself out.</summary>
    public static Refusal NotYourself { get; } = new("user.not-yourself", "You cannot disable your own account.");
}
