using System.Globalization;
using Microsoft.Extensions.Localization;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;
using RefundDesk.Web.Features.SelfService;

namespace RefundDesk.Web.Portal;

/// <summary>Values as customers read them, in the language of the page.</summary>
internal static class PortalWords
{
    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal) { ["EUR"] = "€", ["GBP"] = "£", ["USD"] = "$" };

    /// <summary>The reasons a customer may give.</summary>
    public static IReadOnlyList<RefundReason> Reasons { get; } =
    [
        RefundReason.ChangedMind, RefundReason.WrongSize, RefundReason.Defective, RefundReason.DamagedInTransit, RefundReason.WrongItem, RefundReason.NotReceived, RefundReason.LateDelivery, RefundReason.Other,
    ];

    /// <summary><c>€1,412.50</c>, <c>1.412,50 €</c>, <c>1 412,50 €</c>: with the currency, as the language writes it.</summary>
    public static string Of(Money amount)
    {
        var culture = CultureInfo.CurrentCulture;
        var parts = amount.ToMajorString().TrimStart('-').Split('.');
        var digits = UInt128.Parse(parts[0], CultureInfo.InvariantCulture).ToString("N0", culture) + (parts.Length == 1 ? string.Empty : culture.NumberFormat.NumberDecimalSeparator + parts[1]);
        var sign = amount.Minor < 0 ? "−" : string.Empty;
        return Signs.TryGetValue(amount.Currency.Code, out var symbol) && culture.TwoLetterISOLanguageName == "en" ? $"{sign}{symbol}{digits}" : $"{sign}{digits}\u00A0{symbol ?? amount.Currency.Code}";
    }

    /// <summary>A day in the retailer's zone.</summary>
    public static string Day(IStringLocalizer<PortalText> text, DateTimeOffset at, string timeZoneId) =>
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(timeZoneId)).ToString(text["Date"], CultureInfo.CurrentCulture);

    /// <summary>Why a rule refuses: with its facts in English, in a sentence of its own in every other language.</summary>
    public static string Of(IStringLocalizer<PortalText> text, Finding finding)
    {
        if (CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "en")
        {
            return finding.Text;
        }

        var own = text[$"Rule.{finding.Rule}"];
        return own.ResourceNotFound ? text["Rule.other"] : own;
    }

    /// <summary>How large a file is, in kilobytes or megabytes.</summary>
    public static string Size(long bytes) => bytes >= 1_000_000
        ? string.Create(CultureInfo.CurrentCulture, $"{bytes / 1_000_000m:0.#} MB")
        : string.Create(CultureInfo.CurrentCulture, $"{Math.Max(1, bytes / 1_000)} kB");
}
