namespace RefundDesk.Domain.People;

/// <summary>The key of a person who can sign in.</summary>
public readonly record struct UserId(Guid Value)
{
    /// <summary>A new key, ordered by time.</summary>
    public static UserId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>Which kind of actor did something.</summary>
public enum ActorKind
{
    /// <summary>The desk's own automation.</summary>
    Automation,

    /// <summary>A signed-in person of the desk.</summary>
    Person,

    /// <summary>The retailer's customer, over the portal or by answering.</summary>
    Customer,

    /// <summary>A system of the retailer, over the API or a file.</summary>
    System,
}

/// <summary>Who did something; stored with every event.</summary>
/// <param name="Kind">Person, automation, customer or system.</param>
/// <param name="Id">The person's key; null for everything that cannot sign in.</param>
/// <param name="Name">What people read in the history, at most 120 characters.</param>
public sealed record Actor(ActorKind Kind, UserId? Id, string Name)
{
    /// <summary>The desk's own automation.</summary>
    public static Actor Automation { get; } = new(ActorKind.Automation, null, "Automation");

    /// <summary>By what the person can be told to be a customer; null where it is not known. Not stored.</summary>
    public PersonTraits? Self { get; init; }

    /// <summary>A signed-in person.</summary>
    public static Actor Person(UserId id, string name) => new(ActorKind.Person, id, name);

    /// <summary>The retailer's customer.</summary>
    public static Actor Customer(string name) => new(ActorKind.Customer, null, name);

    /// <summary>A system of the retailer or an import.</summary>
    public static Actor System(string name) => new(ActorKind.System, null, name);
}
