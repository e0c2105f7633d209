using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using RefundDesk.Domain.Orders.Sources;

namespace RefundDesk.Web.Infrastructure.OrderSources;

/// <summary>Tokens that shops gave for a password, so that not every call signs in anew. In memory only; keyed by a hash of the password.</summary>
internal sealed class ShopTokens
{
    private const int Most = 1_000;

    private readonly ConcurrentDictionary<(Uri Address, string Account, string Secret), string> _tokens = new();

    /// <summary>The token of a way in; null where there is none yet.</summary>
    public string? Of(SourceAccess access) => _tokens.GetValueOrDefault(KeyOf(access));

    /// <summary>Keeps a token.</summary>
    public void Keep(SourceAccess access, string token)
    {
        if (_tokens.Count >= Most)
        {
            _tokens.Clear();
        }

        _tokens[KeyOf(access)] = token;
    }

    /// <summary>Drops a token the shop does not take any more.</summary>
    public void Forget(SourceAccess access) => _tokens.TryRemove(KeyOf(access), out _);

    private static (Uri Address, string Account, string Secret) KeyOf(SourceAccess access) =>
        (access.Address, access.Account, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(access.Secret))));
}
