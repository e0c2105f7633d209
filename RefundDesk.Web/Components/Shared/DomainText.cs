using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Components.Shared;

/// <summary>The field's own words for the domain's values, as they stand on the screen.</summary>
public static class DomainText
{
    /// <summary>Why money is wanted back.</summary>
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
        _ => "Other reason",
    };

    /// <summary>What a line of an order is for.</summary>
    public static string Of(OrderLineKind kind) => kind switch
    {
        OrderLineKind.Shipping => "Delivery",
        OrderLineKind.GiftWrap => "Gift wrap",
        OrderLineKind.EnvironmentalFee => "Environmental fee",
        _ => kind.ToString(),
    };

    /// <summary>In which condition goods are.</summary>
    public static string Of(GoodsCondition condition) => condition switch
    {
        GoodsCondition.Unopened => "Unopened",
        GoodsCondition.Opened => "Opened",
        GoodsCondition.Used => "Used",
        _ => "Damaged",
    };

    /// <summary>What came back in place of the article.</summary>
    public static string Of(FoundInstead found) => found switch
    {
        FoundInstead.OtherArticle => "Another article",
        FoundInstead.OtherSerialNumber => "Another serial number",
        _ => "An empty parcel",
    };

    /// <summary>Over which door a request came.</summary>
    public static string Of(RequestChannel channel) => channel switch
    {
        RequestChannel.Agent => "by an agent",
        RequestChannel.Portal => "portal",
        RequestChannel.Api => "API",
        RequestChannel.File => "file",
        RequestChannel.Mail => "mail",
        _ => "point of sale",
    };

    /// <summary>Where a payout is.</summary>
    public static string Of(PayoutStatus status) => status switch
    {
        PayoutStatus.Planned => "Planned",
        PayoutStatus.Sending => "Being sent",
        PayoutStatus.Unknown => "No answer yet",
        PayoutStatus.Pending => "Taken, not done yet",
        PayoutStatus.Succeeded => "Paid",
        _ => "Failed",
    };

    /// <summary>The tone of a payout, beside its word.</summary>
    public static string ToneOf(PayoutStatus status) => status switch
    {
        PayoutStatus.Succeeded => "ok",
        PayoutStatus.Failed => "bad",
        PayoutStatus.Unknown => "warn",
        _ => "info",
    };

    /// <summary>How a tender paid.</summary>
    public static string Of(TenderMethod method) => method switch
    {
        TenderMethod.Card => "Card",
        TenderMethod.Wallet => "Wallet",
        TenderMethod.BankTransfer => "Bank transfer",
        TenderMethod.GiftCard => "Gift card",
        TenderMethod.StoreCredit => "Store credit",
        _ => "Point of sale",
    };

    /// <summary>A policy finding's sign: the word is for those who do not see it.</summary>
    public static (string Sign, string Tone, string Word) SignOf(FindingResult result) => result switch
    {
        FindingResult.Passed => ("✓", "text-ok", "kept"),
        FindingResult.Failed => ("✕", "text-bad", "refuses"),
        FindingResult.Doubtful => ("!", "text-warn", "needs judgement"),
        FindingResult.Overruled => ("§", "text-warn", "refuses, but the law gives more"),
        _ => ("–", "faint", "does not apply"),
    };
}
