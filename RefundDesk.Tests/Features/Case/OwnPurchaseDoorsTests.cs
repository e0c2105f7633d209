using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Access;
using RefundDesk.Web.Features.Case;
using RefundDesk.Web.Features.Intake;
using RefundDesk.Web.Features.Intake.Waiting;
using RefundDesk.Web.Features.Queue;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Features.Case.CaseDesk;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Case;

/// <summary>A person of the desk who shops with a client: blocked and routed around. The customer's address is kim@customer.example.</summary>
public sealed class OwnPurchaseDoorsTests
{
    [Theory, DatabaseMatrix]
    public async Task A_declared_private_address_keeps_the_case_from_the_person_and_the_page_says_so(DatabaseProvider provider)
    {
        await using var desk = await CreateAsync(provider);
        await AddPeopleAsync(desk);
        var scene = await desk.AddAsync(ARefund().InReview());
        Assert.Null((await ApproveAsync(desk, AnotherAgent, await desk.AddAsync(ARefund().InReview())))?.Code);

        Done(await desk.StepAsync<DeclareAddresses>(Agent, declare => declare.HandleAsync("Kim@Customer.example, ann@mail.example", Cancelled)));

        var seen = Done(await desk.AsAsync<CaseQuery, RefundDesk.Domain.Common.Outcome<CaseView>>(Agent, cases => cases.FindAsync(scene.Refund.Number, Cancelled)));
        Assert.True(seen.IsOwnPurchase);
        Assert.Empty(seen.Actions);
        Assert.Equal("refund.own-purchase", (await ApproveAsync(desk, Agent, scene))?.Code);
        Assert.Equal("refund.own-purchase", Refused(await desk.StepAsync<CancelRefund>(Agent, cancel => cancel.HandleAsync(scene.Refund.Number, scene.Refund.Version, null, Cancelled))).Code);
        Assert.Null((await ApproveAsync(desk, AnotherAgent, scene))?.Code);
    }

    [Fact]
    public async Task The_customer_puts_nothing_in_as_a_person_of_the_desk()
    {
        await using var desk = await CreateAsync();
        await AddPeopleAsync(desk, annsAddress: "kim+shop@customer.example");
        var order = await desk.Database.AddOrderAsync(desk.Client);
        var request = new RefundRequest(RequestChannel.Agent, null, desk.Database.Time.GetUtcNow(), null, [new RequestedLine(1, 1, RefundReason.ChangedMind, GoodsCondition.Opened)]);

        var own = await desk.AsAsync<SubmitRequest, RefundDesk.Domain.Common.Outcome<SubmittedRequest>>(Agent, submit => submit.HandleAsync(desk.Client.Key, order.OrderNumber, request, Cancelled));
        var others = await desk.AsAsync<SubmitRequest, RefundDesk.Domain.Common.Outcome<SubmittedRequest>>(AnotherAgent, submit => submit.HandleAsync(desk.Client.Key, order.OrderNumber, request, Cancelled));

        Assert.Equal("refund.own-purchase", Refused(own).Code);
        Done(others);
    }

    [Fact]
    public async Task A_person_of_one_retailer_does_not_either_by_the_way_systems_go()
    {
        await using var desk = await CreateAsync();
        await AddPeopleAsync(desk, annsAddress: "kim+shop@customer.example", client: desk.Client.Id);
        var order = await desk.Database.AddOrderAsync(desk.Client);
        var request = new RefundRequest(RequestChannel.Api, "key-1", desk.Database.Time.GetUtcNow(), null, [new RequestedLine(1, 1, RefundReason.ChangedMind, GoodsCondition.Opened)]);

        var own = await desk.AsAsync<WaitForOrder, RefundDesk.Domain.Common.Outcome<SubmittedRequest>>(AgentOf(desk.Client.Id), submit => submit.HandleAsync(order.OrderNumber, request, Cancelled));

        Assert.Equal("refund.own-purchase", Refused(own).Code);
    }

    [Fact]
    public async Task Next_leaves_purchases_of_the_own_out_however_many_there_are()
    {
        await using var desk = await CreateAsync();
        await AddPeopleAsync(desk, annsAddress: "kim@customer.example");
        for (var i = 0; i < 9; i++)
        {
            await desk.AddAsync(ARefund().RequestedAt(Now.AddMinutes(i)).InReview());
        }

        Assert.Null(await NextAsync(Agent));
        Assert.NotNull(await NextAsync(AnotherAgent));
        var others = await desk.Database.AddCaseAsync(desk.Client, ARefund().RequestedAt(Now.AddHours(1)).InReview(), AnOrder().With(draft => draft with { CustomerEmail = "other@customer.example" }));
        Assert.Equal(others.Refund.Number, await NextAsync(Agent));

        Task<RefundNumber?> NextAsync(DeskPrincipal person) => desk.AsAsync<NextCase, RefundNumber?>(person, next => next.AfterAsync(DeskQueue.Review, null, Cancelled));
    }

