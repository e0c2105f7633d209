using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Features.Clients;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Kit;

public sealed class TestDatabaseTests
{
    [Theory, DatabaseMatrix]
    public async Task A_case_that_was_added_is_read_as_it_was(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var client = await desk.AddClientAsync();
        var added = await desk.AddCaseAsync(client, ARefund().Paid());

        var (refund, order) = await desk.ReadAsync(added.Refund.Number);

        Assert.Equal(RefundStatus.Paid, refund.Status);
        Assert.Equal(added.Order.Tenders[0].ReservedMinor, order.Tenders[0].ReservedMinor);
    }

    [Fact]
    public async Task Two_databases_share_nothing()
    {
        await using var one = await TestDatabase.CreateAsync();
        await using var other = await TestDatabase.CreateAsync();
        await one.AddClientAsync();

        await using var db = await other.OpenAsync();

        Assert.False(await db.Clients.AnyAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_whole_application_runs_on_it()
    {
        await using var desk = await TestDatabase.CreateAsync();
        await using var scope = desk.BuildHost().Services.CreateAsyncScope();

        var added = await scope.ServiceProvider.GetRequiredService<AddClient>()
            .HandleAsync("northwind", "Northwind", "EUR", "Europe/Berlin", TestContext.Current.CancellationToken);

        Assert.Equal(Now, Done(added).CreatedAt);
    }
}
