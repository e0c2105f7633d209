using System.Globalization;
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
    internal static ReplayedDecision Of(DecisionText stored, PolicyShelf policies, string clientCurrency, IRiskModel model)
    {
#pragma warning disable CA1031 // Whatever keeps a stored decision from being taken anew is a difference to be shown, not a fault of the replay.
        try
        {
            return new ReplayedDecision(stored.At, stored.PolicyVersion, Compared(stored, policies, clientCurrency, model));
        }
        catch (Exception fault)
        {
            return new ReplayedDecision(stored.At, stored.PolicyVersion, [new ReplayDifference("the stored decision", "readable", $"cannot be taken anew: {fault.Message}")]);
        }
#pragma warning restore CA1031
    }

    private static IReadOnlyList<ReplayDifference> Compared(DecisionText stored, PolicyShelf policies, string clientCurrency, IRiskModel model)
    {
        var decision = DecisionJson.Read(stored.Json);
        var version = decision.Evaluation.PolicyVersion;
        IEnumerable<ReplayDifference> ofDocument = policies.FaultOf(version) is { } fault ? [new ReplayDifference($"policy document {version}", "as it was agreed to", fault)] : [];
        return policies.Find(version) is not { } policy ? [.. ofDocument]
            : version != stored.PolicyVersion ? [new ReplayDifference("policy version", Text(stored.PolicyVersion), Text(version))]
            : [.. ofDocument, .. DecisionReplay.Differences(decision, policy, clientCurrency, model)];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
