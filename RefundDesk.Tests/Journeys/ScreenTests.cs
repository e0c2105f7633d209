using Microsoft.Playwright;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using static Microsoft.Playwright.Assertions;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Journeys;

/// <summary>What people work with all day can be used by everybody, in both themes. Each test walks several pages of one desk.</summary>
[Trait("Category", "Browser")]
public sealed class ScreenTests
{
    private const string LongName = "Maximilian Freiherr von und zu Guttenberg-Wallenstein";

    [Fact]
    public async Task Everybody_can_use_the_queues()
    {
        await using var desk = await StartAsync();
        await AddAsync(desk, ARefund().Because(RefundReason.DamagedInTransit).InReview(), hoursAgo: 30);
        await AddAsync(desk, ARefund().RequestedBy(Actor.Customer(LongName)).InReview(), hoursAgo: 3);
        await AddAsync(desk, ARefund().Paid(), hoursAgo: 5);
        await using var tab = await Browser.OpenAsync(desk, Role.Agent, "/queues/review", width: 1280, height: 800);

        await Expect(tab.Page.Locator(".peek-acts")).ToBeVisibleAsync();
        await Expect(tab.Page.Locator("tr[id^=row-]")).ToHaveCountAsync(2);
        await tab.LookAsync("queue");

        await tab.GoAsync("/queues/review?reason=DamagedInTransit&risk=Low");
        await Expect(tab.Page.Locator(".peek-acts")).ToBeVisibleAsync();
        await Expect(tab.Page.Locator("tr[id^=row-]")).ToHaveCountAsync(1);
        await tab.Page.GetByText("Reason: Damaged in transit").ClickAsync();
        await tab.LookAsync("queue-filtered");

        await tab.GoAsync("/queues/all");
        await Expect(tab.Page.Locator("tr[id^=row-]")).ToHaveCountAsync(3);
        await Expect(tab.Page.Locator(".peek-acts")).ToBeVisibleAsync();
        await tab.LookAsync("queue-all");

        await tab.GoAsync("/queues/payout-problems");
        await Expect(tab.Page.GetByText("Every payout went through.")).ToBeVisibleAsync();
        await tab.LookAsync("queue-empty");

        await tab.GoAsync("/search?q=nobody");
        await Expect(tab.Page.GetByText("Nothing fits")).ToBeVisibleAsync();
        await tab.LookAsync("search-without-result");
    }

    [Fact]
    public async Task Everybody_can_use_a_case_in_every_state_and_its_dialogs()
    {
        await using var desk = await StartAsync();
        var paid = await AddAsync(desk, ARefund().Paid(), hoursAgo: 5);
        var rejected = await AddAsync(desk, ARefund().Rejected(), hoursAgo: 5);
        var failed = await AddAsync(desk, ARefund().WithFailedPayout(), hoursAgo: 5);
        var review = await AddAsync(desk, ARefund().RequestedBy(Actor.Customer(LongName)).InReview(), hoursAgo: 5);
        var approval = await AddAsync(desk, ARefund().AwaitingApproval(), hoursAgo: 5);
        await using var tab = await Browser.OpenAsync(desk, Role.Supervisor, $"/cases/{paid}", width: 1280, height: 800);
        foreach (var (number, status) in new[] { (paid, "Paid"), (rejected, "Rejected"), (failed, "Payout failed"), (review, "In review"), (approval, "Awaiting approval") })
        {
            await tab.GoAsync($"/cases/{number}");
            await Expect(tab.Page.Locator(".case-head .chip").First).ToHaveTextAsync(status);
            await tab.LookAsync($"case-{status.Replace(' ', '-').ToLowerInvariant()}");
        }

        await tab.Page.Keyboard.PressAsync("a");
        await Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Approve and pay" })).ToBeFocusedAsync();
        await tab.LookAsync("dialog-approve");
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await tab.Page.Keyboard.PressAsync("r");
        await Expect(tab.Page.GetByLabel("Reason; the customer reads it")).ToBeFocusedAsync();
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await Expect(tab.Page.GetByText("Write at least three characters.")).ToBeVisibleAsync();
        await tab.LookAsync("dialog-reject");
    }

    [Fact]
    public async Task Everybody_can_read_the_dashboard_and_the_reports()
    {
        await using var desk = await StartAsync();
        await AddAsync(desk, ARefund().Because(RefundReason.Defective).Paid(), hoursAgo: 30);
        await AddAsync(desk, ARefund().Rejected(), hoursAgo: 80);
        await using var tab = await Browser.OpenAsync(desk, Role.ClientViewer, "/dashboard", width: 1280, height: 800);

        await Expect(tab.Page.Locator(".figure").First).ToContainTextAsync("EUR");
        await tab.LookAsync("dashboard");

        await tab.GoAsync("/reports");
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "By day" })).ToBeVisibleAsync();
        await tab.LookAsync("reports");
    }

    [Fact]
    public async Task A_key_pressed_before_the_page_is_drawn_opens_the_first_case()
    {
        await using var desk = await StartAsync();
        var number = await AddAsync(desk, ARefund().InReview(), hoursAgo: 5);
        await using var tab = await Browser.OpenAsync(desk, Role.Agent, "/not-found");
        var script = new TaskCompletionSource();
        await tab.Page.RouteAsync("**/blazor.web*.js", async route =>
        {
            await script.Task;
            await route.ContinueAsync();
        });

        await tab.Page.GotoAsync("/queues/review", new() { WaitUntil = WaitUntilState.Commit });
        await tab.Page.WaitForFunctionAsync("() => document.body && window.desk");
        await tab.Page.Keyboard.PressAsync("Enter");
        script.SetResult();

        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = number.ToString() })).ToBeVisibleAsync();
    }

    /// <summary>Nothing moves by itself, so that what is looked at stays.</summary>
    private static Task<WebDesk> StartAsync() =>
        WebDesk.StartAsync(settings: new Dictionary<string, string?> { ["Automation:Enabled"] = "false", ["Notifications:Enabled"] = "false" });

    private static async Task<RefundNumber> AddAsync(WebDesk desk, RefundBuilder refund, int hoursAgo)
    {
        // The desk runs on the real clock here: the reports' period ends today.
        var at = TimeProvider.System.GetUtcNow().AddHours(-hoursAgo);
        var order = AnOrder().WithLine(189_00, category: "Living").WithShipping(4_90).PaidByCard(150_00).PaidByGiftCard(43_90)
            .PlacedAt(at.AddDays(-10)).DispatchedAt(at.AddDays(-9)).DeliveredAt(at.AddDays(-6));
        var scene = await desk.Data.AddCaseAsync(await desk.ClientAsync(), refund.RequestedAt(at), order);
        return scene.Refund.Number;
    }
}
