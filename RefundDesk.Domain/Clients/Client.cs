using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;

namespace RefundDesk.Domain.Clients;

/// <summary>The key of a client (a retailer the desk works for).</summary>
public readonly record struct ClientId(Guid Value)
{
    /// <summary>A new key, ordered by time.</summary>
    public static ClientId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>A retailer whose refunds the desk runs.</summary>
public sealed class Client
{
    private Client()
    {
        Key = Name = TimeZoneId = Gateway = SenderAddress = null!;
        Currency = null!;
    }

    /// <summary>The key of the row.</summary>
    public ClientId Id { get; private init; }

    /// <summary>Short and stable, in addresses and files: 2 to 40 of a-z, 0-9 and inner hyphens.</summary>
    public string Key { get; private init; }

    /// <summary>What people call the retailer, at most 120 characters.</summary>
    public string Name { get; private set; }

    /// <summary>The currency of limits and reports; orders may be in others.</summary>
    public Currency Currency { get; private init; }

    /// <summary>The IANA zone in which return windows and report days are counted, for example <c>Europe/Berlin</c>.</summary>
    public string TimeZoneId { get; private init; }

    /// <summary>The gateway that pays tenders which name none: a key of the configured gateways.</summary>
    public string Gateway { get; private set; }

    /// <summary>The address customers' mail comes from.</summary>
    public string SenderAddress { get; private set; }

    /// <summary>When the client was added, UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Counts changes; a stale write is refused.</summary>
    public long Version { get; private set; }

    /// <summary>The zone as the system knows it.</summary>
    public TimeZoneInfo TimeZone => TimeZoneInfo.FindSystemTimeZoneById(TimeZoneId);

    /// <summary>Adds a client.</summary>
    /// <returns>The client, or <c>client.key</c>, <c>client.name</c>, <c>client.currency</c>, <c>client.time-zone</c> refused with what would be valid.</returns>
    public static Outcome<Client> Add(string key, string name, string currency, string timeZoneId, DateTimeOffset now)
    {
        if (!IsKey(key))
        {
            return new Refusal("client.key", $"The key '{key}' must be 2 to 40 characters of a-z, 0-9 and inner hyphens, for example 'northwind-home'.");
        }

        if (string.IsNullOrWhiteSpace(name) || name.Length > 120 || name.Any(char.IsControl))
        {
            return new Refusal("client.name", "The name must be 1 to 120 characters without control characters.");
        }

        if (!Currency.TryOf(currency, out var known))
        {
            return new Refusal("client.currency", $"'{currency}' is not a currency code of ISO 4217, for example EUR.");
        }

        if (string.IsNullOrWhiteSpace(timeZoneId) || !TimeZoneInfo.TryFindSystemTimeZoneById(timeZoneId, out var zone) || !zone.HasIanaId)
        {
            return new Refusal("client.time-zone", $"'{timeZoneId}' is not a time zone of the IANA list, for example Europe/Berlin.");
        }

        return new Client
        {
            Id = ClientId.New(now),
            Key = key,
            Name = name.Trim(),
            Currency = known,
            TimeZoneId = timeZoneId,
            Gateway = "sandbox",
            SenderAddress = $"refunds@{key}.example",
            CreatedAt = now,
            Version = 1,
        };
    }

    private static bool IsKey(string? key) =>
        key is { Length: >= 2 and <= 40 } && key[0] != '-' && key[^1] != '-' && key.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
