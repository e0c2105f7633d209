using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>The two weights a report is set in.</summary>
internal enum PrintWeight
{
    Regular,
    SemiBold,
}

/// <summary>How a line of text is set.</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Size">The size in points.</param>
/// <param name="Color">The colour.</param>
internal readonly record struct TextStyle(PrintWeight Weight, float Size, SKColor Color)
{
    /// <summary>Whether it is set without kerning, for numbers that stand under each other.</summary>
    public bool Tabular { get; init; }

    /// <summary>The distance between two lines.</summary>
    public float LineHeight => Size * 1.38f;

    /// <summary>The distance from the top of a line to its baseline.</summary>
    public float Baseline => Size * 1.06f;
}
