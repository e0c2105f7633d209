using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>What is imported, and where to.</summary>
/// <param name="ClientKey">The retailer's key.</param>
/// <param name="Path">CSV in UTF-8, plain or gzipped, or xlsx.</param>
/// <param name="MapPath">The column map; null for our own layout.</param>
/// <param name="RejectsPath">Where lines that are not stored are kept; null for beside the file, else the current folder.</param>
/// <param name="IsDryRun">Whether everything is looked at as in a run, and nothing is stored but the rejects file.</param>
/// <param name="Channel">Over which channel requests are said to have come.</param>
public sealed record ImportOrder(
    string ClientKey, string Path, string? MapPath = null, string? RejectsPath = null, bool IsDryRun = false, RequestChannel Channel = RequestChannel.File);

/// <summary>How far an import is.</summary>
/// <param name="IsChecking">True in the first pass, in which nothing is stored.</param>
/// <param name="Lines">Lines read in this pass.</param>
/// <param name="Share">Of the file's bytes, 0 to 1.</param>
public sealed record ImportProgress(bool IsChecking, long Lines, double Share);

/// <summary>Lines rejected for one reason.</summary>
/// <param name="Reason">As in the rejects file.</param>
/// <param name="Lines">How many.</param>
/// <param name="Text">What it means.</param>
public sealed record RejectCount(string Reason, long Lines, string Text);

/// <summary>What an import did. Every line is in exactly one of stored, unchanged, for the other verb, rejected.</summary>
/// <param name="LinesIn">Lines of the file below the header.</param>
/// <param name="LinesStored">Lines stored by this run, in whole or in part.</param>
/// <param name="LinesUnchanged">Lines that were stored before, with the same content.</param>
/// <param name="LinesForOtherVerb">Lines that are none of this verb's.</param>
/// <param name="Rejected">Lines rejected, by reason, most first.</param>
/// <param name="LinesStoredInPart">Of those stored or unchanged: lines of which a remainder is in the rejects file too.</param>
/// <param name="Stored">Orders or cases stored by this run.</param>
/// <param name="Unchanged">Orders or cases that were there before.</param>
/// <param name="RejectsPath">The rejects file; null where there is none.</param>
/// <param name="CheckTook">Duration of the first pass.</param>
/// <param name="StoreTook">Duration of the second pass.</param>
public sealed record ImportSummary(
    long LinesIn,
    long LinesStored,
    long LinesUnchanged,
    long LinesForOtherVerb,
    IReadOnlyList<RejectCount> Rejected,
    long LinesStoredInPart,
    long Stored,
    long Unchanged,
    string? RejectsPath,
    TimeSpan CheckTook,
    TimeSpan StoreTook)
{
    /// <summary>Lines rejected in all.</summary>
    public long LinesRejected => Rejected.Sum(count => count.Lines);

    /// <summary>Lines a second over both passes.</summary>
    public double LinesPerSecond => LinesIn / Math.Max(0.001, (CheckTook + StoreTook).TotalSeconds);
}

/// <summary>Counts what becomes of lines and keeps the rejected ones.</summary>
internal sealed class ImportTally(RejectsFile rejects)
{
    private readonly Dictionary<string, (long Lines, string Text)> _rejected = new(StringComparer.Ordinal);

    public long LinesIn { get; set; }

    public long LinesStored { get; set; }

    public long LinesUnchanged { get; set; }

    public long LinesForOtherVerb { get; set; }

    public long LinesStoredInPart { get; private set; }

    public long Stored { get; set; }

    public long Unchanged { get; set; }

    public void Reject(ImportedLine line, RejectReason reason)
    {
        rejects.Add(line, reason);
        var (lines, text) = _rejected.GetValueOrDefault(reason.Reason, (0, reason.Text));
        _rejected[reason.Reason] = (lines + 1, text);
    }

    /// <summary>Keeps the remainder of a line of which a part was stored; the line counts as stored.</summary>
    public void KeepRemainder(ImportedLine line, RejectReason reason)
    {
        rejects.Add(line, reason);
        LinesStoredInPart++;
    }

    /// <summary>Closes the books: a line that is nowhere, or twice, is a defect of ours and must not pass.</summary>
    public ImportSummary Close(string? rejectsPath, TimeSpan checkTook, TimeSpan storeTook)
    {
        var summary = new ImportSummary(
            LinesIn,
            LinesStored,
            LinesUnchanged,
            LinesForOtherVerb,
            [.. _rejected.Select(pair => new RejectCount(pair.Key, pair.Value.Lines, pair.Value.Text)).OrderByDescending(count => count.Lines)],
            LinesStoredInPart,
            Stored,
            Unchanged,
            rejectsPath,
            checkTook,
            storeTook);
        var accounted = summary.LinesStored + summary.LinesUnchanged + summary.LinesForOtherVerb + summary.LinesRejected;
        return accounted == summary.LinesIn
            ? summary
            : throw new InvalidOperationException($"{summary.LinesIn} lines came in and {accounted} are accounted for.");
    }
}
