using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Portal;

/// <summary>Links by which a customer looks after a refund without being let in again. They cannot be guessed, made or changed: they are sealed with the desk's own key.</summary>
internal sealed class TrackingLinks(IDataProtectionProvider protection)
{
    private readonly IDataProtector _seal = protection.CreateProtector("RefundDesk.Portal.Track");

    /// <summary>The link of a refund, from the root.</summary>
    public string To(string clientKey, ClientId client, RefundNumber number) => $"/r/{clientKey}/track/{_seal.Protect($"{client.Value:N} {number}")}";

    /// <summary>What a link leads to; null where it is none of ours.</summary>
    public (ClientId Client, RefundNumber Number)? Read(string token)
    {
        try
        {
            var parts = _seal.Unprotect(token).Split(' ');
            return parts.Length == 2 && Guid.TryParse(parts[0], out var client) && RefundNumber.TryParse(parts[1], out var number) ? (new ClientId(client), number) : null;
        }
        catch (CryptographicException)
        {
            // Made up, cut short or sealed with a key that is gone: it leads nowhere.
            return null;
        }
    }
}
