using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Automation;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static Microsoft.Playwright.Assertions;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Journeys;

/// <summary>Decisions are taken anew, a draft is tried out on the past, and automation that stopped itself is let go on: in the browser, in both themes.</summary>
[Trait("Category", "Browser")]
public sealed class PolicyTrialTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_supervisor_replays_a_decision_and_tries_a_draft_out_on_the_past()
    {
        await using var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?> { ["Notifications:Enabled"] = "false" });
        var client = await desk.ClientAsync();
        var paid = await AddAsync(desk, 80_00, "Living");
        await AddAsync(desk, 20_00, "Shoes");
        await AddAsync(desk, 90_00, "Shoes");
        await AddDraftAsync(desk, policy => policy with { AutomaticApprovalMinor = 50_00, FinalSaleCategories = ["shoes"] });
        await AutomationDesk.UntilAsync(async () =>
        {
            await using var db = await desk.Data.OpenAsync();
            return await db.RefundCases.CountAsync(refund => refund.Status == RefundStatus.Paid, Cancelled) == 3;
        });
        await using var tab = await Browser.OpenAsync(desk, Role.Supervisor, $"/cases/{paid}");
        await Expect(tab.Page.Locator(".case-head .chip").First).ToHaveTextAsync("Paid");

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Replay the decision" }).ClickAsync();
        await Expect(tab.Page.GetByText("by version 1: the same today.")).ToBeVisibleAsync();
        await tab.LookAsync("case-replayed");

        await tab.GoAsync($"/policies/{client.Key}/2/simulate");
        await Expect(tab.Page.GetByText("What would this version have changed?")).ToBeVisibleAsync();
        await tab.LookAsync("simulation-before");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        var listed = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Decisions that would go differently" });
        await Expect(listed.GetByRole(AriaRole.Row)).ToHaveCountAsync(4);
        await Expect(listed.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("Refused");
        await Expect(listed.GetByRole(AriaRole.Link, new() { Name = paid.ToString() })).ToBeVisibleAsync();
        await tab.LookAsync("simulation");

        await tab.GoAsync($"/policies/{client.Key}/1/simulate");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        await Expect(tab.Page.GetByText("Nothing would have gone differently.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_supervisor_sees_what_stopped_above_the_queue_and_lets_it_go_on()
    {
        await using var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?> { ["Automation:Enabled"] = "false", ["Notifications:Enabled"] = "false" });
        var client = await desk.ClientAsync();
        await using (var db = await desk.Data.OpenAsync())
        {
            db.Add(new BreakerTripRow { ClientId = client.Id, PolicyVersion = 1, Rule = BreakerLimit.Approve, Count = 120, AmountMinor = 4_310_00, CountLimit = 120, At = TimeProvider.System.GetUtcNow().AddMinutes(-20) });
            await db.SaveChangesAsync(Cancelled);
        }

        await using var tab = await Browser.OpenAsync(desk, Role.Supervisor, "/queues/review");
        await Expect(tab.Page.GetByText("automatic approvals of policy version 1 stopped themselves")).ToBeVisibleAsync();
        await tab.LookAsync("queue-stopped");

        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Look and decide" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Automatic approvals of version 1 stopped" })).ToBeVisibleAsync();
        await tab.LookAsync("breaker");
        await tab.Page.GetByLabel("Why it may go on").FillAsync("The sale began at noon.");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Let it go on" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Cell, new() { Name = "The sale began at noon." })).ToBeVisibleAsync();
        await tab.LookAsync("breaker-resolved");

        await tab.GoAsync("/queues/review");
        await Expect(tab.Page.GetByText("All done")).ToBeVisibleAsync();
        await Expect(tab.Page.GetByText("stopped themselves")).ToHaveCountAsync(0);
    }

    private static async Task<RefundNumber> AddAsync(WebDesk desk, long minor, string category)
    {
        var at = TimeProvider.System.GetUtcNow();
        var order = AnOrder().With(draft => draft with { CustomerReference = $"C-{Next()}" }).WithLine(minor, category: category)
            .PlacedAt(at.AddDays(-10)).DispatchedAt(at.AddDays(-9)).DeliveredAt(at.AddDays(-6));
        return (await desk.Data.AddCaseAsync(await desk.ClientAsync(), ARefund().RequestedAt(at), order)).Refund.Number;
    }

    private static async Task AddDraftAsync(WebDesk desk, Func<ReturnPolicy, ReturnPolicy> change)
    {
        var client = await desk.ClientAsync();
        var document = PolicyJson.Write(change(ReturnPolicy.Standard(client.CreatedAt, client.Currency.MinorPerMajor)));
        await using var db = await desk.Data.OpenAsync();
        db.Add(Done(PolicyVersion.Draft(client.Id, 2, document, "Try it out", SupervisorTom, Now)));
        await db.SaveChangesAsync(Cancelled);
    }
}
