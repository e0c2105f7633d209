namespace RefundDesk.Web.Features.Access;

/// <summary>What of a person is written down when it changes.</summary>
internal static class AuditFields
{
    /// <summary>Added, enabled, disabled.</summary>
    public const string Access = "Access";

    /// <summary>The role.</summary>
    public const string Role = "Role";

    /// <summary>The client of a client viewer, by its key.</summary>
    public const string Client = "Client";

    /// <summary>How many private addresses the person declared; the addresses themselves are written down nowhere else.</summary>
    public const string PrivateAddresses = "Private addresses";

    /// <summary>A link to set the password was given.</summary>
    public const string Link = "Password link";
}
