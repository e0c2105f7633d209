using System.Globalization;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Domain.Policies;

/// <summary>The words findings are written in.</summary>
internal static class Words
{
    public static string Days(int days) => days == 1 ? "1 day" : $"{days} days";

    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public static string Percent(int basisPoints) => string.Create(CultureInfo.InvariantCulture, $"{basisPoints / 100m:0.##} %");

    public static string Of(GoodsCondition condition) => condition switch
    {
        GoodsCondition.Unopened => "unopened",
        GoodsCondition.Opened => "opened",
        GoodsCondition.Used => "used",
        _ => "damaged",
    };

    public static string Of(OrderLineKind kind) => kind switch
    {
        OrderLineKind.Goods => "goods",
        OrderLineKind.Shipping => "delivery",
        OrderLineKind.GiftWrap => "gift wrap",
        OrderLineKind.Duty => "duty",
        OrderLineKind.Deposit => "the deposit",
        OrderLineKind.Donation => "a donation",
        OrderLineKind.Tip => "a tip",
        OrderLineKind.Insurance => "insurance",
        OrderLineKind.EnvironmentalFee => "the environmental fee",
        _ => "an extra",
    };

    public static string Of(LegalBasis basis) => basis switch
    {
        LegalBasis.Withdrawal => "the customer may change their mind",
        LegalBasis.Warranty => "the goods are not what was sold",
        _ => "goodwill",
    };

    public static string Of(RefundReason reason) => reason switch
    {
        RefundReason.ChangedMind => "changed mind",
        RefundReason.WrongSize => "wrong size",
        RefundReason.Defective => "defective",
        RefundReason.DamagedInTransit => "damaged in transit",
        RefundReason.WrongItem => "wrong item",
        RefundReason.NotReceived => "not received",
        RefundReason.LateDelivery => "late delivery",
        RefundReason.PriceAdjustment => "price adjustment",
        RefundReason.Goodwill => "goodwill",
        _ => "another reason",
    };

    public static string Of(FoundInstead found) => found switch
    {
        FoundInstead.OtherArticle => "another article came",
        FoundInstead.OtherSerialNumber => "it has another serial number",
        _ => "the parcel was empty",
    };

    public static string Of(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Photo => "a photo",
        EvidenceKind.Receipt => "the receipt",
        EvidenceKind.SerialNumber => "the serial number",
        _ => "proof of posting",
    };

    public static string Of(ExemptionGround ground) => ground switch
    {
        ExemptionGround.MadeToOrder => "made to order",
        ExemptionGround.Perishable => "perishable",
        ExemptionGround.UnsealedHygiene => "unsealed hygiene goods",
        ExemptionGround.Mixed => "mixed with other things",
        ExemptionGround.UnsealedMedia => "unsealed recordings or software",
        ExemptionGround.Press => "newspapers and periodicals",
        _ => "digital content that was begun",
    };
}
