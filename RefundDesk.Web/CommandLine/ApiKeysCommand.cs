using System.CommandLine;
using RefundDesk.Domain.People;
using RefundDesk.Web.Features.ApiKeys;

namespace RefundDesk.Web.CommandLine;

/// <summary><c>api-keys create|list|revoke</c>: keys of the retailers' systems.</summary>
internal static class ApiKeysCommand
{
    public static Command Build() => new("api-keys", "Keys of the retailers' systems.") { BuildCreate(), BuildList(), BuildRevoke() };

    private static Command BuildCreate()
    {
        var client = new Option<string>("--client") { Description = "The retailer's key.", Required = true };
        var name = new Option<string>("--name") { Description = "Which system uses it.", Required = true };
        var scopes = new Option<string[]>("--scopes") { Description = "What it may do: orders, requests, refunds, reports. All of it where nothing is said.", AllowMultipleArgumentsPerToken = true };
        scopes.AcceptOnlyFromAmong("orders", "requests", "refunds", "reports");
        var days = new Option<int?>("--days") { Description = "Days after which it opens nothing any more; never where nothing is said." };
        var create = new Command("create", "Make a key; it is printed once.") { client, name, scopes, days };
        create.SetAction((parsed, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            var may = parsed.GetValue(scopes) is { Length: > 0 } some
                ? some.Select(scope => Enum.Parse<ApiScopes>(scope, ignoreCase: true)).Aggregate((all, scope) => all | scope)
                : ApiScopes.Orders | ApiScopes.Requests | ApiScopes.Refunds | ApiScopes.Reports;
            var issued = await services.GetRequiredService<CreateApiKey>().HandleAsync(parsed.GetRequiredValue(client), parsed.GetRequiredValue(name), may, parsed.GetValue(days), cancellationToken);
            if (!issued.Succeeded)
            {
                return await Verb.RefuseAsync(console, issued.Refusal);
            }

            await console.Out.WriteLineAsync(issued.Value.Secret);
            await console.Error.WriteLineAsync("Keep it safe: only a hash of it is stored, and it is not shown again.");
            return Verb.Done;
        }));
        return create;
    }

    private static Command BuildList()
    {
        var list = new Command("list", "The keys there are; never their secrets.");
        list.SetAction((_, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            foreach (var key in await services.GetRequiredService<ApiKeysQuery>().ReadAsync(cancellationToken))
            {
                var state = key.RevokedAt is { } revoked ? $"revoked {revoked:yyyy-MM-dd}" : key.ExpiresAt is { } ends ? $"until {ends:yyyy-MM-dd}" : "in force";
                await console.Out.WriteLineAsync($"{key.Lookup}  {key.ClientKey}  {key.Name}  {key.Scopes}  {state}  last used {(key.LastUsedAt is { } used ? $"{used:yyyy-MM-dd HH:mm} UTC" : "never")}");
            }

            return Verb.Done;
        }));
        return list;
    }

    private static Command BuildRevoke()
    {
        var key = new Argument<string>("KEY") { Description = "The twelve characters after rdk_, as listed." };
        var revoke = new Command("revoke", "End a key for good.") { key };
        revoke.SetAction((parsed, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            var revoked = await services.GetRequiredService<RevokeApiKey>().HandleAsync(parsed.GetRequiredValue(key), cancellationToken);
            if (!revoked.Succeeded)
            {
                return await Verb.RefuseAsync(console, revoked.Refusal);
            }

            await console.Out.WriteLineAsync("Revoked.");
            return Verb.Done;
        }));
        return revoke;
    }
}
