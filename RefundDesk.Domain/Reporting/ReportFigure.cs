namespace RefundDesk.Domain.Reporting;

/// <summary>How a statement is meant to be taken. It only supports the words: it never stands alone.</summary>
public enum ReportTone
{
    /// <summary>Neither good nor bad.</summary>
    Neutral,

    /// <summary>As wanted, or better than before.</summary>
    Good,

    /// <summary>Worth a look.</summary>
    Warning,

    /// <summary>Worse than wanted, or than before.</summary>
    Bad,
}

/// <summary>One figure that is read at a glance.</summary>
/// <param name="Label">What it is, in two or three words.</param>
/// <param name="Value">The figure.</param>
/// <param name="Hint">A comparison or what else to know, for example <c>−0.6 pts to October</c>; none when null.</param>
/// <param name="Tone">How the hint is meant to be taken.</param>
public sealed record ReportFigure(string Label, ReportValue Value, string? Hint = null, ReportTone Tone = ReportTone.Neutral);

/// <summary>Figures that stand beside each other.</summary>
/// <param name="Items">The figures from left to right; six at most read well.</param>
public sealed record ReportFigures(IReadOnlyList<ReportFigure> Items) : ReportBlock
{
    /// <summary>A row from its figures.</summary>
    public static ReportFigures Of(params IReadOnlyList<ReportFigure> items) => new(items);
}
