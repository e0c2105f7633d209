using System.Text.Json.Nodes;

namespace RefundDesk.Web.Api;

/// <summary>One example for each body, as the document shows it; tests send them.</summary>
internal static class ApiExamples
{
    private const string Order = """
        {
          "customer": { "reference": "C-20417", "name": "Kim Customer", "email": "kim@customer.example", "group": "club" },
          "country": "DE",
          "postcode": "10115",
          "currency": "EUR",
          "placedAt": "2026-11-02T09:14:00Z",
          "dispatchedAt": "2026-11-03T16:00:00Z",
          "lines": [
            { "sku": "SHIRT-M", "description": "Shirt, M", "quantity": 3, "price": { "amount": 6000, "currency": "EUR" }, "taxBasisPoints": 1900, "category": "clothing" },
            { "sku": "DELIVERY", "description": "Standard delivery", "quantity": 1, "price": { "amount": 490, "currency": "EUR" }, "taxBasisPoints": 1900, "kind": "Shipping" }
          ],
          "payments": [
            { "method": "Card", "reference": "ch_3PqX", "label": "Visa ·· 4242", "captured": { "amount": 6490, "currency": "EUR" } }
          ]
        }
        """;

    /// <summary>By the operation's name: the type of its body, and the example.</summary>
    public static IReadOnlyDictionary<string, string> Bodies { get; } = new Dictionary<string, string>
    {
        ["PutOrder"] = Order,
        ["BatchOrders"] = $$"""{ "orderNumber": "SO-100417", "order": {{Order}} }""",
        ["RequestRefund"] = """
            {
              "orderNumber": "SO-100417",
              "lines": [ { "lineNumber": 1, "quantity": 1, "reason": "WrongSize", "condition": "Unopened" } ],
              "askedAt": "2026-11-10T08:30:00Z",
              "note": "It is too small."
            }
            """,
        ["CancelRefund"] = """{ "reason": "The customer keeps it." }""",
        ["AnswerRefund"] = """{ "reason": "The blue one is broken." }""",
        ["InspectRefund"] = """{ "lines": [ { "lineNumber": 1, "units": 1, "condition": "Opened" } ] }""",
        ["ApproveRefund"] = """{ "seenVersion": 3 }""",
        ["RejectRefund"] = """{ "seenVersion": 3, "reason": "The serial number is another.", "isDisproved": true }""",
        ["SendBackRefund"] = """{ "seenVersion": 4, "reason": "Please look at the second line again." }""",
        ["ChangeRefundAmount"] = """{ "seenVersion": 3, "reason": "It is scratched.", "lines": [ { "lineNumber": 1, "keptBack": 500 } ], "isAgreed": true }""",
    };

    /// <summary>The example of an operation; null where it has no body.</summary>
    public static JsonNode? Of(string? operation) => operation is not null && Bodies.TryGetValue(operation, out var body) ? JsonNode.Parse(body) : null;
}
