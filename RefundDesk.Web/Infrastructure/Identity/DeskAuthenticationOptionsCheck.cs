using Microsoft.Extensions.Options;

namespace RefundDesk.Web.Infrastructure.Identity;

/// <summary>Stops the start with the key, the fault and an example where signing in is not configured well.</summary>
internal sealed class DeskAuthenticationOptionsCheck(IConfiguration configuration) : IValidateOptions<DeskAuthenticationOptions>
{
    public ValidateOptionsResult Validate(string? name, DeskAuthenticationOptions options)
    {
        var faults = new List<string>();
        var provider = configuration[$"{DeskAuthenticationOptions.Section}:{nameof(DeskAuthenticationOptions.Provider)}"];
        if (!string.IsNullOrEmpty(provider) && (!Enum.TryParse<IdentityProvider>(provider, ignoreCase: true, out var known) || !Enum.IsDefined(known)))
        {
            faults.Add($"Authentication:Provider is '{provider}': write Local or EntraId.");
        }

        if (options.IdleHours > options.SessionHours)
        {
            faults.Add($"Authentication:IdleHours is {options.IdleHours}, more than Authentication:SessionHours ({options.SessionHours}): write for example 8 and 12.");
        }

        if (options.Provider == IdentityProvider.EntraId)
        {
            AddEntraFaults(faults, options.EntraId);
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void AddEntraFaults(List<string> faults, EntraIdOptions entra)
    {
        if (string.IsNullOrWhiteSpace(entra.ClientId))
        {
            faults.Add("Authentication:EntraId:ClientId is missing: write the application's id, for example '0d6d5ad2-4f1e-4a2b-9a55-9f3a3c0f1a11'.");
        }

        if (string.IsNullOrWhiteSpace(entra.ClientSecret))
        {
            faults.Add("Authentication:EntraId:ClientSecret is missing: set the environment variable Authentication__EntraId__ClientSecret to the application's secret.");
        }

        if (string.IsNullOrWhiteSpace(entra.Authority) && string.IsNullOrWhiteSpace(entra.TenantId))
        {
            faults.Add("Authentication:EntraId:TenantId is missing: write the directory's id or domain, for example 'contoso.onmicrosoft.com'.");
        }

        var (key, address) = string.IsNullOrWhiteSpace(entra.Authority) ? ("Instance", entra.Instance) : ("Authority", entra.Authority);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && !uri.IsLoopback))
        {
            faults.Add($"Authentication:EntraId:{key} is '{address}': write an https address, for example 'https://login.microsoftonline.com/'.");
        }

        if (!entra.CallbackPath.StartsWith('/'))
        {
            faults.Add($"Authentication:EntraId:CallbackPath is '{entra.CallbackPath}': write a path, for example '/signin-oidc'.");
        }
    }
}
