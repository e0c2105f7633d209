using System.Collections.Frozen;

namespace RefundDesk.Domain.Refunds.Telling;

/// <summary>In which language a customer is written to.</summary>
public static class CustomerLanguage
{
    private static readonly FrozenDictionary<string, string> ByCountry = new Dictionary<string, string>
    {
        ["DE"] = "de", ["AT"] = "de", ["LI"] = "de", ["Germany"] = "de", ["Austria"] = "de",
        ["FR"] = "fr", ["MC"] = "fr", ["France"] = "fr",
        ["ES"] = "es", ["MX"] = "es", ["AR"] = "es", ["CL"] = "es", ["CO"] = "es", ["PE"] = "es", ["UY"] = "es", ["Spain"] = "es",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The languages there are messages in, two letters each; the first where nothing says otherwise.</summary>
    public static IReadOnlyList<string> All { get; } = ["en", "de", "fr", "es"];

    /// <summary>The language the customer chose, else the one of the order's country, else English. Countries with several languages of ours, like Switzerland, say nothing.</summary>
    /// <param name="chosen">Two letters; null where the customer chose none.</param>
    /// <param name="country">As the order has it.</param>
    public static string Of(string? chosen, string country) => chosen is not null && All.Contains(chosen) ? chosen : ByCountry.GetValueOrDefault(country, All[0]);
}
