using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>What shops gave that could not be taken in, each with its reason.</summary>
public partial class HeldOrders
{
    /// <summary>What is listed, the latest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<HeldBack> Held { get; set; } = [];

    /// <summary>The shops they are from.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ListedSource> Shops { get; set; } = [];

    private string ShopOf(HeldBack order) => Shops.FirstOrDefault(shop => shop.Id == order.SourceId) is { } shop ? SourceWords.Host(shop) : string.Empty;
}
