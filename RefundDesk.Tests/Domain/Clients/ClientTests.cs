using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Clients;

public sealed class ClientTests
{
    [Fact]
    public void A_client_is_added_with_its_currency_and_zone()
    {
        var client = Done(Client.Add("northwind-home", " Northwind Home ", "gbp", "Europe/London", Now));

        Assert.Equal(("northwind-home", "Northwind Home", Currency.Of("GBP"), "Europe/London", 1), (client.Key, client.Name, client.Currency, client.TimeZone.Id, client.Version));
    }

    [Theory]
    [InlineData("client.key", null, "Shop", "EUR", "Europe/Berlin")]
    [InlineData("client.key", "a", "Shop", "EUR", "Europe/Berlin")]
    [InlineData("client.key", "Shop", "Shop", "EUR", "Europe/Berlin")]
    [InlineData("client.key", "-shop", "Shop", "EUR", "Europe/Berlin")]
    [InlineData("client.key", "shop-", "Shop", "EUR", "Europe/Berlin")]
    [InlineData("client.key", "sh op", "Shop", "EUR", "Europe/Berlin")]
    [InlineData("client.key", "shop/../x", "Shop", "EUR", "Europe/Berlin")]
    [InlineData("client.key", "a2345678901234567890123456789012345678901", "Shop", "EUR", "Europe/Berlin")]
    [InlineData("client.name", "shop", null, "EUR", "Europe/Berlin")]
    [InlineData("client.name", "shop", " ", "EUR", "Europe/Berlin")]
    [InlineData("client.name", "shop", "Sh\nop", "EUR", "Europe/Berlin")]
    [InlineData("client.currency", "shop", "Shop", null, "Europe/Berlin")]
    [InlineData("client.currency", "shop", "Shop", "EURO", "Europe/Berlin")]
    [InlineData("client.time-zone", "shop", "Shop", "EUR", null)]
    [InlineData("client.time-zone", "shop", "Shop", "EUR", "")]
    [InlineData("client.time-zone", "shop", "Shop", "EUR", "Europe/Atlantis")]
    [InlineData("client.time-zone", "shop", "Shop", "EUR", "W. Europe Standard Time")]
    public void A_fault_is_refused_with_its_field(string code, string? key, string? name, string? currency, string? zone) =>
        Assert.Equal(code, Refused(Client.Add(key!, name!, currency!, zone!, Now)).Code);

    [Fact]
    public void A_name_of_121_characters_is_refused_and_one_of_120_is_not()
    {
        Done(Client.Add("shop", new string('x', 120), "EUR", "UTC", Now));
        Assert.Equal("client.name", Refused(Client.Add("shop", new string('x', 121), "EUR", "UTC", Now)).Code);
    }

    [Fact]
    public void What_may_change_changes_and_is_counted_once()
    {
        var client = Shop();
        var wanted = new ClientDetails("Another name", "help@shop.example", "USD", "America/New_York");

        Done(client.Change(wanted, hasOrders: false));
        Done(client.Change(wanted, hasOrders: false));

        Assert.Equal((wanted, 2), (client.Describe(), client.Version));
    }

    [Theory]
    [InlineData("client.name", " ", "a@shop.example", "EUR", "UTC")]
    [InlineData("client.sender-address", "Shop", "", "EUR", "UTC")]
    [InlineData("client.sender-address", "Shop", "not an address", "EUR", "UTC")]
    [InlineData("client.sender-address", "Shop", "Shop <a@shop.example>", "EUR", "UTC")]
    [InlineData("client.sender-address", "Shop", "a@shop.example\r\nBcc: b@shop.example", "EUR", "UTC")]
    [InlineData("client.currency", "Shop", "a@shop.example", "EURO", "UTC")]
    [InlineData("client.currency-decimals", "Shop", "a@shop.example", "JPY", "UTC")]
    [InlineData("client.time-zone", "Shop", "a@shop.example", "EUR", "Europe/Atlantis")]
    public void A_change_that_does_not_fit_is_refused_with_its_field(string code, string name, string sender, string currency, string zone)
    {
        var client = Shop();
        var before = client.Describe();

        Assert.Equal(code, Refused(client.Change(new ClientDetails(name, sender, currency, zone), hasOrders: false)).Code);
        Assert.Equal((before, 1), (client.Describe(), client.Version));
    }

    [Fact]
    public void With_orders_the_currency_stays()
    {
        var client = Shop();

        Assert.Equal("client.currency-in-use", Refused(client.Change(client.Describe() with { Currency = "USD" }, hasOrders: true)).Code);
        Done(client.Change(client.Describe() with { Name = "Another name", Currency = "eur" }, hasOrders: true));
    }

    private static Client Shop() => Done(Client.Add("shop", "Shop", "EUR", "Europe/Berlin", Now));
}
