using Microsoft.Extensions.Configuration;
using RefundDesk.Tests.Kit;
using RefundDesk.Web;

namespace RefundDesk.Tests.Infrastructure;

public sealed class ShippedSettingsTests
{
    [Fact]
    public void The_file_at_the_top_of_the_repository_lies_beside_the_executable()
    {
        var shipped = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, ShippedSettings.FileName));

        Assert.Equal(File.ReadAllText(Repository.PathOf(ShippedSettings.FileName)), shipped);
    }

    [Fact]
    public void Every_other_source_overrides_the_shipped_file_even_when_it_was_added_before()
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("Database:Provider", "PostgreSql")]);

        configuration.AddShippedSettings();

        Assert.Equal("PostgreSql", configuration["Database:Provider"]);
        Assert.Equal("*", configuration["AllowedHosts"]);
    }
}
