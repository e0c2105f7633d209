namespace RefundDesk.Domain.Orders;

/// <summary>What came of a term of the purchase that returns broke.</summary>
/// <param name="Key">The term: <c>promotion:SUMMER</c>, <c>gift:3</c>, <c>delivery</c>.</param>
/// <param name="WithheldMinor">What was kept back for it, minor units; below zero where a request gives back what another kept, and on an order where that other one was refused since: then so much was given ahead.</param>
/// <param name="WaivedMinor">What was not kept back although the policy would have, because a right stood against it or a person decided so; never asked for later.</param>
public sealed record SettledTerm(string Key, long WithheldMinor, long WaivedMinor)
{
    /// <summary>Both together: what need not be settled again.</summary>
    public long SettledMinor => WithheldMinor + WaivedMinor;
}

/// <summary>What came of all of them, by key. Never changed: a new one is made.</summary>
/// <param name="terms">One a key.</param>
public sealed class SettledTerms(IEnumerable<SettledTerm> terms) : IEquatable<SettledTerms>
{
    /// <summary>Nothing was settled.</summary>
    public static SettledTerms None { get; } = new([]);

    /// <summary>By key.</summary>
    public IReadOnlyList<SettledTerm> Terms { get; } =
    [
        .. terms.GroupBy(term => term.Key, StringComparer.Ordinal)
            .Select(group => new SettledTerm(group.Key, group.Sum(term => term.WithheldMinor), group.Sum(term => term.WaivedMinor)))
            .Where(term => term is not { WithheldMinor: 0, WaivedMinor: 0 })
            .OrderBy(term => term.Key, StringComparer.Ordinal),
    ];

    /// <summary>What was kept back in all, minor units.</summary>
    public long WithheldMinor => Terms.Sum(term => term.WithheldMinor);

    /// <summary>Both together.</summary>
    public SettledTerms With(SettledTerms? others) => others is null ? this : new SettledTerms(Terms.Concat(others.Terms));

    /// <summary>Without what others stand for.</summary>
    public SettledTerms Without(SettledTerms? others) =>
        others is null ? this : new SettledTerms(Terms.Concat(others.Terms.Select(term => term with { WithheldMinor = -term.WithheldMinor, WaivedMinor = -term.WaivedMinor })));

    /// <summary>So much less was kept back than the terms ask: it is waived, first keys first.</summary>
    /// <param name="minor">Minor units, zero or more.</param>
    public SettledTerms Waive(long minor)
    {
        var terms = new List<SettledTerm>(Terms.Count);
        foreach (var term in Terms)
        {
            var waived = Math.Min(minor, Math.Max(0, term.WithheldMinor));
            terms.Add(term with { WithheldMinor = term.WithheldMinor - waived, WaivedMinor = term.WaivedMinor + waived });
            minor -= waived;
        }

        return new SettledTerms(terms);
    }

    /// <summary>As an order counts it: where a request is refused whose waiver others had counted on, nobody owes the waiver.</summary>
    internal SettledTerms? Counted() =>
        new SettledTerms(Terms.Select(term => term with { WaivedMinor = Math.Max(0, term.WaivedMinor) })) is { Terms.Count: > 0 } counted ? counted : null;

    /// <inheritdoc />
    public bool Equals(SettledTerms? other) => other is not null && Terms.SequenceEqual(other.Terms);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as SettledTerms);

    /// <inheritdoc />
    public override int GetHashCode() => Terms.Aggregate(0, (hash, term) => HashCode.Combine(hash, term));

    /// <inheritdoc />
    public override string ToString() => Terms.Count == 0 ? "nothing" : string.Join(", ", Terms.Select(term => FormattableString.Invariant($"{term.Key} {term.WithheldMinor} kept, {term.WaivedMinor} waived")));
}
