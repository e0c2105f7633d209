using RefundDesk.Tests.Kit;
using RefundDesk.Tests.Kit.Shops;

namespace RefundDesk.Tests.Infrastructure.OrderSources;

/// <summary>What every connector holds, held by that for WooCommerce.</summary>
public sealed class WooCommerceContractTests : OrderSourceContract
{
    protected override async Task<ShopUnderTest> OpenAsync() => await FakeWooCommerce.StartAsync();
}

/// <summary>What every connector holds, held by that for Shopify.</summary>
public sealed class ShopifyContractTests : OrderSourceContract
{
    protected override string UnknownKey => "gid://shopify/Order/999999999";

    protected override async Task<ShopUnderTest> OpenAsync() => await FakeShopify.StartAsync();
}
