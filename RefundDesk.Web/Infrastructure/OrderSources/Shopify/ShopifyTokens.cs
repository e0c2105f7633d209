using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.Shopify;

/// <summary>
/// Tokens for shops. An app's own token is the secret itself; an app of the developer dashboard has a client id and secret, and a token is
/// had for them that lasts a day. Those are kept in memory alone.
/// </summary>
internal sealed class ShopifyTokens(ShopCalls calls, TimeProvider time)
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<(Uri Address, string Account, string Secret), (string Token, DateTimeOffset Until)> _tokens = new();

    /// <summary>The token of a shop.</summary>
    public async Task<Outcome<string>> OfAsync(SourceAccess access, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(access.Account))
        {
            return access.Secret;
        }

        if (_tokens.TryGetValue(Key(access), out var kept) && kept.Until > time.GetUtcNow())
        {
            return kept.Token;
        }

        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(access.Address, "/admin/oauth/access_token"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = access.Account, ["client_secret"] = access.Secret }),
        };
        request.Headers.Accept.ParseAdd("application/json");
        var got = await calls.JsonAsync(access, request, cancellationToken);
        if (!got.Succeeded)
        {
            return got.Refusal;
        }

        var node = new ShopNode(got.Value.Root, "", new ShopFaults());
        if (!got.Value.Answer.IsSuccess || node["access_token"].TextOrNull() is not { Length: > 0 } token)
        {
            return SourceFaults.Denied(access, string.Create(CultureInfo.InvariantCulture, $"it gives no token for this client id and secret (status {(int)got.Value.Answer.Status}). Is the app installed in this shop, and of the same organisation?"));
        }

        var seconds = node["expires_in"].Exists ? Math.Max(0, node["expires_in"].Whole()) : 0;
        _tokens[Key(access)] = (token, time.GetUtcNow().AddSeconds(seconds) - Early);
        return token;
    }

    /// <summary>Forgets a token that is not taken any more.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Forget(SourceAccess access) => _tokens.TryRemove(Key(access), out _);

    private static (Uri Address, string Account, string Secret) Key(SourceAccess access) => (access.Address, access.Account, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(access.Secret))));
}
