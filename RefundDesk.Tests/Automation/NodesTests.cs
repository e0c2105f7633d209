using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Automation;

public sealed class NodesTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task Two_nodes_share_the_work_and_never_pay_twice(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider, services => services.WithBatchesOf(7));
        desk.AddNode(services => services.WithBatchesOf(7));
        var client = await desk.Database.AddClientAsync();
        var scenes = new List<RefundScene>();
        for (var i = 0; i < 60; i++)
        {
            scenes.Add(await desk.AddCaseAsync(client));
        }

        await Task.WhenAll(desk.WorkOffAsync(0), desk.WorkOffAsync(1));

        foreach (var scene in scenes)
        {
            Assert.Equal(RefundStatus.Paid, (await desk.ReadAsync(scene)).Status);
        }

        Assert.Equal(60, desk.Book.Entries.Count);
        Assert.Equal(60, desk.Book.Calls);
    }

    [Theory, DatabaseMatrix]
    public async Task What_a_dead_node_held_is_carried_on_by_another_when_its_lease_runs_out(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var scene = await desk.AddCaseAsync(await desk.Database.AddClientAsync());
        await using (var db = await desk.Database.OpenAsync())
        {
            var now = desk.Database.Time.GetUtcNow();
            Assert.Single(await db.Dialect.ClaimCasesAsync(db, "dead", now, now.AddSeconds(60), 10, Cancelled));
        }

        Assert.Equal(0, await desk.RoundAsync());
        desk.Database.Time.Advance(TimeSpan.FromSeconds(61));
        await desk.WorkOffAsync();

        Assert.Equal(RefundStatus.Paid, (await desk.ReadAsync(scene)).Status);
    }

    [Theory, DatabaseMatrix]
    public async Task A_payout_whose_sender_died_before_the_answer_is_looked_up_first(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await desk.Database.AddClientAsync();
        var scene = await desk.Database.AddCaseAsync(client, ARefund().Paying());
        var payout = scene.Refund.Payouts[0];
        await desk.Get<Web.Infrastructure.Gateways.Sandbox.SandboxGateway>().RefundAsync(scene.Refund.InstructionFor(payout), Cancelled);

        desk.Database.Time.Advance(TimeSpan.FromMinutes(10));
        await desk.WorkOffAsync();

        Assert.Equal(RefundStatus.Paid, (await desk.ReadAsync(scene)).Status);
        Assert.Single(desk.Book.Entries);
        Assert.Equal(1, desk.Book.Calls);
    }

    [Theory, DatabaseMatrix]
    public async Task A_case_that_cannot_be_read_is_set_aside_alone_and_left_to_people_in_the_end(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await desk.Database.AddClientAsync();
        var scenes = new List<RefundScene>();
        for (var i = 0; i < 9; i++)
        {
            scenes.Add(await desk.AddCaseAsync(client));
        }

        var poisoned = scenes[4].Refund.Id;
        await using (var db = await desk.Database.OpenAsync())
        {
            await db.Database.ExecuteSqlAsync($"""UPDATE "RefundCases" SET "Currency" = 'XX1' WHERE "Id" = {poisoned.Value}""", Cancelled);
        }

        await desk.WorkOffAsync();

        Assert.Equal(8, desk.Book.Entries.Count);
        for (var i = 0; i < 4; i++)
        {
            desk.Database.Time.Advance(TimeSpan.FromHours(2));
            Assert.Equal(1, await desk.RoundAsync());
        }

        desk.Database.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await desk.RoundAsync());
        await using var after = await desk.Database.OpenAsync();
        var found = await after.RefundCases.Where(refund => refund.Id == poisoned).Select(refund => new { refund.Status, refund.WhyHere, refund.DueAt }).SingleAsync(Cancelled);
        Assert.Equal(RefundStatus.InReview, found.Status);
        Assert.StartsWith("Automation failed 5 times: 'XX1'", found.WhyHere, StringComparison.Ordinal);
        Assert.Null(found.DueAt);
        Assert.Contains("Left to people: automation failed on it", await desk.HistoryAsync(scenes[4]));
    }

    [Theory, DatabaseMatrix]
    public async Task A_person_who_is_faster_wins_and_automation_looks_again(DatabaseProvider provider)
    {
        var meddling = new MeddlingGateway();
        await using var desk = await AutomationDesk.OpenAsync(provider, services => services.AddGateway(meddling));
        var client = await desk.Database.AddClientAsync();
        var scene = await desk.Database.AddCaseAsync(client, AnOrder().WithLine(45_00).PaidBy(TenderMethod.Card, 45_00, gateway: "meddling"));
        meddling.Meanwhile = async payout => Done(await desk.Get<IGatewayNews>().TakeAsync(payout, GatewayReply.Succeeded("by-webhook"), CancellationToken.None));

        await desk.WorkOffAsync();

        var refund = await desk.ReadAsync(scene);
        Assert.Equal(RefundStatus.Paid, refund.Status);
        Assert.Equal("by-webhook", refund.Payouts[0].GatewayRefundId);
        Assert.Equal(1, meddling.Refunds);
    }

    /// <summary>Its webhook is stored before its answer is.</summary>
    private sealed class MeddlingGateway : IPaymentGateway
    {
        public Func<PayoutId, Task> Meanwhile { get; set; } = _ => Task.CompletedTask;

        public int Refunds { get; private set; }

        public string Key => "meddling";

        public TimeSpan KeyLifetime => TimeSpan.FromDays(1);

        public async Task<GatewayReply> RefundAsync(RefundInstruction instruction, CancellationToken cancellationToken)
        {
            Refunds++;
            await Meanwhile(instruction.PayoutId);
            return GatewayReply.Succeeded("by-answer");
        }

        public Task<GatewayReply> LookUpAsync(RefundInstruction instruction, CancellationToken cancellationToken) =>
            Task.FromResult(GatewayReply.Succeeded("by-look-up"));
    }
}
