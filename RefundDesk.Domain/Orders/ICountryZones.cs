namespace RefundDesk.Domain.Orders;

/// <summary>In which time zone the people of a country live: the shopper's calendar, by which return windows and legal days are counted.</summary>
public interface ICountryZones
{
    /// <summary>The zone of a country; of several the one in which a day ends last, so that nobody is told too early that it is over.</summary>
    /// <param name="country">ISO 3166 two-letter code, or the country's English name.</param>
    /// <returns>IANA; null where the country is not known.</returns>
    string? ZoneOf(string country);
}
