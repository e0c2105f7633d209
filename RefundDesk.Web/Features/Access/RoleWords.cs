using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.Features.Access;

/// <summary>The words for roles at the command line and in forms.</summary>
internal static class RoleWords
{
    /// <summary>The role of a word, where a client is named just when the role wants one.</summary>
    /// <returns>The role; or <c>user.role-unknown</c>, <c>user.client-missing</c>, <c>user.client-not-wanted</c>.</returns>
    public static Outcome<Role> Read(string word, string? clientKey)
    {
        Role? role = word.Trim().ToUpperInvariant() switch
        {
            "AGENT" => Role.Agent,
            "SUPERVISOR" => Role.Supervisor,
            "CLIENT" => Role.ClientViewer,
            "ADMIN" => Role.Administrator,
            _ => null,
        };
        return (role, string.IsNullOrWhiteSpace(clientKey)) switch
        {
            (null, _) => AccessRefusals.UnknownRole(word),
            (Role.ClientViewer, true) => AccessRefusals.ClientMissing,
            (not Role.ClientViewer, false) => AccessRefusals.ClientNotWanted,
            _ => role.Value,
        };
    }

    /// <summary>The word of a role.</summary>
    public static string Of(Role role) => role switch
    {
        Role.Agent => "agent",
        Role.Supervisor => "supervisor",
        Role.ClientViewer => "client",
        _ => "admin",
    };
}
