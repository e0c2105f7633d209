using System.Text.Json.Serialization;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Domain.Policies;

/// <summary>What stays with the customer, where a rule asks about it: sets, gifts and promotions, and how much of an order that was delivered free of charge.</summary>
/// <param name="Lines">The lines that were sold together with others; empty where none was.</param>
public sealed record PurchaseFacts(IReadOnlyList<PurchaseLine> Lines)
{
    /// <summary>What all goods were charged, minor units; null where delivery was charged or everything goes back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? GoodsMinor { get; init; }

    /// <summary>What the goods were charged that no request speaks for, minor units.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? GoodsKeptMinor { get; init; }

    /// <summary>What other requests settled; null where nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SettledTerm>? Settled { get; init; }

    internal PurchaseLine? Line(int number) => Lines.FirstOrDefault(line => line.LineNumber == number);

    internal SettledTerm SettledOf(string key) => Settled?.FirstOrDefault(term => term.Key == key) ?? new SettledTerm(key, 0, 0);
}

/// <summary>A line that was sold together with others.</summary>
/// <param name="LineNumber">The order's line.</param>
/// <param name="Description">What the customer calls it.</param>
/// <param name="Quantity">Units bought.</param>
/// <param name="KeptQuantity">Units that no request speaks for.</param>
/// <param name="ListMinor">Price of all units before discounts, minor units.</param>
/// <param name="ChargedMinor">What all units were charged, minor units.</param>
/// <param name="KeptMinor">What those were charged that no request speaks for, minor units.</param>
public sealed record PurchaseLine(int LineNumber, string Description, int Quantity, int KeptQuantity, long ListMinor, long ChargedMinor, long KeptMinor)
{
    /// <summary>Under what it was sold; null where others were sold under it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LineTerms? Terms { get; init; }
}
