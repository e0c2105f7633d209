namespace RefundDesk.Domain.Policies;

/// <summary>
/// The two versions a request is measured by. What was promised at the purchase holds; a later version may only be better for the
/// customer. How the desk works (limits, authority, from which risk a person looks) is always as of now.
/// </summary>
/// <param name="Promise">The version in force at the purchase.</param>
/// <param name="Current">The version in force now; the same where nothing changed since.</param>
public sealed record PoliciesInForce(ReturnPolicy Promise, ReturnPolicy Current)
{
    /// <summary>One version for both: nothing changed since the purchase.</summary>
    public static PoliciesInForce Only(ReturnPolicy policy) => new(policy, policy);

    /// <summary>Picks both of a client's versions; purchases and questions older than the first version are measured by the first.</summary>
    /// <param name="versions">Every version that was ever in force, in order of <see cref="ReturnPolicy.ActiveFrom"/>; at least one.</param>
    /// <param name="boughtAt">The purchase, UTC.</param>
    /// <param name="now">UTC.</param>
    public static PoliciesInForce At(IReadOnlyList<ReturnPolicy> versions, DateTimeOffset boughtAt, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(versions);
        return new PoliciesInForce(InForce(versions, boughtAt), InForce(versions, now));
    }

    private static ReturnPolicy InForce(IReadOnlyList<ReturnPolicy> versions, DateTimeOffset at) =>
        versions.LastOrDefault(policy => policy.ActiveFrom <= at) ?? versions[0];
}
