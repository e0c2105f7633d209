using System.Globalization;
using System.Text;

namespace RefundDesk.Domain.Reporting;

/// <summary>
/// A report as content, without a file format: the page shows it, and the renderers draw it as PDF, xlsx and CSV, so
/// that all of them say the same.
/// </summary>
public sealed record ReportDocument
{
    /// <summary>What the report is, for example <c>Refund activity</c>.</summary>
    public required string Title { get; init; }

    /// <summary>The retailer the report is about.</summary>
    public required string ClientName { get; init; }

    /// <summary>The first day reported, in <see cref="TimeZoneId"/>.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day reported, included, in <see cref="TimeZoneId"/>.</summary>
    public required DateOnly To { get; init; }

    /// <summary>The IANA id of the client's time zone, in which days are counted and instants are shown.</summary>
    public required string TimeZoneId { get; init; }

    /// <summary>When the figures were read.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>The person or office the report is meant for; none when null.</summary>
    public string? PreparedFor { get; init; }

    /// <summary>The content in reading order.</summary>
    public required IReadOnlyList<ReportSection> Sections { get; init; }

    /// <summary>All tables in reading order.</summary>
    public IEnumerable<ReportTable> Tables => Sections.SelectMany(section => section.Blocks).OfType<ReportTable>();

    /// <summary>
    /// A file name without its ending, of letters, digits and hyphens only, for example
    /// <c>refund-activity-northwind-home-2026-11-01-2026-11-30</c>.
    /// </summary>
    public string FileStem => string.Create(CultureInfo.InvariantCulture, $"{Slug(Title)}-{Slug(ClientName)}-{From:yyyy-MM-dd}-{To:yyyy-MM-dd}");

    private static string Slug(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(character))
            {
                slug.Append(char.ToLowerInvariant(character));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().TrimEnd('-').Normalize(NormalizationForm.FormC);
    }
}

/// <summary>A part of a report under one heading.</summary>
/// <param name="Heading">The heading; a part without one has null.</param>
/// <param name="Blocks">What stands in it, in reading order.</param>
public sealed record ReportSection(string? Heading, IReadOnlyList<ReportBlock> Blocks)
{
    /// <summary>A part from its blocks.</summary>
    public static ReportSection Of(string? heading, params IReadOnlyList<ReportBlock> blocks) => new(heading, blocks);
}

/// <summary>Something that stands in a report. Only the kinds of this namespace exist.</summary>
public abstract record ReportBlock
{
    private protected ReportBlock()
    {
    }
}
