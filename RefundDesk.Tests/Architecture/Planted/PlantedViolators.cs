#pragma warning disable IDE0130 // The namespaces stand for rooms of the domain.

namespace RefundDesk.Tests.Architecture.Planted.Common
{
    internal static class PlantedOutcome
    {
        public static string Breaks() => new Orders.PlantedOrder().Number;
    }
}

namespace RefundDesk.Tests.Architecture.Planted.Finance
{
    /// <summary>Breaks the rule inside a method body only, where a look at fields and signatures would not find it.</summary>
    internal static class PlantedMoney
    {
        public static int Breaks()
        {
            object order = new Orders.PlantedOrder();
            return order.GetHashCode();
        }
    }
}

namespace RefundDesk.Tests.Architecture.Planted.Orders
{
    internal sealed class PlantedOrder
    {
        public string Number => Refunds.PlantedRefund.Number;
    }
}

namespace RefundDesk.Tests.Architecture.Planted.Refunds
{
    internal static class PlantedRefund
    {
        public static string Number { get; } = "RD";
    }
}
