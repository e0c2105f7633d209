using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Features.Intake;

/// <summary>What a request is refused for before an order is looked at. Codes are stable.</summary>
internal static class IntakeRefusals
{
    public static Refusal UnknownClient(string key) => new("request.unknown-client", $"There is no client '{key}' in reach.");

    public static Refusal UnknownOrder(string orderNumber) => new("request.unknown-order", $"There is no order '{orderNumber}' of this client.");

    public static Refusal KeyReused(string key) => new("request.key-reused", $"The key '{key}' was used for another request before.");

    public static Refusal SearchText(int least) => new("request.search-text", $"Type at least {least} characters.");
}
