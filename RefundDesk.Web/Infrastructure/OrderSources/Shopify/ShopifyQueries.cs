namespace RefundDesk.Web.Infrastructure.OrderSources.Shopify;

/// <summary>What Shopify is asked. Amounts are those the customer saw and paid, in the presentment currency, throughout.</summary>
internal static class ShopifyQueries
{
    /// <summary>A line of an order: most of a query's cost.</summary>
    private const string Line = """
        fragment Line on LineItem {
          id sku name quantity isGiftCard
          originalTotalSet { ...Paid }
          discountAllocations { allocatedAmountSet { ...Paid } }
          taxLines { ratePercentage priceSet { ...Paid } }
          duties { price { ...Paid } taxLines { ratePercentage priceSet { ...Paid } } }
        }
        fragment Paid on MoneyBag { presentmentMoney { amount currencyCode } }
        """;

    /// <summary>Lets us see whether the token may read what is needed.</summary>
    public const string Try = "query { orders(first: 1) { nodes { id refunds(first: 1) { id } customer { id } } } currentAppInstallation { accessScopes { handle } } }";

    /// <summary>Orders by their last change.</summary>
    public const string Changed = """
        query Changed($first: Int!, $after: String, $query: String!, $lines: Int!) {
          orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
            pageInfo { hasNextPage endCursor }
            nodes {
              id name updatedAt processedAt createdAt email tags
              presentmentCurrencyCode taxesIncluded dutiesIncluded displayFulfillmentStatus
              totalPriceSet { ...Paid }
              totalTipReceivedSet { ...Paid }
              customer { id displayName tags }
              shippingAddress { name zip countryCodeV2 }
              billingAddress { name zip countryCodeV2 }
              shippingLines(first: 5) {
                pageInfo { hasNextPage }
                nodes { id title discountedPriceSet { ...Paid } discountAllocations { allocatedAmountSet { ...Paid } } taxLines { ratePercentage priceSet { ...Paid } } }
              }
              additionalFees { name price { ...Paid } taxLines { ratePercentage priceSet { ...Paid } } }
              fulfillments(first: 20) { status createdAt deliveredAt }
              refunds(first: 5) { id note }
              transactions(first: 20) {
                id kind status gateway paymentId authorizationCode receiptJson
                amountSet { ...Paid }
                parentTransaction { id }
                paymentDetails { ... on CardPaymentDetails { company number } }
              }
              lineItems(first: $lines) { pageInfo { hasNextPage endCursor } nodes { ...Line } }
            }
          }
        }
        """ + Line;

    /// <summary>Further lines of a long order.</summary>
    public const string MoreLines = """
        query MoreLines($id: ID!, $lines: Int!, $after: String) {
          order(id: $id) { lineItems(first: $lines, after: $after) { pageInfo { hasNextPage endCursor } nodes { ...Line } } }
        }
        """ + Line;

    /// <summary>The refunds of an order, and how its shipping is taxed.</summary>
    public const string Refunds = """
        query Refunds($id: ID!) {
          order(id: $id) {
            presentmentCurrencyCode taxesIncluded
            refunds(first: 250) { id note }
            shippingLines(first: 5) { nodes { discountedPriceSet { ...Paid } taxLines { priceSet { ...Paid } } } }
          }
        }
        fragment Paid on MoneyBag { presentmentMoney { amount currencyCode } }
        """;

    /// <summary>What a refund gave back, by line.</summary>
    public const string Refund = """
        query Refund($id: ID!) {
          refund(id: $id) {
            refundLineItems(first: 80) { pageInfo { hasNextPage } nodes { quantity lineItem { id } subtotalSet { ...Paid } totalTaxSet { ...Paid } } }
            refundShippingLines(first: 5) { pageInfo { hasNextPage } nodes { shippingLine { id } subtotalAmountSet { ...Paid } taxAmountSet { ...Paid } } }
          }
        }
        fragment Paid on MoneyBag { presentmentMoney { amount currencyCode } }
        """;

    /// <summary>Makes a refund record; the same key again gives the first one.</summary>
    public const string Record = """
        mutation Record($input: RefundInput!, $key: String!) {
          refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { field message } }
        }
        """;
}
