using RefundDesk.Domain.Orders;

namespace RefundDesk.Web.Infrastructure.TimeZones;

/// <summary>Puts in place what is known of countries' time zones.</summary>
public static class TimeZonesRegistration
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddTimeZones(this IServiceCollection services) => services.AddSingleton<ICountryZones, TzdbCountryZones>();
}
