using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Infrastructure.TextModel.Training;

/// <summary>Where a text is from.</summary>
internal enum TextSource
{
    /// <summary>banking77.</summary>
    Banking,

    /// <summary>bitext.</summary>
    Bitext,

    /// <summary>Our own phrases.</summary>
    Own,
}

/// <summary>A text and what it is known to say.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="Label">The label it had there; of an own phrase its language.</param>
/// <param name="Concern">What it is about; null where its label is left out.</param>
/// <param name="Reason">The reason it says; null where it says none.</param>
internal sealed record LabelledText(string Text, TextSource Source, string Label, CustomerConcern? Concern, RefundReason? Reason);
