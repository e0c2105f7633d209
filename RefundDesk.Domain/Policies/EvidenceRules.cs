namespace RefundDesk.Domain.Policies;

/// <summary>What is to be shown and answered for a line: asked for once, where it did not come with the request. A photo that came is enough; what is to be read a person reads.</summary>
internal static class EvidenceRules
{
    public static (IReadOnlyList<Finding> Findings, IReadOnlyList<string> Questions) Look(ReturnPolicy policy, PolicyFacts facts, PolicyLine line)
    {
        var rules = policy.Evidence.Where(rule => rule.Fits(line)).ToArray();
        if (rules.Length == 0)
        {
            return ([], []);
        }

        var kinds = rules.SelectMany(rule => rule.Wants).Distinct().ToArray();
        var questions = rules.SelectMany(rule => rule.Questions).Distinct(StringComparer.Ordinal).ToArray();
        return facts.Evidence is { } came ? WithWhatCame(facts, line, kinds, questions, came) : ByAnswer(facts, line, kinds, questions);
    }

    /// <summary>
    /// What can be seen to have come is not asked for again. A photo is there or not; what a document says, and whether a number is right, a person
    /// reads.
    /// </summary>
    private static (IReadOnlyList<Finding> Findings, IReadOnlyList<string> Questions) WithWhatCame(PolicyFacts facts, PolicyLine line, EvidenceKind[] kinds, string[] questions, EvidenceFacts came)
    {
        var used = $"answered={(facts.HasAnswered ? "yes" : "no")}, photos={came.Photos}, documents={came.Documents}{(came.PhotosSeenBefore > 0 ? $", seenBefore={came.PhotosSeenBefore}" : string.Empty)}";
        string[] missing = [.. kinds.Where(kind => !HasCome(kind, kinds, facts.HasAnswered, came)).Select(Words.Of)];
        if (!facts.HasAnswered && (missing.Length > 0 || questions.Length > 0))
        {
            string[] asked = [.. questions, .. missing.Length == 0 ? [] : (string[])[$"Please send {string.Join(" and ", missing)} of: {line.Description}."]];
            return ([Finding(line, FindingResult.Doubtful, $"the customer is asked for {string.Join(" and ", missing.Concat(questions.Length == 0 ? [] : ["an answer"]))}", used)], asked);
        }

        if (missing.Length > 0)
        {
            var again = came.PhotosSeenBefore > 0 && kinds.Contains(EvidenceKind.Photo) && came.Photos == 0 ? "; what came was on another case before" : string.Empty;
            return ([Finding(line, FindingResult.Doubtful, $"the customer answered, but {string.Join(" and ", missing)} did not come{again}", used)], []);
        }

        string[] read = [.. kinds.Where(kind => kind != EvidenceKind.Photo).Select(Words.Of)];
        return read.Length > 0 ? ([Finding(line, FindingResult.Doubtful, $"see whether what came is {string.Join(" and ", read)}", used)], [])
            : kinds.Length > 0 ? ([Finding(line, FindingResult.Passed, $"{Words.Of(EvidenceKind.Photo)} came", used)], [])
            : ([Finding(line, FindingResult.Passed, "the customer answered what was asked", used)], []);
    }

    /// <summary>What is to be read may come as a document or photographed; a photo of the goods is not counted for it too. A number may stand in the answer.</summary>
    private static bool HasCome(EvidenceKind kind, EvidenceKind[] kinds, bool hasAnswered, EvidenceFacts came) => kind switch
    {
        EvidenceKind.Photo => came.Photos > 0,
        EvidenceKind.SerialNumber when hasAnswered => true,
        _ => came.Documents + Math.Max(0, came.Photos - (kinds.Contains(EvidenceKind.Photo) ? 1 : 0)) > 0,
    };

    /// <summary>As it was before it was known what came.</summary>
    private static (IReadOnlyList<Finding> Findings, IReadOnlyList<string> Questions) ByAnswer(PolicyFacts facts, PolicyLine line, EvidenceKind[] kinds, string[] questions)
    {
        string[] wants = [.. kinds.Select(Words.Of)];
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
