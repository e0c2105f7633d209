using System.Collections.Frozen;
using System.Globalization;
using NodaTime.TimeZones;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies.Law;

namespace RefundDesk.Web.Infrastructure.TimeZones;

/// <summary>The zones of countries as the tz database has them (its <c>zone.tab</c>, in the edition that comes with NodaTime).</summary>
internal sealed class TzdbCountryZones : ICountryZones
{
    /// <summary>Winter and summer: where clocks are put forward a day ends earlier.</summary>
    private static readonly DateTimeOffset[] Seasons = [new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero)];

    private readonly FrozenDictionary<string, string> _zones = Read();

    /// <inheritdoc />
    public string? ZoneOf(string country)
    {
        ArgumentNullException.ThrowIfNull(country);
        return _zones.TryGetValue(country, out var zone) || (Abbreviated(country) is { } code && _zones.TryGetValue(code, out zone)) ? zone : null;
    }

    private static FrozenDictionary<string, string> Read()
    {
        var countries = TzdbDateTimeZoneSource.Default.ZoneLocations!
            .Where(location => TimeZoneInfo.TryFindSystemTimeZoneById(location.ZoneId, out _))
            .GroupBy(location => (Code: location.CountryCode, Name: location.CountryName), location => location.ZoneId)
            .Select(zones => (zones.Key.Code, zones.Key.Name, Zone: zones.OrderBy(EndOfDay).ThenBy(zone => zone, StringComparer.Ordinal).First()))
            .ToArray();
        return countries.Select(country => (Name: country.Code, country.Zone))
            .Concat(countries.Select(country => (country.Name, country.Zone)))
            .Concat(NamesByCode().Join(countries, name => name.Code, country => country.Code, (name, country) => (name.Name, country.Zone)))
            .DistinctBy(country => country.Name, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(country => country.Name, country => country.Zone, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What the base class library calls the countries it has a culture for.</summary>
    private static IEnumerable<(string Code, string Name)> NamesByCode() => CultureInfo.GetCultures(CultureTypes.SpecificCultures)
        .Select(culture => new RegionInfo(culture.Name)).DistinctBy(region => region.TwoLetterISORegionName).Select(region => (region.TwoLetterISORegionName, region.EnglishName));

    /// <summary>The further west, the later a day ends.</summary>
    private static TimeSpan EndOfDay(string zone) =>
        Seasons.Aggregate(TimeSpan.Zero, (sum, season) => sum + TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(season));

    /// <summary>What retailers write for some countries, <c>UK</c>: known where their law is.</summary>
    private static string? Abbreviated(string country) =>
        StatutoryFloors.Of(country)?.Names.FirstOrDefault(name => string.Equals(name.Key, country, StringComparison.OrdinalIgnoreCase)).Value;
}
