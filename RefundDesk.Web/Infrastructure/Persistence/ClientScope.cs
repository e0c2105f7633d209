using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Whose rows a context may read and write: every client's, one client's, or nobody's.</summary>
/// <param name="AllClients">Every client's; for people of the desk, automation and administration.</param>
/// <param name="ClientId">The one client where not all; the empty key matches no row.</param>
public readonly record struct ClientScope(bool AllClients, ClientId ClientId)
{
    /// <summary>No row at all; what a context has until someone says more.</summary>
    public static ClientScope Nobody => default;

    /// <summary>Every client's rows. Named here so that its uses can be found: automation, imports, administration.</summary>
    public static ClientScope Everything => new(true, default);

    /// <summary>One client's rows.</summary>
    public static ClientScope Only(ClientId client) => new(false, client);

    /// <summary>What a principal may see: a client's staff their own client, the desk's people all, nobody nothing.</summary>
    public static ClientScope Of(DeskPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.ClientId is { } client ? Only(client) : Everything;
    }
}