    [Fact]
    public async Task A_deputy_neither_approves_nor_refuses_what_the_lender_bought()
    {
        await using var desk = await CreateAsync();
        await AddPeopleAsync(desk, suesAddress: "kim@customer.example");
        await using (var db = await desk.Database.OpenAsync())
        {
            var now = desk.Database.Time.GetUtcNow();
            db.Add(Done(Delegation.Lend((SupervisorSue.Id!.Value, Role.Supervisor), (AgentBen.Id!.Value, Role.Agent), now, now.AddDays(3), now)));
            await db.SaveChangesAsync(Cancelled);
        }

        var scene = await desk.AddAsync(ARefund().AwaitingApproval(AgentAnn));

        Assert.Equal("refund.own-purchase", (await ApproveAsync(desk, AnotherAgent, scene))?.Code);
        Assert.Equal("refund.needs-supervisor", Refused(await desk.StepAsync<RejectRefund>(
            AnotherAgent, reject => reject.HandleAsync(scene.Refund.Number, scene.Refund.Version, "It was used.", RefusalGround.Policy, Cancelled))).Code);
        Assert.Equal("refund.own-purchase", (await ApproveAsync(desk, Supervisor, scene))?.Code);
    }

    [Fact]
    public async Task Declared_addresses_are_written_down_by_their_number_alone()
    {
        await using var desk = await CreateAsync();
        await AddPeopleAsync(desk);

        Done(await desk.StepAsync<DeclareAddresses>(Agent, declare => declare.HandleAsync("B@mail.example\na@mail.example a@MAIL.example", Cancelled)));
        Done(await desk.StepAsync<DeclareAddresses>(Agent, declare => declare.HandleAsync("a@mail.example", Cancelled)));

        Assert.Equal(["a@mail.example"], await desk.AsAsync<DeclareAddresses, IReadOnlyList<string>>(Agent, declare => declare.ReadAsync(Cancelled)));
        Assert.Equal([1, 0, 0], (await desk.AsAsync<PeopleQuery, IReadOnlyList<PersonRow>>(Administrator, people => people.ReadAsync(null, Cancelled))).Select(person => person.PrivateAddresses));
        await using var db = await desk.Database.OpenAsync();
        Assert.Equal([("0 declared", "2 declared"), ("2 declared", "1 declared")], db.Audit.OrderBy(row => row.Id).Select(row => ValueTuple.Create(row.Before, row.After)));
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("a@x.example b@x.example c@x.example d@x.example e@x.example f@x.example")]
    public async Task What_is_no_address_or_too_many_is_refused(string addresses)
    {
        await using var desk = await CreateAsync();
        await AddPeopleAsync(desk);

        Assert.Equal("user.private-addresses", Refused(await desk.StepAsync<DeclareAddresses>(Agent, declare => declare.HandleAsync(addresses, Cancelled))).Code);
    }

    /// <summary>The accounts of those who take steps; without one nothing is known of a person.</summary>
    private static async Task AddPeopleAsync(CaseDesk desk, string annsAddress = "ann@desk.example", string suesAddress = "sue@desk.example", ClientId? client = null)
    {
        await using var db = await desk.Database.OpenAsync();
        foreach (var (actor, role, email) in new[] { (AgentAnn, Role.Agent, annsAddress), (AgentBen, Role.Agent, "ben@desk.example"), (SupervisorSue, Role.Supervisor, suesAddress) })
        {
            db.Add(new DeskUser
            {
                Id = actor.Id!.Value.Value, DisplayName = actor.Name, Role = role, UserName = email, NormalizedUserName = email.ToUpperInvariant(),
                Email = email, NormalizedEmail = email.ToUpperInvariant(), CreatedAt = Now, ClientId = client,
            });
        }

        await db.SaveChangesAsync(Cancelled);
    }

    private static async Task<RefundDesk.Domain.Common.Refusal?> ApproveAsync(CaseDesk desk, DeskPrincipal person, RefundScene scene) =>
        (await desk.StepAsync<ApproveRefund>(person, approve => approve.HandleAsync(scene.Refund.Number, scene.Refund.Version, Cancelled))).Refusal;
}
