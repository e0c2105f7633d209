using RefundDesk.Domain.Clients;

namespace RefundDesk.Domain.Refunds.Telling;

/// <summary>Addresses in messages by which a customer looks after a refund without being let in.</summary>
public interface ICustomerLinks
{
    /// <summary>The page of a refund, from the root: <c>/r/northwind/track/…</c>. Whoever has the address may see it.</summary>
    string PathTo(string clientKey, ClientId client, RefundNumber number);
}
