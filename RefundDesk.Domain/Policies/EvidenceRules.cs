namespace RefundDesk.Domain.Policies;

/// <summary>What is to be shown and answered for a line: asked for once, then a person looks at what came.</summary>
internal static class EvidenceRules
{
    public static (IReadOnlyList<Finding> Findings, IReadOnlyList<string> Questions) Look(ReturnPolicy policy, PolicyFacts facts, PolicyLine line)
    {
        var rules = policy.Evidence.Where(rule => rule.Fits(line)).ToArray();
        if (rules.Length == 0)
        {
            return ([], []);
        }

        var wants = rules.SelectMany(rule => rule.Wants).Distinct().Select(Words.Of).ToArray();
        var questions = rules.SelectMany(rule => rule.Questions).Distinct(StringComparer.Ordinal).ToArray();
        var used = $"answered={(facts.HasAnswered ? "yes" : "no")}";
        if (!facts.HasAnswered)
        {
            string[] asked = [.. questions, .. wants.Length == 0 ? [] : (string[])[$"Please send {string.Join(" and ", wants)} of: {line.Description}."]];
            return ([Finding(line, FindingResult.Doubtful, $"the customer is asked for {string.Join(" and ", wants.Concat(questions.Length == 0 ? [] : ["an answer"]))}", used)], asked);
        }

        return ([wants.Length == 0
            ? Finding(line, FindingResult.Passed, "the customer answered what was asked", used)
            : Finding(line, FindingResult.Doubtful, $"the customer answered: see whether {string.Join(" and ", wants)} came", used)], []);
    }

    private static Finding Finding(PolicyLine line, FindingResult result, string text, string used) =>
        new("evidence", "§11", result, $"{line.Description}: {text}", line.LineNumber) { Used = used };
}
