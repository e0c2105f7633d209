using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Reports;

/// <summary>How reports call things.</summary>
internal static class Wording
{
    /// <summary>A reason in words.</summary>
    public static string Of(RefundReason reason) => reason switch
    {
        RefundReason.ChangedMind => "Changed mind",
        RefundReason.WrongSize => "Wrong size",
        RefundReason.Defective => "Defective",
        RefundReason.DamagedInTransit => "Damaged in transit",
        RefundReason.WrongItem => "Wrong item",
        RefundReason.NotReceived => "Not received",
        RefundReason.LateDelivery => "Late delivery",
        RefundReason.PriceAdjustment => "Price adjustment",
        RefundReason.Goodwill => "Goodwill",
        _ => "Other",
    };
}
