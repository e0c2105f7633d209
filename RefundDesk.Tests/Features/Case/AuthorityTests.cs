using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Case;
using RefundDesk.Web.Features.Deputies;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Case;

/// <summary>Limits over a day and a customer, requests that were split, deputies: read from the database in the transaction of the approval.</summary>
public sealed class AuthorityTests
{
    private static readonly AuthorityLimit AgentRefund = new(LimitPeriod.Refund, 400_00) { Role = Role.Agent };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task Two_approvals_of_one_person_at_once_do_not_pass_a_day_limit_together(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var client = await ClientAsync(desk, AgentRefund, new AuthorityLimit(LimitPeriod.Day, 500_00) { Role = Role.Agent });
        var scenes = new List<RefundScene>();
        for (var i = 0; i < 6; i++)
        {
            scenes.Add(await AddAsync(desk, client, 150_00, $"C-{i}"));
        }

        var outcomes = await Task.WhenAll(scenes.Select(scene => Task.Run(() => ApproveAsync(desk, CaseDesk.Agent, scene))));

        Assert.All(outcomes, outcome => Assert.Null(outcome));
        var after = await Task.WhenAll(scenes.Select(desk.ReadAsync));
        Assert.Equal(3, after.Count(refund => refund.Status == RefundStatus.Approved));
        Assert.Equal(3, after.Count(refund => refund.Status == RefundStatus.AwaitingApproval));
    }

    [Theory, DatabaseMatrix]
    public async Task Two_people_at_once_do_not_pass_a_customers_limit_together(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var client = await ClientAsync(desk, AgentRefund, new AuthorityLimit(LimitPeriod.Customer, 400_00) { Days = 30 });
        var one = await AddAsync(desk, client, 150_00, "C-1", Now.AddDays(-20));
        var other = await AddAsync(desk, client, 300_00, "C-1");

        await Task.WhenAll(Task.Run(() => ApproveAsync(desk, CaseDesk.Agent, one)), Task.Run(() => ApproveAsync(desk, CaseDesk.AnotherAgent, other)));

        RefundStatus[] after = [(await desk.ReadAsync(one)).Status, (await desk.ReadAsync(other)).Status];
        Assert.Equal([RefundStatus.AwaitingApproval, RefundStatus.Approved], after.Order());
    }

    [Fact]
    public async Task A_day_begins_at_midnight_of_the_clients_calendar()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var client = await ClientAsync(desk, AgentRefund, new AuthorityLimit(LimitPeriod.Day, 300_00) { Role = Role.Agent });
        desk.Database.Time.SetUtcNow(Instant("2026-03-10 22:59"));
        var evening = await AddAsync(desk, client, 200_00, "C-1");
        var late = await AddAsync(desk, client, 200_00, "C-2");
        var tomorrow = await AddAsync(desk, client, 200_00, "C-3");

        Assert.Null(await ApproveAsync(desk, CaseDesk.Agent, evening));
        Assert.Null(await ApproveAsync(desk, CaseDesk.Agent, late));
        desk.Database.Time.SetUtcNow(Instant("2026-03-10 23:00"));
        Assert.Null(await ApproveAsync(desk, CaseDesk.Agent, tomorrow));

