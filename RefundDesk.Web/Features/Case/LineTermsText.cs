using System.Globalization;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Case;

/// <summary>Under what a line was sold, in a few words.</summary>
internal static class LineTermsText
{
    /// <summary>Its kind where it is no article, and its terms; empty for most lines.</summary>
    public static IReadOnlyList<string> Of(OrderLine line, Order order)
    {
        var words = new List<string>();
        if (line.Kind is not (OrderLineKind.Goods or OrderLineKind.Shipping or OrderLineKind.Extra) && !line.Description.Contains(DomainText.Of(line.Kind), StringComparison.OrdinalIgnoreCase))
        {
            words.Add(DomainText.Of(line.Kind).ToLowerInvariant());
        }

        if (line.Terms is { } terms)
        {
            words.AddRange(Of(terms, line, order));
        }

        return words;
    }

    private static IEnumerable<string> Of(LineTerms terms, OrderLine line, Order order)
    {
        if (terms.SetKey is { } set)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"part of a set of {order.Lines.Count(other => other.Terms?.SetKey == set)}");
        }

        if (terms.FreeWithLine is { } with)
        {
            yield return $"free with {order.Line(with).Description}";
        }

        if (terms.Promotion is { } promotion)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{promotion.Buy} for {promotion.Pay}");
        }

        if (terms.StandardDeliveryMinor is { } standard && standard < line.ChargedMinor)
        {
            yield return $"standard would be {DeskText.Of(Money.Of(standard, order.Currency))}";
        }
    }
}
