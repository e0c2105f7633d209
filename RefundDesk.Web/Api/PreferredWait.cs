using System.Globalization;

namespace RefundDesk.Web.Api;

/// <summary>The preference of RFC 7240 section 4.3, <c>Prefer: wait=10</c>: how many seconds a caller would rather wait than ask again.</summary>
internal static class PreferredWait
{
    /// <summary>The header it is said in.</summary>
    public const string Header = "Prefer";

    private const string Name = "wait";

    /// <summary>What is preferred.</summary>
    /// <param name="prefer">The header; null where it was not sent.</param>
    /// <param name="most">Seconds that are granted at most.</param>
    /// <returns>The time that is waited; null where nothing is said that can be read. The standard has what cannot be read passed over.</returns>
    public static TimeSpan? Read(string? prefer, int most)
    {
        foreach (var preference in (prefer ?? string.Empty).Split(','))
        {
            var parts = preference.Split(';')[0].Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length == 2 && parts[0].Equals(Name, StringComparison.OrdinalIgnoreCase) && int.TryParse(parts[1].Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return TimeSpan.FromSeconds(Math.Min(seconds, most));
            }
        }

        return null;
    }

    /// <summary>Says what was granted.</summary>
    public static void Confirm(HttpResponse response, TimeSpan wait) =>
        response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"{Name}={(int)wait.TotalSeconds}");
}
