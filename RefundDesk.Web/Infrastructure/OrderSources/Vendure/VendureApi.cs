using System.Text.Json;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.Vendure;

/// <summary>Asks the Admin API of a Vendure shop. With an account it signs in and keeps the token; without one the secret is an API key.</summary>
internal sealed class VendureApi(ShopCalls calls)
{
    private const string TokenHeader = "vendure-auth-token";
    private const string KeyHeader = "vendure-api-key";

    private readonly ShopTokens _tokens = new();

    /// <summary>Sends a query or a mutation.</summary>
    /// <returns><c>data</c> of the answer; or why there is none.</returns>
    public async Task<Outcome<JsonElement>> AskAsync(SourceAccess access, string query, object variables, CancellationToken cancellationToken)
    {
        if (access.Account.Length == 0)
        {
            return (await SendAsync(access, query, variables, request => request.Headers.TryAddWithoutValidation(KeyHeader, access.Secret), cancellationToken)).Data;
        }

        if (_tokens.Of(access) is { } known)
        {
            var answer = await AskAsync(access, query, variables, known, cancellationToken);
            if (answer.Succeeded || answer.Refusal.Code != "source.denied")
            {
                return answer;
            }

            _tokens.Forget(access); // it ran out
        }

        var token = await SignInAsync(access, cancellationToken);
        return token.Succeeded ? await AskAsync(access, query, variables, token.Value, cancellationToken) : token.Refusal;
    }

    private async Task<Outcome<JsonElement>> AskAsync(SourceAccess access, string query, object variables, string token, CancellationToken cancellationToken) =>
        (await SendAsync(access, query, variables, request => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}"), cancellationToken)).Data;

    private async Task<Outcome<string>> SignInAsync(SourceAccess access, CancellationToken cancellationToken)
    {
        var (data, answer) = await SendAsync(access, VendureQueries.Login, new { user = access.Account, password = access.Secret }, _ => { }, cancellationToken);
        if (!data.Succeeded)
        {
            return data.Refusal;
        }

        var kind = data.Value.At("login").Text("__typename");
        if (kind != "CurrentUser")
        {
            return SourceFaults.Denied(access, "the administrator's address or password is not known there.");
        }

        if (answer is null || !answer.Headers.TryGetValues(TokenHeader, out var tokens) || tokens.FirstOrDefault() is not { Length: > 0 } token)
        {
            return SourceFaults.Answer(access, "it gives no token: 'bearer' must be in authOptions.tokenMethod of the shop, or use an API key and no account.");
        }

        _tokens.Keep(access, token);
        return token;
    }

    private async Task<(Outcome<JsonElement> Data, ShopAnswer? Answer)> SendAsync(
        SourceAccess access, string query, object variables, Action<HttpRequestMessage> authorise, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(access.Address.AbsoluteUri.TrimEnd('/') + "/admin-api")) { Content = JsonContent.Create(new { query, variables }) };
        authorise(request);
        var answer = await calls.JsonAsync(access, request, cancellationToken);
        if (!answer.Succeeded)
        {
            return (answer.Refusal, null);
        }

        var (root, whole) = answer.Value;
        foreach (var error in root.ValueKind == JsonValueKind.Object ? root.Each("errors") : [])
        {
            var text = ShopText.Line(error.Text("message"), 300, "no text");
            return (error.At("extensions").Text("code") switch
            {
                "FORBIDDEN" or "UNAUTHENTICATED" => SourceFaults.Denied(access, "the account lacks a permission there, or is not known: it needs ReadOrder and UpdateOrder."),
                "INTERNAL_SERVER_ERROR" => SourceFaults.Unreachable(access, $"it has a fault of its own: {text}"),
                _ => SourceFaults.Answer(access, text),
            }, whole);
        }

        return root.At("data") is { ValueKind: JsonValueKind.Object } data
            ? (data, whole)
            : (SourceFaults.Answer(access, $"no data (status {(int)whole.Status}). Is it a Vendure shop of version 3?"), whole);
    }
}
