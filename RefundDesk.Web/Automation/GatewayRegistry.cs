using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using RefundDesk.Domain.Refunds.Paying;

namespace RefundDesk.Web.Automation;

/// <summary>The gateways of this node, by the key tenders name them by.</summary>
public sealed class GatewayRegistry(IEnumerable<IPaymentGateway> gateways)
{
    private readonly FrozenDictionary<string, IPaymentGateway> _byKey = gateways.ToFrozenDictionary(gateway => gateway.Key, StringComparer.Ordinal);

    /// <summary>Finds the gateway of a key.</summary>
    public bool TryFind(string key, [NotNullWhen(true)] out IPaymentGateway? gateway) => _byKey.TryGetValue(key, out gateway);
}
