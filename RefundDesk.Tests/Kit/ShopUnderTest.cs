using RefundDesk.Domain.Orders.Sources;

namespace RefundDesk.Tests.Kit;

/// <summary>A running shop with its connector, as <see cref="Infrastructure.OrderSources.OrderSourceContract"/> needs it: a real server, or a stand-in that keeps orders.</summary>
public abstract class ShopUnderTest : IAsyncDisposable
{
    /// <summary>The connector.</summary>
    public abstract IOrderSource Source { get; }

    /// <summary>The way in, with the right secret and a beginning before every order.</summary>
    public abstract SourceAccess Access { get; }

    /// <summary>Has a customer buy two units of something and pay for them.</summary>
    /// <returns>The order's number, as <see cref="SourceOrder.Number"/> has it.</returns>
    public abstract Task<string> SellAsync();

    /// <summary>Changes an order at the shop in some way that a shop counts as a change, for example that it was sent.</summary>
    public abstract Task ChangeAsync(string number);

    /// <summary>How many refunds the shop has on record for an order.</summary>
    public abstract Task<int> RecordsOfAsync(string number);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
