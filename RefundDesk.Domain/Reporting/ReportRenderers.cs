namespace RefundDesk.Domain.Reporting;

/// <summary>The renderers at hand, found by format.</summary>
/// <param name="renderers">Exactly one for each format that is offered.</param>
public sealed class ReportRenderers(IEnumerable<IReportRenderer> renderers)
{
    private readonly Dictionary<ReportFormat, IReportRenderer> _byFormat = renderers.ToDictionary(renderer => renderer.Format);

    /// <summary>The formats that can be drawn, in the order of <see cref="ReportFormat"/>.</summary>
    public IReadOnlyList<ReportFormat> Formats => [.. _byFormat.Keys.Order()];

    /// <summary>The renderer of a format.</summary>
    /// <exception cref="KeyNotFoundException">No renderer of this format is registered.</exception>
    public IReportRenderer For(ReportFormat format) => _byFormat[format];
}
