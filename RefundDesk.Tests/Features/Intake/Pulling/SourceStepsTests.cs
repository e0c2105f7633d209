using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Features.Api;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Pulling;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Intake.Pulling;

/// <summary>Who may do what with shops, and what is refused before anything is stored.</summary>
public sealed class SourceStepsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task A_shop_is_added_once_it_lets_us_in_and_its_secret_is_nowhere_to_be_read(DatabaseProvider provider)
    {
        await using var desk = await ShopDesk.OpenAsync(provider, added: false);

        var id = Done(await desk.AddAsync());
        var again = await desk.AddAsync(desk.Wanted with { Address = "https://shop.example/" });

        var source = await desk.SourceAsync();
        Assert.Equal((id, "https://shop.example", "sandbox", Now.AddDays(-90), 1L), (source.Id, source.Address, source.Gateway, source.Since, source.Version));
        Assert.DoesNotContain(FakeShop.Secret, source.SealedSecret, StringComparison.Ordinal);
        Assert.Equal("source.twice", Refused(again).Code);
        await using var db = await desk.Data.OpenAsync();
        var written = await db.Audit.SingleAsync(row => row.Field == "Order source", Cancelled);
        Assert.Equal((null, "fake https://shop.example"), (written.Before, written.After));
    }

    public static TheoryData<string, string, string> Refusals => new()
    {
        { "client", "nobody", "source.unknown-client" },
        { "kind", "magento", "source.unknown-kind" },
        { "address", "http://shop.example", "source.address" },
        { "address", "https://10.0.0.1", "source.address" },
        { "address", "https://169.254.169.254/latest", "source.address" },
        { "address", "shop", "source.field" },
        { "address", "", "source.field" },
        { "address", "https://nowhere.example", "source.unreachable" },
        { "address", "https://rubbish.example", "source.answer" },
        { "secret", "guessed", "source.denied" },
        { "secret", "", "source.field" },
        { "secret", "two\nlines", "source.field" },
        { "gateway", "a gateway whose name is longer than forty letters", "source.field" },
        { "since", "2027-01-01", "source.field" },
        { "since", "0001-01-01", "source.field" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task What_cannot_work_is_refused_and_nothing_stored(string field, string value, string code)
    {
        await using var desk = await ShopDesk.OpenAsync(added: false);
        var wanted = field switch
        {
            "client" => desk.Wanted with { ClientKey = value },
            "kind" => desk.Wanted with { Kind = value },
            "address" => desk.Wanted with { Address = value },
            "secret" => desk.Wanted with { Secret = value },
            "gateway" => desk.Wanted with { Gateway = value },
            _ => desk.Wanted with { Since = Instant(value) },
        };

        Assert.Equal(code, Refused(await desk.AddAsync(wanted)).Code);
        await using var db = await desk.Data.OpenAsync();
        Assert.False(await db.OrderSources.AnyAsync(Cancelled));
    }

    [Theory]
    [InlineData(Role.Administrator, true, true)]
    [InlineData(Role.Supervisor, true, false)]
    [InlineData(Role.Agent, false, false)]
    [InlineData(Role.ClientViewer, false, false)]
    public async Task Administrators_change_shops_supervisors_see_them_and_nobody_else_does(Role role, bool sees, bool changes)
    {
        await using var desk = await ShopDesk.OpenAsync();
        desk.Shop.SellRefused("R-1", new Refusal("order.field", "Nobody captured the payment."));
        await desk.PullAllAsync();
        var id = (await desk.SourceAsync()).Id;
        var person = DeskPrincipal.Person(UserId.New(Now), "Somebody", role, role == Role.ClientViewer ? desk.Client.Id : null);

        Assert.Equal(sees ? 1 : 0, (await desk.AskAsync<SourcesQuery, IReadOnlyList<ListedSource>>(query => query.ReadAsync(Cancelled), person)).Count);
        Assert.Equal(sees ? 1 : 0, (await desk.AskAsync<SourcesQuery, IReadOnlyList<HeldBack>>(query => query.HeldAsync(Cancelled), person)).Count);
        string?[] codes =
        [
            (await desk.AskAsync<PauseSource, Outcome>(step => step.HandleAsync(id, paused: true, Cancelled), person)).Refusal?.Code,
            (await desk.AskAsync<PauseSource, Outcome>(step => step.HandleAsync(id, paused: false, Cancelled), person)).Refusal?.Code,
            (await desk.AskAsync<SwitchTelling, Outcome>(step => step.HandleAsync(id, tells: false, Cancelled), person)).Refusal?.Code,
            (await desk.AskAsync<ChangeSourceSecret, Outcome>(step => step.HandleAsync(id, FakeShop.Secret, Cancelled), person)).Refusal?.Code,
            (await desk.AskAsync<LookAtSource, Outcome>(step => step.AskAsync(id, Cancelled), person)).Refusal?.Code,
            (await desk.AskAsync<AddSource, Outcome<Guid>>(step => step.HandleAsync(desk.Wanted with { Kind = "nothing" }, Cancelled), person)).Refusal?.Code,
            (await desk.AskAsync<RemoveSource, Outcome>(step => step.HandleAsync(id, Cancelled), person)).Refusal?.Code,
        ];
        Assert.All(codes.Where((_, place) => place != 5), code => Assert.Equal(changes ? null : "refund.forbidden", code));
        Assert.Equal(changes ? "source.unknown-kind" : "refund.forbidden", codes[5]);
    }

    [Theory, DatabaseMatrix]
    public async Task A_shop_that_is_removed_leaves_its_orders_and_nothing_else(DatabaseProvider provider)
    {
        await using var desk = await ShopDesk.OpenAsync(provider);
        var number = desk.Shop.Sell();
        await desk.PullAllAsync();
        await desk.PayAsync(number);
        var id = (await desk.SourceAsync()).Id;

        Done(await desk.AskAsync<RemoveSource, Outcome>(remove => remove.HandleAsync(id, Cancelled)));

        Assert.Equal([number], (await desk.OrdersAsync()).Select(order => order.OrderNumber));
        Assert.Empty(await desk.KeysAsync());
        Assert.Empty(await desk.ToTellAsync());
        Assert.Equal("source.not-found", Refused(await desk.AskAsync<RemoveSource, Outcome>(remove => remove.HandleAsync(id, Cancelled))).Code);
        Assert.Equal(0, await desk.Tell.RunOnceAsync("node-1", Cancelled));
    }

    [Fact]
    public async Task A_secret_is_changed_only_to_one_that_opens_and_one_that_the_keys_do_not_open_is_said()
    {
        await using var desk = await ShopDesk.OpenAsync();
        var id = (await desk.SourceAsync()).Id;
        var before = (await desk.SourceAsync()).SealedSecret;

        Assert.Equal("source.denied", Refused(await desk.AskAsync<ChangeSourceSecret, Outcome>(step => step.HandleAsync(id, "guessed", Cancelled))).Code);
        Assert.Equal(before, (await desk.SourceAsync()).SealedSecret);
        await using (var db = await desk.Data.OpenAsync())
        {
            await db.OrderSources.ExecuteUpdateAsync(set => set.SetProperty(row => row.SealedSecret, "not-sealed-here"), Cancelled);
        }

        await desk.PullAllAsync();
        Assert.Equal("source.secret", (await desk.SourceAsync()).FaultCode);
        Done(await desk.AskAsync<ChangeSourceSecret, Outcome>(step => step.HandleAsync(id, FakeShop.Secret, Cancelled)));
        await desk.PullAllAsync();
        Assert.Null((await desk.SourceAsync()).FaultCode);
    }

    [Fact]
    public async Task Looking_now_says_what_came()
    {
        await using var desk = await ShopDesk.OpenAsync();
        desk.Shop.Sell();
        desk.Shop.SellRefused("R-1", new Refusal("order.field", "Nobody captured the payment."));
        var id = (await desk.SourceAsync()).Id;

        var came = Done(await desk.AskAsync<LookAtSource, Outcome<PulledOrders>>(look => look.HandleAsync(id, "me", Cancelled)));
        var handle = (await desk.AskAsync<SourcesQuery, ListedSource?>(query => query.FindAsync(id.ToString("N")[^8..], Cancelled)))?.Id;

        Assert.Equal((1, 0, 0, false, id), (came.Created, came.Updated, came.Unchanged, came.HasMore, handle));
        Assert.Equal(("R-1", "order.field"), (Assert.Single(came.Held).Number, came.Held[0].Code));
    }

    [Fact]
    public async Task A_request_that_waits_goes_on_with_the_page_that_brings_its_order()
    {
        var shop = new FakeShop();
        await using var desk = await WebDesk.StartAsync(
            services => ShopDesk.Use(services, shop), new Dictionary<string, string?> { ["Automation:Enabled"] = "false", ["Waiting:LookEverySeconds"] = "3600", ["Pulling:Enabled"] = "false" }, standingClock: true);
        var client = await desk.ClientAsync();
        using var caller = await ApiCaller.OfAsync(desk, client);
        var waits = (await caller.AskAsync(ApiCaller.Request("W-1"))).Json.GetProperty("number").GetString();
        shop.Sell(AnOrder().WithLine(40_00, quantity: 2).With(draft => draft with { OrderNumber = "W-1" }));
        await using (var db = await desk.Data.OpenAsync())
        {
            var secrets = desk.Services.GetRequiredService<SourceSecrets>();
            var id = Guid.CreateVersion7(Now);
            db.OrderSources.Add(new() { Id = id, ClientId = client.Id, Kind = "fake", Address = "https://shop.example", Account = "desk", SealedSecret = secrets.Seal(id, FakeShop.Secret), Gateway = "sandbox", Since = Now.AddYears(-1), CreatedAt = Now, CreatedByName = "Test", NextLookAt = Now });
            await db.SaveChangesAsync(Cancelled);
        }

        Assert.Equal(1, await desk.Services.GetRequiredService<PullRound>().RunOnceAsync("node-1", Cancelled));

        Assert.Equal("Received", (await caller.GetAsync($"refunds/{waits}")).Json.GetProperty("status").GetString());
    }
}
