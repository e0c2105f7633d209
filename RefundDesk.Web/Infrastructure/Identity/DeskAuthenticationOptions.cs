using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Infrastructure.Identity;

/// <summary>Who says that people are who they say.</summary>
public enum IdentityProvider
{
    /// <summary>The desk's own accounts: password, authenticator app, passkeys.</summary>
    Local,

    /// <summary>Microsoft Entra ID; its app roles give the role.</summary>
    EntraId,
}

/// <summary>Section <c>Authentication</c>.</summary>
public sealed class DeskAuthenticationOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Authentication";

    /// <summary>Local (default) or EntraId.</summary>
    public IdentityProvider Provider { get; set; } = IdentityProvider.Local;

    /// <summary>
    /// The folder of the keys that sign cookies and links; every node needs the same one. Default: beside the database file
    /// (<c>refunddesk.keys</c>), or RefundDesk/keys in the account's application data for a database server.
    /// </summary>
    public string? KeysFolder { get; set; }

    /// <summary>Hours without a sign of life after which a person signs in again; 1 to 24, default 8.</summary>
    [Range(1, 24)]
    public int IdleHours { get; set; } = 8;

    /// <summary>Hours after which a person signs in again in any case; 1 to 72, default 12.</summary>
    [Range(1, 72)]
    public int SessionHours { get; set; } = 12;

    /// <summary>Seconds until a disabled person, another role or a changed password is noticed in open sessions; 5 to 60, default 30.</summary>
    [Range(5, 60)]
    public int RevalidationSeconds { get; set; } = 30;

    /// <summary>Wrong passwords or codes until an account is locked for a while; 3 to 20, default 5.</summary>
    [Range(3, 20)]
    public int WrongTriesUntilLocked { get; set; } = 5;

    /// <summary>Minutes an account stays locked; 1 to 1440, default 15.</summary>
    [Range(1, 1440)]
    public int LockedMinutes { get; set; } = 15;

    /// <summary>Settings of Microsoft Entra ID alone.</summary>
    public EntraIdOptions EntraId { get; set; } = new();
}

/// <summary>Section <c>Authentication:EntraId</c>, read where the provider is EntraId. The secret comes from the environment.</summary>
public sealed class EntraIdOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = DeskAuthenticationOptions.Section + ":EntraId";

    /// <summary>The cloud; default <c>https://login.microsoftonline.com/</c>.</summary>
    public string Instance { get; set; } = "https://login.microsoftonline.com/";

    /// <summary>The directory: an id or a domain.</summary>
    public string? TenantId { get; set; }

    /// <summary>The application's id in the directory.</summary>
    public string? ClientId { get; set; }

    /// <summary>The application's secret.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Where the directory sends people back to; default <c>/signin-oidc</c>.</summary>
    public string CallbackPath { get; set; } = "/signin-oidc";

    /// <summary>Another OpenID Connect issuer instead of instance and tenant; empty in production with Entra ID.</summary>
    public string? Authority { get; set; }

    /// <summary>The claim that names a client viewer's client by its key; default <c>extension_client</c>.</summary>
    public string ClientClaim { get; set; } = "extension_client";
}
