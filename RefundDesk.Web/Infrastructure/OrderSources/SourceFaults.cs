using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;

namespace RefundDesk.Web.Infrastructure.OrderSources;

/// <summary>What calls to shops are refused with. Codes are stable, texts say what to do and hold no secret.</summary>
internal static class SourceFaults
{
    /// <summary>It does not answer; tried again later.</summary>
    public static Refusal Unreachable(SourceAccess access, string why) => new("source.unreachable", $"{access.Address.Host} does not answer: {why}");

    /// <summary>It answers and does not let us in.</summary>
    public static Refusal Denied(SourceAccess access, string why) => new("source.denied", $"{access.Address.Host} does not let us in: {why}");

    /// <summary>It answers what nobody can read.</summary>
    public static Refusal Answer(SourceAccess access, string why) => new("source.answer", $"{access.Address.Host} answers otherwise than expected: {why}");

    /// <summary>It does not know an order any more.</summary>
    public static Refusal OrderGone(SourceAccess access, string orderNumber) => new("source.order-gone", $"{access.Address.Host} has no order {orderNumber} any more.");
}
