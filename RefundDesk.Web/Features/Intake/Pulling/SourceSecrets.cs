using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>Seals what shops let the desk in with, each for its own shop: a sealed secret that was copied to another row does not open.</summary>
public sealed class SourceSecrets(IDataProtectionProvider protection)
{
    private const string Purpose = "RefundDesk.OrderSources";

    /// <summary>As it is stored.</summary>
    internal string Seal(Guid source, string secret) => SealOf(source).Protect(secret);

    /// <summary>The way into a shop; or <c>source.secret</c> where the nodes' keys do not open it any more.</summary>
    internal Outcome<SourceAccess> Open(OrderSourceRow source)
    {
        try
        {
            return new SourceAccess(new Uri(source.Address), source.Account, SealOf(source.Id).Unprotect(source.SealedSecret), source.Gateway, source.Since);
        }
        catch (CryptographicException)
        {
            return new Refusal("source.secret", "The secret cannot be opened with this node's keys (Authentication:KeysFolder). Share the folder, or set the secret anew.");
        }
    }

    private IDataProtector SealOf(Guid source) => protection.CreateProtector(Purpose, source.ToString("N"));
}
