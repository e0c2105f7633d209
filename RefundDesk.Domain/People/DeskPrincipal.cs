using RefundDesk.Domain.Clients;

namespace RefundDesk.Domain.People;

/// <summary>The person or system on whose behalf a use case runs.</summary>
/// <param name="Actor">Who, as stored with events.</param>
/// <param name="Role">The one role; null for systems (API keys, the command line), whose permissions are given with them.</param>
/// <param name="ClientId">The only client whose rows may be seen; null where all may be seen.</param>
/// <param name="Permissions">What may be done, from <see cref="Permission"/>.</param>
public sealed record DeskPrincipal(Actor Actor, Role? Role, ClientId? ClientId, IReadOnlySet<Permission> Permissions)
{
    /// <summary>Nobody: may do nothing and see no client's rows.</summary>
    public static DeskPrincipal Nobody { get; } = new(Actor.System("Nobody"), null, new ClientId(Guid.Empty), new HashSet<Permission>());

    /// <summary>A signed-in person with the permissions of the role.</summary>
    public static DeskPrincipal Person(UserId id, string name, Role role, ClientId? client) =>
        new(Actor.Person(id, name), role, client, RolePermissions.Of(role));

    /// <summary>A retailer's customer on the customers' own pages: may ask for refunds of that retailer; which order it is about is said by <see cref="DeskClaims.Order"/>.</summary>
    /// <param name="name">The customer's name, as the order has it.</param>
    /// <param name="client">The retailer.</param>
    public static DeskPrincipal Customer(string name, ClientId client) => new(Actor.Customer(name), null, client, new HashSet<Permission> { Permission.RequestRefunds });

    /// <summary>The operator at the command line of the machine: may do what an administrator may, and run imports and reports.</summary>
    public static DeskPrincipal Operator { get; } = new(Actor.System("Command line"), null, null, Enum.GetValues<Permission>().ToHashSet());

    /// <summary>True when this may be done.</summary>
    public bool May(Permission permission) => Permissions.Contains(permission);
}

/// <summary>Answers on whose behalf the current use case runs. One implementation a door: circuit, request, command line.</summary>
public interface ICurrentUser
{
    /// <summary>The principal; <see cref="DeskPrincipal.Nobody"/> where nobody is signed in.</summary>
    ValueTask<DeskPrincipal> GetAsync(CancellationToken cancellationToken);
}
