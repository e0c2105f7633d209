using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Tests.Features.Case;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Case;
using RefundDesk.Web.Features.Case.Replaying;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Customers;

/// <summary>§4.9: merged, deceased and under-age shoppers; the same shopper under another address; a business buyer.</summary>
public sealed class StandingTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task Requests_of_merged_references_close_together_are_measured_as_one_persons(DatabaseProvider provider)
    {
        await using var desk = await CustomerDesk.CreateAsync(provider, policy => policy with { AutomaticApprovalMinor = 60_00 });
        await desk.Data.AddOrderAsync(desk.Client, AnOrder().With(draft => draft with { CustomerReference = "C-stays" }));
        await desk.AddAsync("C-1");
        await desk.Desk.WorkOffAsync();
        Done(await desk.MergeAsync("C-1", "C-stays"));
        await desk.Data.AddOrderAsync(desk.Client, AnOrder().With(draft => draft with { CustomerReference = "C-2" }));
        Done(await desk.MergeAsync("C-2", "C-1"));
        var second = await desk.AddAsync("C-2");
        var stranger = await desk.AddAsync("C-3", order: draft => draft with { CustomerEmail = "somebody@else.example" });

        await desk.Desk.WorkOffAsync();

        var decision = await DecisionAsync(desk, second);
        Assert.Equal((1, 45_00L, 4), (decision.Facts.NearbyRequests, decision.Facts.NearbyMinor, decision.RiskFacts.Orders));
        Assert.Equal(RefundStatus.InReview, (await desk.Desk.ReadAsync(second)).Status);
        Assert.Equal(RefundStatus.Paid, (await desk.Desk.ReadAsync(stranger)).Status);
        await using var db = await desk.Data.OpenAsync();
        var (refund, order) = await desk.Data.ReadAsync(second.Refund.Number);
        Assert.Contains("same customer", (await NearbyReading.LoadAsync(db, refund, order, 3, Cancelled)).Cases.Select(other => other.Why));
    }

    [Fact]
    public async Task A_merge_is_taken_back_and_written_down()
    {
        await using var desk = await CustomerDesk.CreateAsync();
        await desk.AddAsync("C-1");
        await desk.AddAsync("C-2");

        Assert.Equal("customer.unknown", Refused(await desk.MergeAsync("C-1", "C-nobody")).Code);
        Assert.Equal("customer.same-person", Refused(await desk.MergeAsync("C-1", "C-1")).Code);
        Done(await desk.MergeAsync("C-1", "C-2"));
        Assert.Equal("customer.same-person", Refused(await desk.MergeAsync("C-2", "C-1")).Code);
        Done(await desk.AsAsync<RefundDesk.Web.Features.Customers.SeparateCustomer>(null, step => step.HandleAsync("northwind", "C-1", Cancelled)));
        Assert.Equal("customer.not-merged", Refused(await desk.AsAsync<RefundDesk.Web.Features.Customers.SeparateCustomer>(null, step => step.HandleAsync("northwind", "C-1", Cancelled))).Code);

        await using var db = await desk.Data.OpenAsync();
        Assert.Equal([(null, "C-2"), ("C-2", null)], (await db.Audit.OrderBy(row => row.Id).Select(row => new { row.Before, row.After }).ToListAsync(Cancelled)).Select(row => ((string?)row.Before, (string?)row.After)));
    }

    [Theory, DatabaseMatrix]
    public async Task A_request_of_somebody_who_has_died_goes_to_a_person_and_an_heir_is_paid_without_a_message(DatabaseProvider provider)
    {
        await using var desk = await CustomerDesk.CreateAsync(provider);
        var scene = await desk.AddAsync("C-1");
        Done(await desk.NoteAsync("C-1", CustomerStanding.Deceased));

        await desk.Desk.WorkOffAsync();

        var waiting = await desk.Desk.ReadAsync(scene);
        Assert.Equal((RefundStatus.InReview, "The customer has died: nobody is written to; an heir or the estate is paid by a person's decision"), (waiting.Status, waiting.WhyHere));
        var finding = Assert.Single((await DecisionAsync(desk, scene)).Evaluation.Findings, finding => finding.Rule == "standing");
        Assert.Equal(FindingResult.Doubtful, finding.Result);
        await using var scope = desk.Data.BuildHost(CaseDesk.Supervisor).Services.CreateAsyncScope();
        Done(await scope.ServiceProvider.GetRequiredService<ApproveRefund>().HandleAsync(scene.Refund.Number, waiting.Version, Cancelled));
        await desk.Desk.WorkOffAsync();
        Assert.Equal(RefundStatus.Paid, (await desk.Desk.ReadAsync(scene)).Status);
        Assert.Contains("Told nobody, the customer has died: money on its way", await desk.Desk.HistoryAsync(scene));
        await using var db = await desk.Data.OpenAsync();
        Assert.False(await db.Outbox.AnyAsync(Cancelled));
    }

    [Theory]
    [InlineData(RefundStatus.NeedsInformation)]
    [InlineData(RefundStatus.AwaitingReturn)]
    public async Task What_was_asked_of_somebody_who_has_died_does_not_end_in_a_refusal(RefundStatus status)
    {
        await using var desk = await CustomerDesk.CreateAsync();
        var scene = await desk.AddAsync("C-1", refund: ARefund().In(status));

        Done(await desk.NoteAsync("C-1", CustomerStanding.Deceased));
        desk.Data.Time.Advance(TimeSpan.FromDays(60));
        await desk.Desk.WorkOffAsync();

        Assert.Equal(RefundStatus.InReview, (await desk.Desk.ReadAsync(scene)).Status);
        await using var db = await desk.Data.OpenAsync();
        Assert.False(await db.Outbox.AnyAsync(row => row.DueAt != null, Cancelled));
        Assert.Contains(await desk.Desk.HistoryAsync(scene), text => text.StartsWith("Could not tell the customer", StringComparison.Ordinal));
    }

    [Fact]
    public void A_question_a_person_asks_of_the_estate_comes_back_to_a_person()
    {
        var scene = ARefund().NeedingInformation().Build();
        scene.Refund.KnowStanding(CustomerStanding.Deceased, SupervisorSue, scene.Tick());
        scene.Ask(AgentAnn);

        Done(scene.Refund.Expire(scene.Order, scene.At.AddDays(60)));

        Assert.Equal((RefundStatus.InReview, "No answer came in time: the customer has died"), (scene.Refund.Status, scene.Refund.WhyHere));
    }

    [Fact]
    public async Task A_request_of_a_minor_goes_to_a_person_even_where_a_rule_refuses_it_and_replays_equal()
    {
        await using var desk = await CustomerDesk.CreateAsync();
        var scene = await desk.Data.AddCaseAsync(desk.Client, AnOrder().With(draft => draft with { CustomerReference = "C-1" }).WithLine(45_00, finalSale: true));
        Done(await desk.NoteAsync("C-1", CustomerStanding.Minor));

        await desk.Desk.WorkOffAsync();
        Done(await desk.NoteAsync("C-1", CustomerStanding.None));

        Assert.Equal(RefundStatus.InReview, (await desk.Desk.ReadAsync(scene)).Status);
        var decision = await DecisionAsync(desk, scene);
        Assert.Equal(CustomerStanding.Minor, decision.Facts.Standing);
        await using var scope = desk.Data.BuildHost(CaseDesk.Supervisor).Services.CreateAsyncScope();
        var replayed = Done(await scope.ServiceProvider.GetRequiredService<ReplayCase>().HandleAsync(scene.Refund.Number, Cancelled));
        Assert.All(replayed, one => Assert.Empty(one.Differences));
    }

    [Fact]
    public void Facts_without_a_standing_are_stored_as_they_always_were()
    {
        var scene = ARefund().Decided().Build();

        Assert.DoesNotContain("standing", DecisionJson.Write(scene.Refund.PendingDecisions[0].Decision), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.ClientViewer)]
    public async Task Only_supervisors_and_administrators_note_things_of_customers(Role role)
    {
        await using var desk = await CustomerDesk.CreateAsync();
        await desk.AddAsync("C-1");
        var somebody = DeskPrincipal.Person(UserId.New(Now), "Somebody", role, role == Role.ClientViewer ? desk.Client.Id : null);

        Assert.Equal("refund.forbidden", Refused(await desk.NoteAsync("C-1", CustomerStanding.Minor, somebody)).Code);
        Done(await desk.NoteAsync("C-1", CustomerStanding.Minor, CaseDesk.Administrator));
    }

    [Fact]
    public async Task The_same_shopper_under_another_address_and_reference_is_found_by_the_card()
    {
        await using var desk = await CustomerDesk.CreateAsync();
        var first = await desk.Data.AddCaseAsync(desk.Client, AnOrder().With(draft => draft with { CustomerReference = "C-1", CustomerEmail = "kim@one.example" }).WithLine(45_00).PaidByCard(45_00, "ch_same"));
        var second = await desk.Data.AddCaseAsync(desk.Client, AnOrder().With(draft => draft with { CustomerReference = "C-2", CustomerEmail = "kim@two.example" }).WithLine(45_00).PaidByCard(45_00, "ch_same"));

        await using var db = await desk.Data.OpenAsync();
        var (refund, order) = await desk.Data.ReadAsync(second.Refund.Number);
        var nearby = await NearbyReading.LoadAsync(db, refund, order, 3, Cancelled);

        Assert.Equal((first.Refund.Number, "same card"), (Assert.Single(nearby.Cases).Number, nearby.Cases[0].Why));
    }

    private static async Task<Decision> DecisionAsync(CustomerDesk desk, RefundScene scene)
    {
        await using var db = await desk.Data.OpenAsync();
        return DecisionJson.Read((await db.Decisions.Where(row => row.CaseId == scene.Refund.Id).OrderByDescending(row => row.Id).FirstAsync(Cancelled)).Json);
    }
}
