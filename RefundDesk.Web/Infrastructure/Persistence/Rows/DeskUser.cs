using Microsoft.AspNetCore.Identity;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.Infrastructure.Persistence.Rows;

/// <summary>A person who can sign in.</summary>
public sealed class DeskUser : IdentityUser<Guid>
{
    /// <summary>What people read in the history, at most 120 characters.</summary>
    public required string DisplayName { get; set; }

    /// <summary>The one role.</summary>
    public required Role Role { get; set; }

    /// <summary>The only client a client viewer sees; null for the desk's own people.</summary>
    public ClientId? ClientId { get; set; }

    /// <summary>A person who may no longer sign in; the history keeps the name.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>E-mail addresses the person declared as private, lower-case, with spaces between; null is none. Shown to nobody else.</summary>
    public string? PrivateAddresses { get; set; }

    /// <summary>When the person was added, UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}
