using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Tests.Kit;

namespace RefundDesk.Tests.Infrastructure.OrderSources;

/// <summary>The shop of the tests holds what every connector holds.</summary>
public sealed class FakeShopTests : OrderSourceContract
{
    protected override Task<ShopUnderTest> OpenAsync() => Task.FromResult<ShopUnderTest>(new Shop());

    protected override Uri Nowhere() => new("https://nowhere.example");

    protected override Task<(Uri Address, IAsyncDisposable Server)> RubbishAsync() => Task.FromResult((new Uri("https://rubbish.example"), (IAsyncDisposable)new Shop()));

    private sealed class Shop : ShopUnderTest
    {
        private readonly FakeShop _shop = new();

        public override IOrderSource Source => _shop;

        public override SourceAccess Access => _shop.Access;

        public override Task<string> SellAsync() => Task.FromResult(_shop.Sell());

        public override Task ChangeAsync(string number)
        {
            _shop.Change(number, draft => draft with { DeliveredAt = draft.DeliveredAt?.AddDays(1) });
            return Task.CompletedTask;
        }

        public override Task<int> RecordsOfAsync(string number) => Task.FromResult(_shop.RecordsOf(number));

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
