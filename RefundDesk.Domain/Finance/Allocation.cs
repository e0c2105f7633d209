namespace RefundDesk.Domain.Finance;

/// <summary>Splits whole numbers so that the parts always add up to the whole.</summary>
public static class Allocation
{
    /// <summary>
    /// Splits a total over weights by the largest remainder (Hamilton's method): every part is first rounded towards zero,
    /// then the units left over go to the largest remainders, ties to the earlier place. 100 over 333, 333, 333 is 34, 33, 33.
    /// </summary>
    /// <param name="total">What is split, in minor units; its sign is kept by every part.</param>
    /// <param name="weights">One weight a part, none negative. Where all are zero the parts are equal weights.</param>
    /// <returns>As many parts as weights; each within one unit of its exact share; their sum is the total.</returns>
    /// <exception cref="ArgumentException">No weights, or a negative one.</exception>
    public static IReadOnlyList<long> Split(long total, IReadOnlyList<long> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count == 0 || weights.Any(weight => weight < 0))
        {
            throw new ArgumentException("Weights must be there and must not be negative.", nameof(weights));
        }

        Int128 weightSum = 0;
        foreach (var weight in weights)
        {
            weightSum += weight;
        }

        var equal = weightSum == 0;
        if (equal)
        {
            weightSum = weights.Count;
        }

        var parts = new long[weights.Count];
        var remainders = new Int128[weights.Count];
        Int128 left = total;
        for (var i = 0; i < parts.Length; i++)
        {
            var (quotient, remainder) = Int128.DivRem((Int128)total * (equal ? 1 : weights[i]), weightSum);
            parts[i] = (long)quotient;
            remainders[i] = Int128.Abs(remainder);
            left -= quotient;
        }

        var unit = Math.Sign(total);
        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => remainders[i]).ThenBy(i => i).Take((int)Int128.Abs(left)))
        {
            parts[i] += unit;
        }

        return parts;
    }

    /// <summary>
    /// What the next units of something charged as one amount are worth, when earlier units were already counted: their share of
    /// what is left, <c>round(left × next / units left)</c>. 1000 over 3 units gives 333, 334, 333; the last unit closes to zero, also
    /// when units in between were given back: the share of what is left cannot drift, as one of the whole charge would.
    /// </summary>
    /// <param name="chargedMinor">What the whole quantity was charged, minor units, zero or more.</param>
    /// <param name="quantity">The whole quantity, above zero.</param>
    /// <param name="countedQuantity">Units already counted.</param>
    /// <param name="alreadyMinor">What those units were counted for, minor units.</param>
    /// <param name="nextQuantity">Units to count now; with those counted not more than the whole.</param>
    /// <returns>Minor units, from zero to what is left.</returns>
    public static long NextUnits(long chargedMinor, int quantity, int countedQuantity, long alreadyMinor, int nextQuantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nextQuantity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nextQuantity, quantity - countedQuantity);
        return Rounding.HalfAwayFromZero((Int128)(chargedMinor - alreadyMinor) * nextQuantity, quantity - countedQuantity);
    }
}
