using System.Globalization;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>How shops are worded on the page.</summary>
internal static class SourceWords
{
    public static string Of(SourceState state) => state switch { SourceState.Read => "Up to date", SourceState.Reading => "Reading", SourceState.Paused => "Paused", SourceState.Failing => "Failing", _ => "New" };

    public static string Tone(SourceState state) => state switch { SourceState.Read => "ok", SourceState.Reading => "info", SourceState.Failing => "bad", _ => "calm" };

    public static string Kind(string kind) => kind switch { "shopify" => "Shopify", "woocommerce" => "WooCommerce", "vendure" => "Vendure", "medusa" => "Medusa", _ => kind };

    /// <summary>The address without what is the same of all.</summary>
    public static string Host(ListedSource source) => source.Address.StartsWith("https://", StringComparison.Ordinal) ? source.Address["https://".Length..] : source.Address;

    public static string Below(ListedSource source) => string.Join(" · ", new[] { Kind(source.Kind), source.Account, source.Handle }.Where(part => part.Length > 0));

    public static string Refunds(ListedSource source)
    {
        var parts = new List<string>();
        if (source.ToTell > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{source.ToTell:N0} to tell"));
        }

        if (source.NotTold > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{source.NotTold:N0} not taken"));
        }

        return !source.TellsRefunds ? string.Join(", ", parts.Prepend("not told")) : parts.Count == 0 ? "all told" : string.Join(", ", parts);
    }
}
