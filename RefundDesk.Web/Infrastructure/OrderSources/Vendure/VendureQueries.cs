namespace RefundDesk.Web.Infrastructure.OrderSources.Vendure;

/// <summary>What is asked of a Vendure shop over its Admin API.</summary>
internal static class VendureQueries
{
    public const string Login = "mutation($user: String!, $password: String!) { login(username: $user, password: $password) { __typename } }";

    /// <summary>The least that shows that orders and the settings may be read.</summary>
    public const string Try = "{ orders(options: { take: 1 }) { totalItems } globalSettings { serverConfig { moneyStrategyPrecision } } }";

    public const string Orders = """
        query($options: OrderListOptions!) {
          globalSettings { serverConfig { moneyStrategyPrecision } }
          orders(options: $options) {
            items {
              id code type state currencyCode updatedAt orderPlacedAt totalWithTax
              customer { id firstName lastName emailAddress groups { name } }
              shippingAddress { fullName countryCode postalCode }
              billingAddress { fullName countryCode postalCode }
              lines {
                id quantity taxRate linePriceWithTax proratedLinePriceWithTax
                productVariant { name sku facetValues { name facet { code } } }
              }
              surcharges { description sku priceWithTax taxRate }
              shippingLines { price priceWithTax discountedPriceWithTax shippingMethod { code name } }
              taxSummary { taxRate }
              payments { id method state amount transactionId refunds { total state reason } }
              fulfillments { state updatedAt }
              history(options: { take: 200, filter: { type: { eq: "ORDER_FULFILLMENT_TRANSITION" } } }) { items { createdAt data } }
            }
          }
        }
        """;

    /// <summary>The notes of an order that hold a text.</summary>
    public const string Notes = """
        query($id: ID!, $take: Int!, $skip: Int!) {
          order(id: $id) {
            id
            history(options: { take: $take, skip: $skip, sort: { id: ASC }, filter: { type: { eq: "ORDER_NOTE" } } }) { totalItems items { id data } }
          }
        }
        """;

    public const string AddNote = "mutation($input: AddNoteToOrderInput!) { addNoteToOrder(input: $input) { id } }";

    public const string DeleteNote = "mutation($id: ID!) { deleteOrderNote(id: $id) { result } }";
}
