namespace RefundDesk.Domain.People;

/// <summary>By what a person can be told to be a customer: never stored with events, and shown to nobody else.</summary>
/// <param name="Name">What people read.</param>
/// <param name="Addresses">E-mail addresses: the account's, and those the person declared as private.</param>
public sealed record PersonTraits(string Name, IReadOnlyList<string> Addresses)
{
    /// <summary>True where one of the addresses is the customer's.</summary>
    /// <param name="customerEmail">The customer's; null where unknown, and then nobody is told to be the customer.</param>
    public bool IsCustomer(string? customerEmail) => customerEmail is not null && MailIdentity.Of(customerEmail) is var customer && Addresses.Any(address => MailIdentity.Of(address) == customer);

    /// <summary>True where the name is the customer's, whatever the letters' case and the spaces between. Many people share a name: it is a reason to look twice, no proof.</summary>
    public bool HasNameOf(string customerName) => Words(Name).SequenceEqual(Words(customerName), StringComparer.InvariantCultureIgnoreCase);

    private static string[] Words(string name) => name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>When two e-mail addresses are one mailbox.</summary>
public static class MailIdentity
{
    /// <summary>An address without what does not tell mailboxes apart: letters' case, and what follows a plus before the at sign.</summary>
    public static string Of(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var lower = address.Trim().ToLowerInvariant();
        var at = lower.LastIndexOf('@');
        var plus = lower.IndexOf('+', StringComparison.Ordinal);
        return plus > 0 && plus < at ? $"{lower[..plus]}{lower[at..]}" : lower;
    }
}
