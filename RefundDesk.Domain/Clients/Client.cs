using System.Net.Mail;
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

/// <summary>What may change about a client after it was added.</summary>
/// <param name="Name">What people call the retailer, 1 to 120 characters.</param>
/// <param name="SenderAddress">The address customers' mail comes from, at most 254 characters.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="TimeZoneId">IANA.</param>
public sealed record ClientDetails(string Name, string SenderAddress, string Currency, string TimeZoneId)
{
    /// <summary>When it works, as <see cref="Clients.BusinessHours"/> is written; null is at all times.</summary>
    public string? BusinessHours { get; init; }

    /// <summary>Dates on which it is closed all the same, as they are written; null is none.</summary>
    public string? ClosedDays { get; init; }

    /// <summary>Whether the customers' pages have the withdrawal function of Article 11a of Directive 2011/83/EU.</summary>
    public bool OffersWithdrawal { get; init; } = true;

    /// <summary>The colour of the customers' pages, as <see cref="Clients.BrandColour"/> is written; null is the desk's own.</summary>
    public string? BrandColour { get; init; }

    /// <summary>Whom customers reach when they need a person: an address or a telephone number, at most 120 characters; null where nobody is named.</summary>
    public string? SupportContact { get; init; }
}

/// <summary>A retailer whose refunds the desk runs.</summary>
public sealed partial class Client
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
    public Currency Currency { get; private set; }

    /// <summary>The IANA zone in which return windows and report days are counted, for example <c>Europe/Berlin</c>.</summary>
    public string TimeZoneId { get; private set; }

    /// <summary>The gateway that pays tenders which name none: a key of the configured gateways.</summary>
    public string Gateway { get; private set; }

    /// <summary>The address customers' mail comes from.</summary>
    public string SenderAddress { get; private set; }

    /// <summary>When it works, as <see cref="Clients.BusinessHours"/> is written, at most 300 characters; null is at all times.</summary>
    public string? BusinessHours { get; private set; }

    /// <summary>Dates on which it is closed all the same, with spaces between; null is none.</summary>
    public string? ClosedDays { get; private set; }

    /// <summary>
    /// Whether the customers' pages have the withdrawal function of Article 11a of Directive 2011/83/EU. A retailer that sells at a distance to
    /// consumers of the Union must have one.
    /// </summary>
    public bool OffersWithdrawal { get; private set; }

    /// <summary>The colour of the customers' pages, <c>#rrggbb</c>; null is the desk's own.</summary>
    public string? BrandColour { get; private set; }

    /// <summary>Whom customers reach when they need a person, at most 120 characters; null where nobody is named.</summary>
    public string? SupportContact { get; private set; }

    /// <summary>When the client was added, UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Counts changes; a stale write is refused.</summary>
    public long Version { get; private set; }

    /// <summary>The zone as the system knows it.</summary>
    public TimeZoneInfo TimeZone => TimeZoneInfo.FindSystemTimeZoneById(TimeZoneId);

    /// <summary>The hours in which the desk's promise to it runs.</summary>
    public BusinessCalendar Calendar => BusinessHours is null && ClosedDays is null
        ? new BusinessCalendar(null, TimeZone)
        : new BusinessCalendar(Clients.BusinessHours.Read(BusinessHours, ClosedDays).Value, TimeZone);

    /// <summary>Adds a client.</summary>
    /// <returns>The client, or <c>client.key</c>, <c>client.name</c>, <c>client.currency</c>, <c>client.time-zone</c> refused with what would be valid.</returns>
    public static Outcome<Client> Add(string key, string name, string currency, string timeZoneId, DateTimeOffset now)
    {
        if (!IsKey(key))
        {
            return new Refusal("client.key", $"The key '{key}' must be 2 to 40 characters of a-z, 0-9 and inner hyphens, for example 'northwind-home'.");
        }

        if (FaultOf(name, currency, timeZoneId) is { } fault)
        {
            return fault;
        }

        return new Client
        {
            Id = ClientId.New(now),
            Key = key,
            Name = name.Trim(),
            Currency = Currency.Of(currency),
            TimeZoneId = timeZoneId,
            Gateway = "sandbox",
            SenderAddress = $"refunds@{key}.example",
            OffersWithdrawal = true,
            CreatedAt = now,
            Version = 1,
        };
    }

    /// <summary>What may change about a client, as it is.</summary>
    public ClientDetails Describe() => new(Name, SenderAddress, Currency.Code, TimeZoneId) { BusinessHours = BusinessHours, ClosedDays = ClosedDays, OffersWithdrawal = OffersWithdrawal, BrandColour = BrandColour, SupportContact = SupportContact };

    /// <summary>Changes what may change; counts <see cref="Version"/> up where anything did.</summary>
    /// <remarks>
    /// The key stays: addresses, files and mails hold it. The gateway stays: a file read once more must find its payments as they were.
    /// The currency may change only while the client has no order, and only to one with as many decimals, since the limits of the policies are
    /// kept in its minor units. The time zone may change at any time and holds from then on: return windows that are reckoned later, the days
    /// of every report that is drawn later, also of a past period, and the times in files that are read later. Nothing decided before is
    /// reckoned again. Business hours too hold from then on: for requests that come in later, and for the pauses that end later.
    /// </remarks>
    /// <param name="wanted">As it shall be.</param>
    /// <param name="hasOrders">Whether anything was ever sold.</param>
    /// <returns>Done; or <c>client.name</c>, <c>client.sender-address</c>, <c>client.currency</c>, <c>client.time-zone</c>, <c>client.currency-in-use</c>, <c>client.currency-decimals</c>, <c>client.business-hours</c>, <c>client.closed-days</c>, <c>client.brand-colour</c>, <c>client.support-contact</c>.</returns>
    public Outcome Change(ClientDetails wanted, bool hasOrders)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (FaultOf(wanted.Name, wanted.Currency, wanted.TimeZoneId) is { } fault)
        {
            return fault;
        }

        if (!IsAddress(wanted.SenderAddress))
        {
            return new Refusal("client.sender-address", $"'{wanted.SenderAddress}' is not an e-mail address, for example refunds@{Key}.example.");
        }

        var currency = Currency.Of(wanted.Currency);
        if (currency != Currency && hasOrders)
        {
            return new Refusal("client.currency-in-use", $"The currency stays {Currency}: the client has orders, and its limits and reports are in it.");
        }

        if (currency.Exponent != Currency.Exponent)
        {
            return new Refusal("client.currency-decimals", $"{Currency} has {Currency.Exponent} decimals and {currency} has {currency.Exponent}: the policy's limits would mean something else. Add another client.");
        }

        var hours = Clients.BusinessHours.Read(wanted.BusinessHours, wanted.ClosedDays);
        if (!hours.Succeeded)
        {
            return hours.Refusal;
        }

        var brand = string.IsNullOrWhiteSpace(wanted.BrandColour) ? null : (Outcome<BrandColour>?)Clients.BrandColour.Read(wanted.BrandColour);
        if (brand is { Succeeded: false } colour)
        {
            return colour.Refusal!;
        }

        var contact = string.IsNullOrWhiteSpace(wanted.SupportContact) ? null : wanted.SupportContact.Trim();
        if (contact is { Length: > 120 } || contact?.Any(char.IsControl) == true)
        {
            return new Refusal("client.support-contact", "The contact for customers must be at most 120 characters without control characters.");
        }

        var before = Describe();
        (Name, SenderAddress, Currency, TimeZoneId) = (wanted.Name.Trim(), wanted.SenderAddress, currency, wanted.TimeZoneId);
        (BusinessHours, ClosedDays, OffersWithdrawal) = (hours.Value.Text, hours.Value.ClosedText, wanted.OffersWithdrawal);
        (BrandColour, SupportContact) = (brand?.Value.Text, contact);
        Version += Describe() == before ? 0 : 1;
        return Outcome.Ok;
    }

    private static Refusal? FaultOf(string name, string currency, string timeZoneId)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 120 || name.Any(char.IsControl))
        {
            return new Refusal("client.name", "The name must be 1 to 120 characters without control characters.");
        }

        if (!Currency.TryOf(currency, out _))
        {
            return new Refusal("client.currency", $"'{currency}' is not a currency code of ISO 4217, for example EUR.");
        }

        return string.IsNullOrWhiteSpace(timeZoneId) || !TimeZoneInfo.TryFindSystemTimeZoneById(timeZoneId, out var zone) || !zone.HasIanaId
            ? new Refusal("client.time-zone", $"'{timeZoneId}' is not a time zone of the IANA list, for example Europe/Berlin.")
            : null;
    }

    private static bool IsAddress(string? text) =>
        text is { Length: <= 254 } && !text.Any(char.IsControl) && MailAddress.TryCreate(text, out var address) && address.Address == text;

    private static bool IsKey(string? key) =>
        key is { Length: >= 2 and <= 40 } && key[0] != '-' && key[^1] != '-' && key.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
