using RefundDesk.Domain.Orders;
using RefundDesk.Web.Infrastructure.TimeZones;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Infrastructure.TimeZones;

/// <summary>In whose days windows are counted: the shopper's.</summary>
public sealed class CountryZonesTests
{
    private static readonly TzdbCountryZones Zones = new();

    [Theory]
    [InlineData("DE", "Europe/Berlin")]
    [InlineData("de", "Europe/Berlin")]
    [InlineData("Germany", "Europe/Berlin")]
    [InlineData("GB", "Europe/London")]
    [InlineData("United Kingdom", "Europe/London")]
    [InlineData("UK", "Europe/London")]
    [InlineData("Brasil", "America/Eirunepe")]
    [InlineData("KW", "Asia/Kuwait")]
    public void A_country_is_known_by_its_code_and_by_its_name(string country, string zone) => Assert.Equal(zone, Zones.ZoneOf(country));

    [Theory]
    [InlineData("US", "Pacific/Honolulu")]
    [InlineData("ES", "Atlantic/Canary")]
    [InlineData("PT", "Atlantic/Azores")]
    [InlineData("AU", "Australia/Perth")]
    public void Of_several_zones_the_one_counts_in_which_a_day_ends_last(string country, string zone) => Assert.Equal(zone, Zones.ZoneOf(country));

    [Fact]
    public void Every_zone_is_one_that_days_can_be_counted_in() =>
        Assert.All(new[] { "US", "CN", "RU", "NZ", "BR", "MX", "ID" }, country => Assert.True(TimeZoneInfo.TryFindSystemTimeZoneById(Zones.ZoneOf(country)!, out _)));

    [Theory]
    [InlineData("Atlantis", null, "Europe/Berlin")] // The client's.
    [InlineData("JP", null, "Asia/Tokyo")]
    [InlineData("US", "America/New_York", "America/New_York")] // A store's own.
    public void The_orders_own_zone_goes_before_the_countrys_and_that_before_the_clients(string country, string? own, string zone) =>
        Assert.Equal(zone, AnOrder().With(draft => draft with { Country = country, TimeZoneId = own }).Build().ShopperZone(Zones, "Europe/Berlin"));

    [Theory]
    [InlineData("Europe/Atlantis")]
    [InlineData("W. Europe Standard Time")]
    [InlineData("")]
    public void A_zone_that_is_not_in_the_list_is_refused(string zone) =>
        Assert.Equal("order.field", Refused(Order.TakeIn(RefundDesk.Domain.Clients.ClientId.New(Now), AnOrder().With(draft => draft with { TimeZoneId = zone }).Draft(), Now)).Code);
}
