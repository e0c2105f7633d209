using Microsoft.EntityFrameworkCore;
using RefundDesk.Tests.Kit;

namespace RefundDesk.Tests.Infrastructure.Persistence;

/// <summary>What the embedded database promises depends on settings of each connection.</summary>
public sealed class SqliteSettingsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    [InlineData("busy_timeout", "10000")]
    public async Task Every_connection_is_set_up(string pragma, string expected)
    {
        await using var desk = await TestDatabase.CreateAsync();
        await using var one = await desk.OpenAsync();
        await using var other = await desk.OpenAsync();

        Assert.Equal(expected, await ReadAsync(one, pragma));
        Assert.Equal(expected, await ReadAsync(other, pragma));
    }

    [Fact]
    public async Task References_are_checked()
    {
        await using var desk = await TestDatabase.CreateAsync();
        await desk.AddCaseAsync(await desk.AddClientAsync());
        await using var db = await desk.OpenAsync();

        var fault = await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => db.Database.ExecuteSqlRawAsync("DELETE FROM \"Orders\"", Cancelled));

        Assert.Contains("FOREIGN KEY", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<string?> ReadAsync(RefundDesk.Web.Infrastructure.Persistence.RefundDeskDbContext db, string pragma)
    {
        await db.Database.OpenConnectionAsync(Cancelled);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        return (await command.ExecuteScalarAsync(Cancelled))?.ToString();
    }
}
