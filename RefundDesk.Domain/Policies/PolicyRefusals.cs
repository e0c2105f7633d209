using System.Globalization;
using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.Policies;

/// <summary>Everything a step of a policy version can be refused for. Codes are stable.</summary>
public static class PolicyRefusals
{
    /// <summary>Who wrote any of it may not be the one who agrees to it.</summary>
    public static Refusal OwnReview { get; } = new("policy.own-review", "You wrote part of this version: another person must review it.");

    /// <summary>Only a signed-in person reviews and activates.</summary>
    public static Refusal NeedsPerson { get; } = new("policy.needs-person", "Only a signed-in person can do this, in the browser.");

    /// <summary>It holds already.</summary>
    public static Refusal InForce { get; } = new("policy.in-force", "This version is in force: it can only be followed by another one.");

    /// <summary>It never held for anybody.</summary>
    public static Refusal NeverInForce { get; } = new("policy.never-in-force", "Only a version that was once in force can be gone back to.");

    /// <summary>The date has passed.</summary>
    public static Refusal InThePast { get; } = new("policy.in-the-past", "A version cannot be made to hold in the past: choose a date to come, or at once.");

    /// <summary>A reason must be given.</summary>
    public static Refusal ReasonMissing { get; } = new("policy.reason-missing", "Give the reason in at least three and at most 400 characters.");

    /// <summary>What was changed and why must be said.</summary>
    public static Refusal CommentMissing { get; } = new("policy.comment-missing", "Say what this version changes and why, in at least three and at most 400 characters.");

    /// <summary>Someone changed it meanwhile.</summary>
    public static Refusal Stale { get; } = new("policy.stale", "Someone changed this version since you opened it. Look at it again and decide anew.");

    /// <summary>There is no such version in reach.</summary>
    public static Refusal NotFound { get; } = new("policy.not-found", "There is no such version.");

    /// <summary>There is no such client in reach.</summary>
    public static Refusal UnknownClient(string key) => new("policy.unknown-client", $"There is no client '{key}'.");

    /// <summary>The life of a version does not know this step.</summary>
    public static Refusal NotAllowed(PolicyState state, PolicyStep step) => new("policy.not-allowed", $"A version that is {state} cannot take the step {step}.");

    /// <summary>The text is no document.</summary>
    public static Refusal Unreadable(string faults) => new("policy.unreadable", $"Nothing was stored, the text is not a policy: {faults}");

    /// <summary>The document has faults.</summary>
    public static Refusal Faulty(string faults) => new("policy.faulty", $"This version has faults and can only be kept as a draft: {faults}");

    /// <summary>Another version starts then or later.</summary>
    public static Refusal NotAfter(int version, string from) => new("policy.not-after", $"Version {version} holds from {from}: this one must start after it, or that one be withdrawn first.");

    /// <summary>The faults as one sentence, the first three of them.</summary>
    internal static string Words(IReadOnlyList<PolicyFault> faults)
    {
        var first = string.Join("; ", faults.Take(3));
        return faults.Count > 3 ? string.Create(CultureInfo.InvariantCulture, $"{first}; and {faults.Count - 3} more") : first;
    }
}
