using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RefundDesk.Web;
using RefundDesk.Web.Infrastructure.Identity;

namespace RefundDesk.Tests.Infrastructure.Identity;

public sealed class DeskAuthenticationOptionsTests
{
    [Fact]
    public void The_shipped_settings_are_valid()
    {
        Assert.Empty(Faults());
    }

    [Theory]
    [InlineData("Authentication:Provider", "Okta")]
    [InlineData("Authentication:IdleHours", "13")]
    [InlineData("Authentication:SessionHours", "0")]
    [InlineData("Authentication:RevalidationSeconds", "120")]
    public void A_wrong_value_is_named_by_its_key(string key, string value)
    {
        Assert.Contains(Faults((key, value)), fault => fault.Contains(key.Split(':')[1], StringComparison.Ordinal));
    }

    [Fact]
    public void Entra_ID_wants_to_know_directory_application_and_secret()
    {
        var faults = Faults(("Authentication:Provider", "EntraId"));

        Assert.Equal(["ClientId", "ClientSecret", "TenantId"], faults.Select(fault => fault.Split(':')[2].Split(' ')[0]));
    }

    [Fact]
    public void An_issuer_without_https_is_refused()
    {
        var faults = Faults(
            ("Authentication:Provider", "EntraId"), ("Authentication:EntraId:ClientId", "id"), ("Authentication:EntraId:ClientSecret", "secret"),
            ("Authentication:EntraId:Authority", "http://login.example/"));

        Assert.StartsWith("Authentication:EntraId:Authority is 'http://login.example/'", Assert.Single(faults), StringComparison.Ordinal);
    }

    private static string[] Faults(params (string Key, string Value)[] settings)
    {
        var builder = DeskHost.CreateBuilder([.. settings.Select(setting => $"--{setting.Key}={setting.Value}")]);
        using var services = builder.Services.BuildServiceProvider();
        try
        {
            _ = services.GetRequiredService<IOptions<DeskAuthenticationOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException fault)
        {
            return [.. fault.Failures];
        }
        catch (InvalidOperationException fault)
        {
            return [fault.Message];
        }
    }
}
