namespace RefundDesk.Web.Features.SelfService;

/// <summary>What customers read, in their language: <c>PortalText.*.resx</c> beside this file, English where a language has no words for it.</summary>
public sealed class PortalText
{
    /// <summary>The languages there are, two letters each; the first where a browser asks for none of them.</summary>
    public static IReadOnlyList<string> Languages => Domain.Refunds.Telling.CustomerLanguage.All;

    private PortalText()
    {
    }
}
