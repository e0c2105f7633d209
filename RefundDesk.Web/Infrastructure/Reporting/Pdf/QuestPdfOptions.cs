using QuestPDF.Infrastructure;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>Settings of the QuestPDF engine, section <c>Reporting:QuestPdf</c>.</summary>
public sealed class QuestPdfOptions
{
    /// <summary>The section the options are read from.</summary>
    public const string Section = "Reporting:QuestPdf";

    /// <summary>
    /// The licence the operator holds: <c>Community</c>, <c>Professional</c> or <c>Enterprise</c>. It has no default,
    /// because which one is right depends on the operator's turnover and not on this program.
    /// </summary>
    public LicenseType? License { get; set; }

    /// <summary>What to say where the licence is not set.</summary>
    public static string Fault { get; } =
        $"{Section}:License is not set. Name the QuestPDF licence you hold, for example {Section}:License=Professional (https://www.questpdf.com/license/).";
}
