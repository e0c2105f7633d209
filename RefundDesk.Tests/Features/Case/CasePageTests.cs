using Bunit;
using MudBlazor;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Watching;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Case;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Case;

public sealed class CasePageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task It_says_what_an_approval_will_do_before_the_button()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.Database.AddCaseAsync(desk.Client, ARefund().InReview(), AnOrder().WithLine(60_00).PaidByGiftCard(20_00).PaidByCard(40_00));
        await using var pages = new DeskPages(desk.Database, CaseDesk.Agent);

        var page = Open(pages, scene);

        Assert.Contains("€\u00A040.00 to Visa ·· 4242 and €\u00A020.00 to GiftCard 1.", page.Find(".panel.next").TextContent, StringComparison.Ordinal);
        Assert.Contains("In review", page.Find(".case-head").TextContent, StringComparison.Ordinal);
        Assert.Equal(["a", "i", "r", "c", "w"], page.FindAll(".acts button[data-key]").Select(button => button.GetAttribute("data-key")));
    }

    [Fact]
    public async Task Above_the_limit_it_says_that_a_supervisor_follows()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(Eur(412_50), ARefund().InReview());
        await using var pages = new DeskPages(desk.Database, CaseDesk.Agent);

        var page = Open(pages, scene);

        Assert.Contains("Above your limit of €\u00A0250.00: goes to a supervisor.", page.Find(".panel.next").TextContent, StringComparison.Ordinal);
        Assert.Contains("Approve, to supervisor", page.Find(".acts button.primary").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_is_off_says_why()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(Eur(412_50), ARefund().AwaitingApproval());
        await using var pages = new DeskPages(desk.Database, CaseDesk.AnotherAgent);

        var page = Open(pages, scene);

        var approve = page.Find(".acts button[data-key=a]");
        Assert.Equal("true", approve.GetAttribute("aria-disabled"));
        Assert.Contains("Only a supervisor can approve this case.", page.Find(".acts .why").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_who_only_look_get_no_buttons()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(ARefund().InReview());
        await using var pages = new DeskPages(desk.Database, CaseDesk.Administrator);

        Assert.Empty(Open(pages, scene).FindAll(".acts button"));
    }

    [Fact]
    public async Task Another_clients_case_is_not_there()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(ARefund().InReview());
        var other = await desk.Database.AddClientAsync();
        await using var pages = new DeskPages(desk.Database, CaseDesk.AgentOf(other.Id));

        var page = pages.Render<CasePage>(parameters => parameters.Add(shown => shown.Number, scene.Refund.Number.ToString()));

        page.WaitForAssertion(() => Assert.Contains("There is no such case.", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task A_rejection_wants_a_reason_and_is_stored_with_it()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(ARefund().InReview());
        await using var pages = new DeskPages(desk.Database, CaseDesk.Agent);
        var dialogs = pages.Render<MudDialogProvider>();
        var page = Open(pages, scene);

        var taken = page.Find(".acts button[data-key=r]").ClickAsync(new());
        dialogs.WaitForElement("textarea", Patience);
        await dialogs.Find("form").SubmitAsync();
        Assert.Contains("at least three characters", dialogs.Markup, StringComparison.Ordinal);
        dialogs.Find("textarea").Input("Worn for a year.");
        await dialogs.Find("form").SubmitAsync();
        await taken;

        Assert.Equal(RefundStatus.Rejected, (await desk.ReadAsync(scene)).Status);
        page.WaitForAssertion(() => Assert.Contains("Worn for a year.", page.Find(".history").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task A_lost_race_is_shown_with_a_way_to_look_again()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(Eur(300_00), ARefund().InReview());
        await using var pages = new DeskPages(desk.Database, CaseDesk.Agent);
        var dialogs = pages.Render<MudDialogProvider>();
        var page = Open(pages, scene);
        Done(await desk.StepAsync<RejectRefund>(CaseDesk.AnotherAgent, step => step.HandleAsync(scene.Refund.Number, scene.Refund.Version, "Not as described.", RefusalGround.Policy, CaseDesk.Cancelled)));

        var taken = page.Find(".acts button[data-key=a]").ClickAsync(new());
        dialogs.WaitForElement("form", Patience);
        Assert.Contains("Above your limit of €\u00A0250.00: goes to a supervisor.", dialogs.Markup, StringComparison.Ordinal);
        await dialogs.Find("form").SubmitAsync();
        await taken;

        page.WaitForAssertion(() => Assert.Contains("Someone changed this case", page.Find("[role=alert]").TextContent, StringComparison.Ordinal), Patience);
        await page.Find("[role=alert] button").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("Rejected", page.Find(".case-head").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task What_a_person_may_decide_on_does_not_change_under_the_eyes()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(ARefund().InReview());
        await using var pages = new DeskPages(desk.Database, CaseDesk.Agent);
        var page = Open(pages, scene);
        Done(await desk.StepAsync<RejectRefund>(CaseDesk.AnotherAgent, step => step.HandleAsync(scene.Refund.Number, scene.Refund.Version, "Not as described.", RefusalGround.Policy, CaseDesk.Cancelled)));

        await pages.Feed.TellAsync(new CaseChange(1, scene.Refund.ClientId, scene.Refund.Id, RefundStatus.InReview, RefundStatus.Rejected, Now));

        page.WaitForAssertion(() => Assert.Contains("changed while you looked", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("In review", page.Find(".case-head").TextContent, StringComparison.Ordinal);
    }

    private static IRenderedComponent<CasePage> Open(DeskPages pages, RefundScene scene)
    {
        var page = pages.Render<CasePage>(parameters => parameters.Add(shown => shown.Number, scene.Refund.Number.ToString()));
        page.WaitForElement(".case-cols", Patience);
        return page;
    }
}
