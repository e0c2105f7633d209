using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.Customers;

/// <summary>The key of what is kept about a customer.</summary>
public readonly record struct CustomerId(Guid Value)
{
    /// <summary>A new key, ordered by time.</summary>
    public static CustomerId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>
/// What the desk was told about one of a client's customers. Most customers have none of these: a row is there once something was noted,
/// merged or asked. The client's own reference tells customers apart.
/// </summary>
public sealed partial class Customer
{
    private Customer() => Reference = Person = null!;

    /// <summary>The key of the row.</summary>
    public CustomerId Id { get; private init; }

    /// <summary>The retailer.</summary>
    public ClientId ClientId { get; private init; }

    /// <summary>The retailer's key of the customer; a pseudonym once erased.</summary>
    public string Reference { get; private set; }

    /// <summary>The reference under which one person is counted: the own one, or the one it was merged into.</summary>
    public string Person { get; private set; }

    /// <summary>What was noted.</summary>
    public CustomerStanding Standing { get; private set; }

    /// <summary>When it was first written down, UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Counts changes; a stale write is refused.</summary>
    public long Version { get; private set; }

    /// <summary>The reference it was merged into; null where it stands for itself.</summary>
    public string? MergedInto => Person == Reference ? null : Person;

    /// <summary>A customer of whom nothing is noted yet.</summary>
    public static Customer Of(ClientId client, string reference, DateTimeOffset now) => new()
    {
        Id = CustomerId.New(now),
        ClientId = client,
        Reference = reference,
        Person = reference,
        CreatedAt = now,
        Version = 1,
    };

    /// <summary>Notes what is so from now on.</summary>
    /// <returns>Done; or <c>customer.erased</c>.</returns>
    public Outcome Note(CustomerStanding standing)
    {
        if (Erasure == ErasureState.Done)
        {
            return CustomerRefusals.Erased;
        }

        Version += Standing == standing ? 0 : 1;
        Standing = standing;
        return Outcome.Ok;
    }

    /// <summary>The same person as another reference: counted together from now on. What was merged into this one goes along.</summary>
    /// <param name="into">The reference that stays.</param>
    /// <param name="mergedHere">Everyone who was merged into this one.</param>
    /// <returns>Done; or <c>customer.itself</c>, <c>customer.erasure-runs</c>, <c>customer.erased</c>.</returns>
    public Outcome MergeInto(Customer into, IEnumerable<Customer> mergedHere)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(mergedHere);
        if (into.Person == Person)
        {
            return CustomerRefusals.SamePerson;
        }

        if (Erasure is not null || into.Erasure is not null)
        {
            return Erasure == ErasureState.Done || into.Erasure == ErasureState.Done ? CustomerRefusals.Erased : CustomerRefusals.ErasureAsked;
        }

        foreach (var customer in mergedHere.Append(this))
        {
            customer.Person = into.Person;
            customer.Version++;
        }

        return Outcome.Ok;
    }

    /// <summary>The merge was a mistake: counted alone again.</summary>
    /// <returns>Done; or <c>customer.not-merged</c>, <c>customer.erasure-runs</c>, <c>customer.erased</c>.</returns>
    public Outcome Separate()
    {
        if (MergedInto is null)
        {
            return CustomerRefusals.NotMerged;
        }

        if (Erasure is not null)
        {
            return Erasure == ErasureState.Done ? CustomerRefusals.Erased : CustomerRefusals.ErasureAsked;
        }

        Person = Reference;
        Version++;
        return Outcome.Ok;
    }
}
