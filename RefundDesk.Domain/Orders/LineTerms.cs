namespace RefundDesk.Domain.Orders;

/// <summary>What a line was sold under beside its price. A return may break it; the client's policy says what follows.</summary>
public sealed record LineTerms
{
    /// <summary>Delivery only: what the standard one would have cost, minor units of the order's currency; null where that is not known.</summary>
    public long? StandardDeliveryMinor { get; init; }

    /// <summary>Lines with the same key were sold as one set; at most 60 characters.</summary>
    public string? SetKey { get; init; }

    /// <summary>The line is a gift that was free with the line of this number.</summary>
    public int? FreeWithLine { get; init; }

    /// <summary>The promotion the line was bought in.</summary>
    public Promotion? Promotion { get; init; }

    /// <summary>True where nothing is said.</summary>
    internal bool IsEmpty => this == new LineTerms();
}

/// <summary>Buy so many, pay so many: of each full group the cheapest units are free.</summary>
/// <param name="Key">Lines of one order with the same key are counted together; at most 60 characters.</param>
/// <param name="Buy">Units of a group, 2 to 1,000.</param>
/// <param name="Pay">Units of it that are paid, at least one and fewer than <paramref name="Buy"/>.</param>
public sealed record Promotion(string Key, int Buy, int Pay)
{
    /// <summary>What units cost under the promotion, minor units, from list prices.</summary>
    /// <param name="units">List price of a whole line, its whole quantity, and the units of it that count.</param>
    public long Due(IEnumerable<(long ListMinor, int Quantity, int Units)> units)
    {
        var dearestFirst = units.Where(line => line.Units > 0).OrderByDescending(line => (Int128)line.ListMinor * 1_000_000_000 / line.Quantity).ToArray();
        var inGroups = dearestFirst.Sum(line => (long)line.Units) / Buy * Buy;
        var (place, due) = (0L, 0L);
        foreach (var (list, quantity, count) in dearestFirst)
        {
            var paid = count - (FreeBefore(Math.Min(place + count, inGroups)) - FreeBefore(Math.Min(place, inGroups)));
            due += Finance.Rounding.HalfAwayFromZero((Int128)list * paid, quantity);
            place += count;
        }

        return due;
    }

    /// <summary>Free units among the first ones, dearest first.</summary>
    private long FreeBefore(long place) => (place / Buy * (Buy - Pay)) + Math.Max(0, (place % Buy) - Pay);
}
