using System.Text.Json.Serialization;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Domain.Policies;

/// <summary>What a rule found.</summary>
public enum FindingResult
{
    /// <summary>The rule is kept.</summary>
    Passed,

    /// <summary>The rule refuses.</summary>
    Failed,

    /// <summary>A person must judge.</summary>
    Doubtful,

    /// <summary>The rule does not apply here.</summary>
    NotApplicable,

    /// <summary>The rule refuses, but the law gives the customer more.</summary>
    Overruled,
}

/// <summary>One rule that was looked at, as it is shown and stored.</summary>
/// <param name="Rule">Stable code of the rule, <c>window</c>.</param>
/// <param name="Clause">Where the policy says so, <c>§2</c>.</param>
/// <param name="Result">What it found.</param>
/// <param name="Text">A sentence for a person, with the facts used.</param>
/// <param name="LineNumber">The line it is about; null for the whole request.</param>
public sealed record Finding(string Rule, string Clause, FindingResult Result, string Text, int? LineNumber = null)
{
    /// <summary>The facts the rule used, name and value, <c>delivered=2026-03-04, days=30</c>; empty where the text has them all.</summary>
    public string Used { get; init; } = string.Empty;
}

/// <summary>What the policy gives for one line.</summary>
/// <param name="LineNumber">The order's line.</param>
/// <param name="FeeMinor">What is kept back, minor units; below zero where something goes back that an earlier request of the purchase kept.</param>
/// <param name="PayableMinor">What is given back, minor units: charged less fee; zero where a rule refuses the line.</param>
public sealed record LineResult(int LineNumber, long FeeMinor, long PayableMinor)
{
    /// <summary>The tax inside the fee, minor units, where it is taxed as a service of its own; null lowers the line's price at its own rate.</summary>
    public long? FeeTaxMinor { get; init; }

    /// <summary>The right that stands against giving less, in a sentence; null where that is the retailer's choice.</summary>
    public string? LegalClaim { get; init; }
}

/// <summary>The policy's whole answer.</summary>
/// <param name="PolicyVersion">The version that answered.</param>
/// <param name="Findings">Every rule looked at, in the policy's order.</param>
/// <param name="Lines">One result a line asked for.</param>
/// <param name="WantsReturn">Whether goods must come back and be inspected first.</param>
public sealed record PolicyEvaluation(int PolicyVersion, IReadOnlyList<Finding> Findings, IReadOnlyList<LineResult> Lines, bool WantsReturn)
{
    /// <summary>The rules that refuse.</summary>
    public IEnumerable<Finding> Failed => Findings.Where(finding => finding.Result == FindingResult.Failed);

    /// <summary>The rules that want a person's judgement.</summary>
    public IEnumerable<Finding> Doubtful => Findings.Where(finding => finding.Result == FindingResult.Doubtful);

    /// <summary>What the customer is asked before it is decided; empty where nothing is asked.</summary>
    public IReadOnlyList<string> Questions { get; init; } = [];

    /// <summary>The right that stands against a refusal, in a sentence; null where refusing is the retailer's choice.</summary>
    public string? LegalClaim { get; init; }

    /// <summary>Whether any of it goes back because the customer withdraws by right; the law's clock runs then. Left out of the document where not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsWithdrawal { get; init; }

    /// <summary>What the request settles of terms of the purchase that it breaks or mends; null where it does neither.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SettledTerm>? Settled { get; init; }

    /// <summary>What is given back in all, minor units.</summary>
    public long PayableMinor => Lines.Sum(line => line.PayableMinor);
}
