using RefundDesk.Domain.Orders;

namespace RefundDesk.Web.Infrastructure.OrderSources.Mapping;

/// <summary>Who bought, as a shop says it.</summary>
/// <param name="Key">The shop's key of the customer; null for a guest.</param>
/// <param name="Name">At most 120 characters; null where unknown.</param>
/// <param name="Email">An address a message can go to; null where there is none.</param>
/// <param name="Country">Where it went; null where nothing was sent.</param>
/// <param name="Postcode">At most 16 characters.</param>
internal sealed record ShopBuyer(string? Key, string? Name, string? Email, string? Country, string? Postcode)
{
    private const string NoCountry = "unknown";

    /// <summary>A draft of an order with nothing but the buyer and the times; lines and payments are filled in by <see cref="ShopOrder.Fill"/>.</summary>
    /// <param name="orderKey">The shop's key of the order: a guest without an address is known by it.</param>
    /// <param name="number">The order's number.</param>
    /// <param name="times">Placed, dispatched, delivered.</param>
    public OrderDraft Draft(string orderKey, string number, (DateTimeOffset Placed, DateTimeOffset? Dispatched, DateTimeOffset? Delivered) times)
    {
        var reference = Key ?? (Email is { Length: <= 60 } address ? address.ToLowerInvariant() : $"guest {orderKey[Math.Max(0, orderKey.Length - 50)..]}");
        return new OrderDraft(
            number, reference, Name ?? ShopText.Line(Email, 120) ?? "Guest", Email, Country ?? NoCountry, "", times.Placed, times.Dispatched, times.Delivered, 0, [], [])
        {
            Postcode = Postcode,
        };
    }
}
