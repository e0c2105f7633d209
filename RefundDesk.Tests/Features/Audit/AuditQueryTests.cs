using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Audit;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Audit;

public sealed class AuditQueryTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task Changes_are_read_from_the_newest_page_by_page(DatabaseProvider provider)
    {
        await using var data = await TestDatabase.CreateAsync(provider);
        await AddAsync(data, AuditQuery.PageSize + 2);
        await using var scope = data.BuildHost().Services.CreateAsyncScope();
        var query = scope.ServiceProvider.GetRequiredService<AuditQuery>();

        var first = await query.ReadAsync(null, Cancelled);
        var second = await query.ReadAsync(first[^1].Id, Cancelled);

        Assert.Equal(AuditQuery.PageSize, first.Count);
        Assert.Equal(Enumerable.Range(0, AuditQuery.PageSize + 2).Reverse().Select(i => $"Name {i}"), first.Concat(second).Select(line => line.After));
    }

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.ClientViewer)]
    public async Task Only_administrators_read_them(Role role)
    {
        await using var data = await TestDatabase.CreateAsync();
        var client = await AddAsync(data, 1);
        var principal = DeskPrincipal.Person(UserId.New(Now), "Somebody", role, role == Role.ClientViewer ? client.Id : null);
        await using var scope = data.BuildHost(principal).Services.CreateAsyncScope();

        Assert.Empty(await scope.ServiceProvider.GetRequiredService<AuditQuery>().ReadAsync(null, Cancelled));
    }

    private static async Task<RefundDesk.Domain.Clients.Client> AddAsync(TestDatabase data, int count)
    {
        var client = await data.AddClientAsync();
        await using var db = await data.OpenAsync();
        for (var i = 0; i < count; i++)
        {
            db.Audit.Add(AuditRow.Of(client, SupervisorSue, Now, "Name", null, $"Name {i}"));
            await db.SaveChangesAsync(Cancelled);
        }

        return client;
    }
}
