using System.Security.Cryptography;
using System.Text;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.People;

/// <summary>What a system of the retailer may do with its key.</summary>
[Flags]
public enum ApiScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Hand orders over.</summary>
    Orders = 1,

    /// <summary>Put refund requests in, withdraw them, say what came back and what the customer answered.</summary>
    Requests = 2,

    /// <summary>Read refunds.</summary>
    Refunds = 4,

    /// <summary>Read reports.</summary>
    Reports = 8,
}

/// <summary>A key as it is shown once, and never again.</summary>
/// <param name="Key">What is stored of it.</param>
/// <param name="Secret">The whole key, <c>rdk_…</c>.</param>
public sealed record IssuedApiKey(ApiKey Key, string Secret);

/// <summary>
/// The key of a system of one retailer. Only a hash of it is stored: it has 256 random bits, so a fast hash is enough (unlike for passwords) and a
/// stolen database opens nothing.
/// </summary>
public sealed class ApiKey
{
    /// <summary>What every key begins with, so that scanners for leaked secrets find it.</summary>
    public const string Prefix = "rdk_";

    /// <summary>How many a client may have that are not revoked.</summary>
    public const int MostOfAClient = 20;

    private const int LookupLength = 12;
    private const int SecretBytes = 32;

    private ApiKey()
    {
        Name = Lookup = Hash = CreatedByName = null!;
    }

    /// <summary>The key of the row.</summary>
    public Guid Id { get; private init; }

    /// <summary>The retailer.</summary>
    public ClientId ClientId { get; private init; }

    /// <summary>What people call the system, 1 to 60 characters.</summary>
    public string Name { get; private init; }

    /// <summary>The part it is found by; shown in lists.</summary>
    public string Lookup { get; private init; }

    /// <summary>SHA-256 of the whole key, hexadecimal.</summary>
    public string Hash { get; private init; }

    /// <summary>What it may do.</summary>
    public ApiScopes Scopes { get; private init; }

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Who made it.</summary>
    public string CreatedByName { get; private init; }

    /// <summary>From when it opens nothing any more, UTC; null never.</summary>
    public DateTimeOffset? ExpiresAt { get; private init; }

    /// <summary>When it was revoked, UTC.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>When it was last used, UTC, to a minute; null never.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Makes a key.</summary>
    /// <param name="client">The retailer.</param>
    /// <param name="name">What people call the system.</param>
    /// <param name="scopes">What it may do; at least one thing.</param>
    /// <param name="expiresAt">From when it opens nothing any more, UTC; null never.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="at">Now, UTC.</param>
    /// <returns>The key and its secret; or <c>api-key.name</c>, <c>api-key.scopes</c>, <c>api-key.expires</c>.</returns>
    public static Outcome<IssuedApiKey> Issue(ClientId client, string name, ApiScopes scopes, DateTimeOffset? expiresAt, Actor by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > 60 || name.Any(char.IsControl))
        {
            return ApiKeyRefusals.Name;
        }

        if (scopes == ApiScopes.None || (scopes & ~(ApiScopes.Orders | ApiScopes.Requests | ApiScopes.Refunds | ApiScopes.Reports)) != 0)
        {
            return ApiKeyRefusals.Scopes;
        }

        if (expiresAt <= at)
        {
            return ApiKeyRefusals.Expires;
        }

        var lookup = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", LookupLength);
        var secret = $"{Prefix}{lookup}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}";
        return new IssuedApiKey(
            new ApiKey { Id = Guid.CreateVersion7(at), ClientId = client, Name = name.Trim(), Lookup = lookup, Hash = HashOf(secret), Scopes = scopes, CreatedAt = at, CreatedByName = by.Name, ExpiresAt = expiresAt },
            secret);
    }

    /// <summary>The part a presented key is found by; null where it is not shaped like a key.</summary>
    public static string? LookupOf(string? presented) =>
        presented is { Length: var length } && length == Prefix.Length + LookupLength + 1 + (2 * SecretBytes) && presented.StartsWith(Prefix, StringComparison.Ordinal)
            ? presented.Substring(Prefix.Length, LookupLength)
            : null;

    /// <summary>True where a presented key is this one and opens something at an instant. Takes as long for a wrong one as for the right one.</summary>
    public bool Opens(string presented, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(presented);
        var isSame = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(presented)), Encoding.ASCII.GetBytes(Hash));
        return isSame && RevokedAt is null && !(ExpiresAt <= at);
    }

    /// <summary>Ends it for good.</summary>
    /// <returns>Ok, or <c>api-key.revoked</c>.</returns>
    public Outcome Revoke(DateTimeOffset at)
    {
        if (RevokedAt is not null)
        {
            return ApiKeyRefusals.Revoked;
        }

        RevokedAt = at;
        return Outcome.Ok;
    }

    /// <summary>On whose behalf use cases run for a key.</summary>
    /// <param name="name">What people call the system.</param>
    /// <param name="client">The retailer.</param>
    /// <param name="scopes">What it may do.</param>
    public static DeskPrincipal PrincipalOf(string name, ClientId client, ApiScopes scopes)
    {
        var may = new HashSet<Permission>();
        foreach (var scope in Enum.GetValues<ApiScopes>().Where(scope => scope != ApiScopes.None && scopes.HasFlag(scope)))
        {
            may.UnionWith(scope switch
            {
                ApiScopes.Orders => [Permission.PushOrders],
                ApiScopes.Requests => [Permission.RequestRefunds, Permission.RecordFacts],
                ApiScopes.Refunds => [Permission.ViewCases],
                _ => (Permission[])[Permission.ViewReports],
            });
        }

        return new DeskPrincipal(Actor.System(name), null, client, may);
    }

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>Everything a key is refused for. Codes are stable.</summary>
public static class ApiKeyRefusals
{
    /// <summary>The name is missing or too long.</summary>
    public static Refusal Name { get; } = new("api-key.name", "The name must be 1 to 60 characters without control characters: which system uses the key.");

    /// <summary>The key could do nothing.</summary>
    public static Refusal Scopes { get; } = new("api-key.scopes", "Name at least one of orders, requests, refunds, reports.");

    /// <summary>It would have ended already.</summary>
    public static Refusal Expires { get; } = new("api-key.expires", "The end must lie ahead.");

    /// <summary>It was revoked before.</summary>
    public static Refusal Revoked { get; } = new("api-key.revoked", "This key was revoked already.");

    /// <summary>There is no such key in reach.</summary>
    public static Refusal NotFound { get; } = new("api-key.not-found", "There is no such key.");

    /// <summary>There is no such client in reach.</summary>
    public static Refusal UnknownClient(string key) => new("api-key.client", $"There is no client '{key}'.");

    /// <summary>Too many keys.</summary>
    public static Refusal TooMany { get; } = new("api-key.too-many", $"A client has at most {ApiKey.MostOfAClient} keys: revoke one that is not used any more.");
}
