using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Calls;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Intake;

/// <summary>Which order somebody calls about.</summary>
public sealed class OrdersQueryTests
{
    private static readonly DeskPrincipal Agent = DeskPrincipal.Person(AgentAnn.Id!.Value, AgentAnn.Name, Role.Agent, null);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task An_order_is_found_by_number_key_address_and_any_word_of_the_name(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var client = await desk.AddClientAsync();
        await desk.AddOrderAsync(client, Bought("ab-1", "C-7", "Rosa van der Lee", "Rosa@Lee.example", daysAgo: 9));
        await desk.AddOrderAsync(client, Bought("AB-2", "C-8", "Max Other", "max@other.example", daysAgo: 3));

        Assert.Equal(["ab-1"], await NumbersAsync(desk, "ab-1"));
        Assert.Equal(["AB-2"], await NumbersAsync(desk, " ab-2 "));
        Assert.Equal(["ab-1"], await NumbersAsync(desk, "c-7"));
        Assert.Equal(["ab-1"], await NumbersAsync(desk, "Rosa@Lee.example"));
        Assert.Equal(["AB-2"], await NumbersAsync(desk, "MAX@other.example"));
        Assert.Equal(["ab-1"], await NumbersAsync(desk, "rosa"));
        Assert.Equal(["ab-1"], await NumbersAsync(desk, "lee"));
        Assert.Empty(await NumbersAsync(desk, "nobody"));
    }

    [Fact]
    public async Task The_newest_come_first_and_it_says_that_there_are_more()
    {
        await using var desk = await TestDatabase.CreateAsync();
        var client = await desk.AddClientAsync();
        for (var i = 0; i < 21; i++)
        {
            await desk.AddOrderAsync(client, Bought($"AB-{i}", "C-7", "Rosa Lee", null, daysAgo: 30 - i));
        }

        var found = Done(await Query(desk).SearchAsync("C-7", null, Cancelled));

        Assert.Equal(20, found.Orders.Count);
        Assert.True(found.IsCut);
        Assert.Equal("AB-20", found.Orders[0].OrderNumber);
        Assert.Equal(1, found.Orders[0].OpenUnits);
        Assert.Equal(Eur(104_90), found.Orders[0].Charged);
    }

    [Theory, DatabaseMatrix]
    public async Task Orders_of_another_client_are_out_of_reach(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var (mine, other) = (await desk.AddClientAsync(), await desk.AddClientAsync());
        await desk.AddOrderAsync(other, Bought("AB-1", "C-7", "Rosa Lee", "rosa@lee.example", daysAgo: 9));
        var query = Query(desk, Agent with { ClientId = mine.Id });

        foreach (var text in new[] { "AB-1", "C-7", "rosa@lee.example", "Rosa" })
        {
            Assert.Empty(Done(await query.SearchAsync(text, null, Cancelled)).Orders);
        }

        Assert.Equal("request.unknown-client", Refused(await query.SearchAsync("AB-1", other.Key, Cancelled)).Code);
        Assert.Equal("request.unknown-client", Refused(await query.FindAsync(other.Key, "AB-1", Cancelled)).Code);
        Assert.Equal([mine.Key], (await query.ClientsAsync(Cancelled)).Select(client => client.Key));
    }

    [Fact]
    public async Task The_client_that_was_chosen_alone_is_looked_through()
    {
        await using var desk = await TestDatabase.CreateAsync();
        var (first, second) = (await desk.AddClientAsync(), await desk.AddClientAsync());
        await desk.AddOrderAsync(first, Bought("AB-1", "C-7", "Rosa Lee", null, daysAgo: 9));
        await desk.AddOrderAsync(second, Bought("AB-1", "C-7", "Rosa Lee", null, daysAgo: 8));

        Assert.Equal([second.Key, first.Key], Done(await Query(desk).SearchAsync("AB-1", null, Cancelled)).Orders.Select(order => order.ClientKey));
        Assert.Equal([first.Key], Done(await Query(desk).SearchAsync("AB-1", first.Key, Cancelled)).Orders.Select(order => order.ClientKey));
    }

    [Fact]
    public async Task Whoever_may_not_request_finds_nothing_and_two_letters_are_too_few()
    {
        await using var desk = await TestDatabase.CreateAsync();
        var viewer = Query(desk, DeskPrincipal.Person(UserId.New(Now), "Vera Viewer", Role.ClientViewer, ClientId.New(Now)));

        Assert.Equal("refund.forbidden", Refused(await viewer.SearchAsync("AB-1", null, Cancelled)).Code);
        Assert.Equal("refund.forbidden", Refused(await viewer.FindAsync("shop", "AB-1", Cancelled)).Code);
        Assert.Empty(await viewer.ClientsAsync(Cancelled));
        Assert.Equal("request.search-text", Refused(await Query(desk).SearchAsync(" ab ", null, Cancelled)).Code);
    }

    [Fact]
    public async Task An_order_says_what_is_open_of_each_line_and_whose_it_is()
    {
        await using var desk = await TestDatabase.CreateAsync();
        var client = await desk.AddClientAsync();
        await desk.AddCaseAsync(client, ARefund().Asking(1, 2), AnOrder().With(draft => draft with { OrderNumber = "AB-1" }).WithLine(30_00, quantity: 3).WithShipping(4_90));
        await AddAnnAsync(desk, "kim@customer.example");

        var order = Done(await Query(desk).FindAsync(client.Key, "AB-1", Cancelled));

        Assert.Equal([(3, 1), (1, 1)], order.Lines.Select(line => (line.Bought, line.Open)));
        Assert.Equal("k••••@customer.example", order.MaskedEmail);
        Assert.True(order.IsOwnPurchase);
        Assert.Equal("request.unknown-order", Refused(await Query(desk).FindAsync(client.Key, "AB-2", Cancelled)).Code);
    }

    private static OrderBuilder Bought(string number, string customer, string name, string? email, int daysAgo) => AnOrder().WithLine(100_00).WithShipping(4_90).With(draft => draft with
    {
        OrderNumber = number, CustomerReference = customer, CustomerName = name, CustomerEmail = email, PlacedAt = Now.AddDays(-daysAgo), DispatchedAt = null, DeliveredAt = null,
    });

    private static OrdersQuery Query(TestDatabase desk, DeskPrincipal? principal = null) => new(desk.Database, new User(principal ?? Agent));

    private static async Task<IEnumerable<string>> NumbersAsync(TestDatabase desk, string text) =>
        Done(await Query(desk).SearchAsync(text, null, Cancelled)).Orders.Select(order => order.OrderNumber);

    private static async Task AddAnnAsync(TestDatabase desk, string email)
    {
        await using var db = await desk.OpenAsync();
        db.Add(new DeskUser
        {
            Id = AgentAnn.Id!.Value.Value, DisplayName = AgentAnn.Name, Role = Role.Agent, UserName = email, NormalizedUserName = email.ToUpperInvariant(),
            Email = email, NormalizedEmail = email.ToUpperInvariant(), CreatedAt = Now,
        });
        await db.SaveChangesAsync(Cancelled);
    }

    private sealed class User(DeskPrincipal principal) : ICurrentUser
    {
        public ValueTask<DeskPrincipal> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(principal);
    }
}
