namespace RefundDesk.Web.Features.Ledger;

/// <summary>Two sums that must be equal and are not.</summary>
/// <param name="Rule">Stable code of the rule, <c>journal-balances</c>.</param>
/// <param name="Subject">What it is about, for people: a journal, a case, a tender, an account.</param>
/// <param name="Expected">Minor units, or units for quantities.</param>
/// <param name="Found">The same measure.</param>
public sealed record LedgerDifference(string Rule, string Subject, long Expected, long Found);

/// <summary>What a check of the books came to.</summary>
/// <param name="Postings">Postings that were summed.</param>
/// <param name="Cases">Cases that were compared.</param>
/// <param name="Differences">The first differences of each rule; none where the books are right.</param>
public sealed record LedgerFindings(long Postings, long Cases, IReadOnlyList<LedgerDifference> Differences);
