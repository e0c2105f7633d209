using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.Medusa;

/// <summary>Calls the Admin API of a Medusa shop, version 2. With an account it signs in and keeps the token; without one the secret is a secret API key.</summary>
internal sealed class MedusaApi(ShopCalls calls)
{
    private readonly ShopTokens _tokens = new();

    /// <summary>Reads or changes something.</summary>
    /// <param name="access">Where and with what.</param>
    /// <param name="method">GET or POST.</param>
    /// <param name="path">Below <c>/admin</c>, with its query.</param>
    /// <param name="body">What is posted; null for nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer; undefined where the shop has no such thing (404); or why there is none.</returns>
    public async Task<Outcome<JsonElement>> CallAsync(SourceAccess access, HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        if (access.Account.Length == 0)
        {
            var key = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{access.Secret}:"));
            return await SendAsync(access, method, path, body, new AuthenticationHeaderValue("Basic", key), cancellationToken);
        }

        if (_tokens.Of(access) is { } known)
        {
            var answer = await SendAsync(access, method, path, body, new AuthenticationHeaderValue("Bearer", known), cancellationToken);
            if (answer.Succeeded || answer.Refusal.Code != "source.denied")
            {
                return answer;
            }

            _tokens.Forget(access); // it ran out
        }

        var token = await SignInAsync(access, cancellationToken);
        return token.Succeeded ? await SendAsync(access, method, path, body, new AuthenticationHeaderValue("Bearer", token.Value), cancellationToken) : token.Refusal;
    }

    private async Task<Outcome<string>> SignInAsync(SourceAccess access, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, At(access, "/auth/user/emailpass")) { Content = JsonContent.Create(new { email = access.Account, password = access.Secret }) };
        var answer = await calls.JsonAsync(access, request, cancellationToken);
        if (!answer.Succeeded)
        {
            return answer.Refusal;
        }

        if (answer.Value.Root.Text("token") is not { Length: > 0 } token)
        {
            return SourceFaults.Answer(access, $"it gives no token to the user (status {(int)answer.Value.Answer.Status}). Is it a Medusa shop of version 2, and the user without a second factor?");
        }

        _tokens.Keep(access, token);
        return token;
    }

    private async Task<Outcome<JsonElement>> SendAsync(
        SourceAccess access, HttpMethod method, string path, object? body, AuthenticationHeaderValue authorisation, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, At(access, "/admin" + path)) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = authorisation;
        var answer = await calls.JsonAsync(access, request, cancellationToken);
        if (!answer.Succeeded)
        {
            return answer.Refusal;
        }

        var (root, whole) = answer.Value;
        return whole.IsSuccess && root.ValueKind == JsonValueKind.Object ? root
            : whole.Status == HttpStatusCode.NotFound && root.Text("type") == "not_found" ? default(JsonElement)
            : SourceFaults.Answer(access, $"{(int)whole.Status}, {ShopText.Line(root.Text("message"), 300, "no text")}");
    }

    private static Uri At(SourceAccess access, string path) => new(access.Address.AbsoluteUri.TrimEnd('/') + path);
}
