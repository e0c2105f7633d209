using Spectre.Console;

namespace RefundDesk.Bench;

/// <summary>What was measured, a row a figure.</summary>
internal sealed class BenchTable
{
    private readonly List<(string Question, string Database, string Measure, string Figure, string Budget)> _rows = [];

    /// <summary>Adds a figure and says it at once, so that a long run shows where it is.</summary>
    public void Add(string question, string database, string measure, string figure, string budget = "")
    {
        _rows.Add((question, database, measure, figure, budget));
        Console.Error.WriteLine($"{question} · {database} · {measure}: {figure}");
    }

    /// <summary>Adds the median and the 95th percentile of durations in milliseconds.</summary>
    public void AddDurations(string question, string database, string measure, IReadOnlyList<double> milliseconds, string budget = "")
    {
        var sorted = milliseconds.Order().ToArray();
        Add(question, database, measure, FormattableString.Invariant($"p50 {At(sorted, 0.50):0.0} ms · p95 {At(sorted, 0.95):0.0} ms"), budget);
    }

    /// <summary>The table.</summary>
    public Table Draw()
    {
        var table = new Table().AddColumns("question", "database", "measure", "figure", "budget").Border(TableBorder.Markdown);
        foreach (var row in _rows)
        {
            table.AddRow(row.Question, row.Database, row.Measure, row.Figure, row.Budget);
        }

        return table;
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * share) - 1)];
}
