using RefundDesk.Domain.Policies;

namespace RefundDesk.Domain.Refunds.Requesting;

/// <summary>What a customer's message is about.</summary>
public enum CustomerConcern
{
    /// <summary>Money back for something that was bought.</summary>
    WantsRefund,

    /// <summary>Where the money of a refund that is known is, or how refunds work.</summary>
    AsksAboutRefund,

    /// <summary>An order is to be stopped.</summary>
    WantsToCancel,

    /// <summary>Where the goods are.</summary>
    AsksForDelivery,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>What a message seems to say. A suggestion for a person or a question to the customer; nothing is ever decided by it.</summary>
/// <param name="Concern">The likeliest concern.</param>
/// <param name="ConcernPermille">How sure, thousandths.</param>
/// <param name="Reason">The likeliest reason for a refund; null where nothing is likely enough.</param>
/// <param name="ReasonPermille">How sure, thousandths; 0 without a reason.</param>
public sealed record ConcernSuggestion(CustomerConcern Concern, int ConcernPermille, RefundReason? Reason, int ReasonPermille);

/// <summary>Reads a customer's own words.</summary>
public interface IConcernReader
{
    /// <summary>What a message seems to be about.</summary>
    /// <param name="text">The customer's own words without quotes and signature, in any language; only the first 4,000 characters are read.</param>
    /// <returns>A suggestion; null where the text says nothing or no model is there.</returns>
    ConcernSuggestion? Suggest(string text);
}
