using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Telling;

namespace RefundDesk.Web.Portal;

/// <summary>
/// Links by which a customer looks after a refund, or a declaration, without being let in again. They cannot be guessed, made or changed: they are
/// sealed with the desk's own key.
/// </summary>
internal sealed class TrackingLinks(IDataProtectionProvider protection) : ICustomerLinks
{
    private readonly IDataProtector _refunds = protection.CreateProtector("RefundDesk.Portal.Track");
    private readonly IDataProtector _withdrawals = protection.CreateProtector("RefundDesk.Portal.Withdrawal");

    /// <inheritdoc />
    public string PathTo(string clientKey, ClientId client, RefundNumber number) => $"/r/{clientKey}/track/{Seal(_refunds, client, number)}";

    /// <summary>The link of a declaration's receipt, from the root.</summary>
    public string ToWithdrawal(string clientKey, ClientId client, RefundNumber number) => $"/r/{clientKey}/withdrawn/{Seal(_withdrawals, client, number)}";

    /// <summary>Which refund a link leads to; null where it is none of ours.</summary>
    public (ClientId Client, RefundNumber Number)? Read(string token) => Open(_refunds, token);

    /// <summary>Which declaration a link leads to; null where it is none of ours.</summary>
    public (ClientId Client, RefundNumber Number)? ReadWithdrawal(string token) => Open(_withdrawals, token);

    private static string Seal(IDataProtector seal, ClientId client, RefundNumber number) => seal.Protect($"{client.Value:N} {number}");

    private static (ClientId Client, RefundNumber Number)? Open(IDataProtector seal, string token)
    {
        try
        {
            var parts = seal.Unprotect(token).Split(' ');
            return parts.Length == 2 && Guid.TryParse(parts[0], out var client) && RefundNumber.TryParse(parts[1], out var number) ? (new ClientId(client), number) : null;
        }
        catch (CryptographicException)
        {
            // Made up, cut short or sealed with a key that is gone: it leads nowhere.
            return null;
        }
    }
}
