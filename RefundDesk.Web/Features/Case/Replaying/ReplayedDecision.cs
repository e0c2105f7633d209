using System.Globalization;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Deciding.Replaying;
using RefundDesk.Domain.Risk;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Case.Replaying;

/// <summary>One stored decision, decided anew.</summary>
/// <param name="At">When it was taken, UTC.</param>
/// <param name="PolicyVersion">The version it was taken by.</param>
/// <param name="Differences">The first things that are otherwise today; nothing where it is equal.</param>
public sealed record ReplayedDecision(DateTimeOffset At, int PolicyVersion, IReadOnlyList<ReplayDifference> Differences)
{
    /// <summary>True where the same facts and documents still give the same decision.</summary>
    public bool IsEqual => Differences.Count == 0;

    /// <summary>Reads a stored decision and the documents it names, and decides anew.</summary>
    internal static ReplayedDecision Of(DecisionText stored, PolicyShelf policies, IRiskModel model)
    {
#pragma warning disable CA1031 // Whatever keeps a stored decision from being taken anew is a difference to be shown, not a fault of the replay.
        try
        {
            return new ReplayedDecision(stored.At, stored.PolicyVersion, Compared(stored, policies, model));
        }
        catch (Exception fault)
        {
            return new ReplayedDecision(stored.At, stored.PolicyVersion, [new ReplayDifference("the stored decision", "readable", $"cannot be taken anew: {fault.Message}")]);
        }
#pragma warning restore CA1031
    }

    private static List<ReplayDifference> Compared(DecisionText stored, PolicyShelf policies, IRiskModel model)
    {
        var decision = DecisionJson.Read(stored.Json);
        var (promised, current) = (decision.Evaluation.PolicyVersion, decision.CurrentVersion);
        if ((promised, current) != (stored.PolicyVersion, stored.CurrentVersion))
        {
            return [new ReplayDifference("policy versions", $"{Text(stored.PolicyVersion)} and {Text(stored.CurrentVersion)}", $"{Text(promised)} and {Text(current)}")];
        }

        List<ReplayDifference> differences = [.. new[] { promised, current }.Distinct().SelectMany(version => OfDocument(version, policies))];
        if (policies.Find(promised) is { } promise && policies.Find(current) is { } inForce)
        {
            differences.AddRange(DecisionReplay.Differences(decision, new PoliciesInForce(promise, inForce), model));
        }

        return differences;
    }

    private static IEnumerable<ReplayDifference> OfDocument(int version, PolicyShelf policies) =>
        policies.FaultOf(version) is { } fault ? [new ReplayDifference($"policy document {Text(version)}", "as it was agreed to", fault)] : [];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
