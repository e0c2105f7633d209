using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.Orders.Sources;

/// <summary>Knows which addresses may be called as shops.</summary>
public interface ISourceAddresses
{
    /// <summary>Why an address is not called, <c>source.address</c>; null where it may be. What a name resolves to is checked again when it is called.</summary>
    Refusal? WhyNot(Uri address);
}