        Assert.Equal(
            [RefundStatus.Approved, RefundStatus.AwaitingApproval, RefundStatus.Approved],
            [(await desk.ReadAsync(evening)).Status, (await desk.ReadAsync(late)).Status, (await desk.ReadAsync(tomorrow)).Status]);
    }

    [Theory, DatabaseMatrix]
    public async Task Requests_split_to_stay_under_a_limit_are_put_together_before_the_supervisor(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var client = await ClientAsync(desk, AgentRefund);
        var one = await AddAsync(desk, client, 300_00, "C-1");
        var two = await AddAsync(desk, client, 250_00, "C-1", Now.AddDays(-3));
        await AddAsync(desk, client, 250_00, "C-1", Now.AddDays(-3).AddMinutes(-1));

        Assert.Null(await ApproveAsync(desk, CaseDesk.Agent, one));

        var waiting = await desk.ReadAsync(one);
        Assert.Equal((RefundStatus.AwaitingApproval, $"Belongs together with {two.Refund.Number}: 550.00 EUR in all"), (waiting.Status, waiting.WhyHere));
        var view = await desk.AsAsync<CaseQuery, CaseView>(CaseDesk.Supervisor, async cases => Done(await cases.FindAsync(one.Refund.Number, Cancelled)));
        Assert.Equal([(two.Refund.Number, Eur(250_00), "same customer")], view.Nearby.Cases.Select(other => (other.Number, other.Amount, other.Why)));
        Assert.Equal("Reviewed", Assert.Single(view.Agreed).What);
    }

    [Theory]
    [InlineData("same card", "Kim Customer", "Visa ·· 4242", true)]
    [InlineData("another name with such a card", "Lee Customer", "Visa ·· 4242", false)]
    public async Task A_card_is_the_same_by_its_label_and_the_name(string why, string name, string label, bool belongs)
    {
        await using var desk = await CaseDesk.CreateAsync();
        var client = await ClientAsync(desk, AgentRefund);
        var one = await AddAsync(desk, client, 300_00, "C-1");
        await desk.Database.AddCaseAsync(client, ARefund().InReview(), AnOrder().WithLine(200_00).With(draft => draft with { CustomerReference = "C-2", CustomerName = name, CustomerEmail = "other@customer.example" }));

        Assert.Null(await ApproveAsync(desk, CaseDesk.Agent, one));

        Assert.True((await desk.ReadAsync(one)).Status == (belongs ? RefundStatus.AwaitingApproval : RefundStatus.Approved), $"{why}: {label}");
    }

    [Theory, DatabaseMatrix]
    public async Task A_deputy_approves_by_what_was_lent_for_as_long_as_it_was_and_it_counts_against_the_lender(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        await AddPeopleAsync(desk, (CaseDesk.Supervisor, "sue@desk.example"), (CaseDesk.Agent, "ann@desk.example"));
        var client = await ClientAsync(desk, AgentRefund, new AuthorityLimit(LimitPeriod.Day, 900_00) { Person = "sue@desk.example" });
        var scenes = new[] { await WaitingAsync(desk, client, 500_00, "C-1"), await WaitingAsync(desk, client, 500_00, "C-2"), await WaitingAsync(desk, client, 300_00, "C-3") };
        Assert.Equal("refund.needs-supervisor", await ApproveAsync(desk, CaseDesk.Agent, scenes[0]));

        Done(await desk.StepAsync<LendAuthority>(CaseDesk.Supervisor, lend => lend.HandleAsync("ann@desk.example", Now, Now.AddDays(2), Cancelled)));

        Assert.Null(await ApproveAsync(desk, CaseDesk.Agent, scenes[0]));
        Assert.Equal("refund.above-limit", await ApproveAsync(desk, CaseDesk.Agent, scenes[1]));
        Assert.Equal("refund.above-limit", await ApproveAsync(desk, CaseDesk.Supervisor, scenes[1]));
        var approved = await desk.ReadAsync(scenes[0]);
        Assert.Equal((AgentAnn.Id, SupervisorSue.Id), (approved.ApprovedById, approved.ApprovedForId));
        desk.Database.Time.SetUtcNow(Now.AddDays(2));
        Assert.Equal("refund.needs-supervisor", await ApproveAsync(desk, CaseDesk.Agent, scenes[2]));
    }

    [Fact]
    public async Task Authority_is_lent_by_supervisors_to_people_who_work_cases_and_taken_back_and_both_are_written_down()
    {
        await using var desk = await CaseDesk.CreateAsync();
        await AddPeopleAsync(desk, (CaseDesk.Supervisor, "sue@desk.example"), (CaseDesk.Agent, "ann@desk.example"), (CaseDesk.Administrator, "tom@desk.example"));
        Task<string?> LendAsync(DeskPrincipal by, string to, DateTimeOffset until) =>
            CodeAsync(desk.StepAsync<LendAuthority>(by, lend => lend.HandleAsync(to, Now, until, Cancelled)));

        Assert.Equal("refund.forbidden", await LendAsync(CaseDesk.Agent, "sue@desk.example", Now.AddDays(1)));
        Assert.Equal("refund.forbidden", await LendAsync(CaseDesk.Administrator, "ann@desk.example", Now.AddDays(1)));
        Assert.Equal("delegation.role", await LendAsync(CaseDesk.Supervisor, "tom@desk.example", Now.AddDays(1)));
        Assert.Equal("delegation.self", await LendAsync(CaseDesk.Supervisor, "sue@desk.example", Now.AddDays(1)));
        Assert.Equal("delegation.period", await LendAsync(CaseDesk.Supervisor, "ann@desk.example", Now));
        Assert.Equal("delegation.period", await LendAsync(CaseDesk.Supervisor, "ann@desk.example", Now.AddDays(93)));
        Assert.Equal("delegation.not-found", await LendAsync(CaseDesk.Supervisor, "nobody@desk.example", Now.AddDays(1)));
        Assert.Null(await LendAsync(CaseDesk.Supervisor, "ann@desk.example", Now.AddDays(1)));

        var row = Assert.Single(await desk.AsAsync<DeputiesQuery, IReadOnlyList<DeputyRow>>(CaseDesk.Supervisor, deputies => deputies.ReadAsync(Cancelled)));
        Assert.Equal((DeputyState.InForce, true), (row.State, row.MayEnd));
        Assert.Empty(await desk.AsAsync<DeputiesQuery, IReadOnlyList<DeputyRow>>(CaseDesk.Agent, deputies => deputies.ReadAsync(Cancelled)));
        Assert.Equal("refund.forbidden", await CodeAsync(desk.StepAsync<TakeAuthorityBack>(CaseDesk.Agent, back => back.HandleAsync(row.Id, Cancelled))));
        Assert.Null(await CodeAsync(desk.StepAsync<TakeAuthorityBack>(CaseDesk.Administrator, back => back.HandleAsync(row.Id, Cancelled))));
        Assert.Equal("delegation.over", await CodeAsync(desk.StepAsync<TakeAuthorityBack>(CaseDesk.Supervisor, back => back.HandleAsync(row.Id, Cancelled))));
        await using var db = await desk.Database.OpenAsync();
        Assert.Equal([("Deputy", "Sue Supervisor"), ("Deputy", "Tom Supervisor")], db.Audit.OrderBy(audit => audit.Id).AsEnumerable().Select(audit => (audit.Field, audit.ActorName)));
    }

    private static async Task<string?> CodeAsync(Task<RefundDesk.Domain.Common.Outcome> step) => (await step).Refusal?.Code;

    private static Task<Client> ClientAsync(CaseDesk desk, params AuthorityLimit[] limits) =>
        desk.Database.AddClientAsync(policy: policy => policy with { FourEyesFromMinor = null, Authority = new AuthorityRules { Limits = limits } });

    private static Task<RefundScene> AddAsync(CaseDesk desk, Client client, long minor, string customer, DateTimeOffset? askedAt = null) =>
        desk.Database.AddCaseAsync(client, ARefund().RequestedAt(askedAt ?? Now).InReview(), OrderOf(minor, customer));

    private static Task<RefundScene> WaitingAsync(CaseDesk desk, Client client, long minor, string customer) =>
        desk.Database.AddCaseAsync(client, ARefund().AwaitingApproval(AgentBen), OrderOf(minor, customer));

    private static OrderBuilder OrderOf(long minor, string customer) => AnOrder().WithLine(minor).PlacedAt(Now.AddDays(-40)).DispatchedAt(Now.AddDays(-39)).DeliveredAt(Now.AddDays(-25))
        .With(draft => draft with { CustomerReference = customer, CustomerEmail = $"{customer}@customer.example", CustomerName = customer == "C-1" ? "Kim Customer" : customer });

    private static Task<string?> ApproveAsync(CaseDesk desk, DeskPrincipal person, RefundScene scene) =>
        CodeAsync(desk.StepAsync<ApproveRefund>(person, approve => approve.HandleAsync(scene.Refund.Number, scene.Refund.Version, Cancelled)));

    private static async Task AddPeopleAsync(CaseDesk desk, params (DeskPrincipal Person, string Email)[] people)
    {
        await using var db = await desk.Database.OpenAsync();
        db.AddRange(people.Select(one => new DeskUser
        {
            Id = one.Person.Actor.Id!.Value.Value, DisplayName = one.Person.Actor.Name, Role = one.Person.Role!.Value, CreatedAt = Now,
            UserName = one.Email, NormalizedUserName = one.Email.ToUpperInvariant(), Email = one.Email, NormalizedEmail = one.Email.ToUpperInvariant(),
        }));
        await db.SaveChangesAsync(Cancelled);
    }
}
