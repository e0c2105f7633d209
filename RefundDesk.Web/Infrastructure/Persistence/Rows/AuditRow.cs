using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.Infrastructure.Persistence.Rows;

/// <summary>What an administrator changed something about.</summary>
public enum AuditSubject
{
    /// <summary>A person who can sign in.</summary>
    Person,

    /// <summary>A retailer.</summary>
    Client,

    /// <summary>A retailer's customer.</summary>
    Customer,
}

/// <summary>
/// One thing that was changed about a person or a client: who, when, from what to what. Append-only, stored in the save of the change itself.
/// Names stand here as they were, since the subject's own row changes.
/// </summary>
public sealed class AuditRow
{
    /// <summary>Grows with every change.</summary>
    public long Id { get; private init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Person, or system for the command line and the directory.</summary>
    public required ActorKind ActorKind { get; init; }

    /// <summary>The person's key.</summary>
    public UserId? ActorId { get; init; }

    /// <summary>What people read.</summary>
    public required string ActorName { get; init; }

    /// <summary>Person or client.</summary>
    public required AuditSubject Subject { get; init; }

    /// <summary>The key of the person or client.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>The person's address, the client's key, the customer's reference; its pseudonym once erased.</summary>
    public required string SubjectName { get; init; }

    /// <summary>What of it: <c>Role</c>, <c>Access</c>, <c>Name</c>; at most 40 characters.</summary>
    public required string Field { get; init; }

    /// <summary>What it was; null where there was nothing. No secrets, at most 400 characters.</summary>
    public string? Before { get; init; }

    /// <summary>What it is; null where there is nothing any more.</summary>
    public string? After { get; init; }

    /// <summary>A change of a person.</summary>
    public static AuditRow Of(DeskUser person, Actor by, DateTimeOffset at, string field, string? before, string? after)
    {
        ArgumentNullException.ThrowIfNull(person);
        return Of(AuditSubject.Person, person.Id, person.Email ?? person.DisplayName, by, at, (field, before, after));
    }

    /// <summary>A change of a client.</summary>
    public static AuditRow Of(Client client, Actor by, DateTimeOffset at, string field, string? before, string? after)
    {
        ArgumentNullException.ThrowIfNull(client);
        return Of(AuditSubject.Client, client.Id.Value, client.Key, by, at, (field, before, after));
    }

    /// <summary>A change of what is known of a customer.</summary>
    public static AuditRow Of(Customer customer, Actor by, DateTimeOffset at, string field, string? before, string? after)
    {
        ArgumentNullException.ThrowIfNull(customer);
        return Of(AuditSubject.Customer, customer.Id.Value, customer.Reference, by, at, (field, before, after));
    }

    private static AuditRow Of(AuditSubject subject, Guid id, string name, Actor by, DateTimeOffset at, (string Field, string? Before, string? After) change) => new()
    {
        At = at,
        ActorKind = by.Kind,
        ActorId = by.Id,
        ActorName = by.Name,
        Subject = subject,
        SubjectId = id,
        SubjectName = name,
        Field = change.Field,
        Before = change.Before,
        After = change.After,
    };
}
