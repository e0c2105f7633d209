using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Watching;
using RefundDesk.Tests.Features.Case;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Queue;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Queue;

public sealed class QueuePageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task It_shows_what_waits_and_selects_the_first()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(Eur(189_00), ARefund().InReview());
        await using var pages = new DeskPages(desk.Database, CaseDesk.Agent);

        var page = Open(pages, "review");

        page.WaitForAssertion(() => Assert.Contains(scene.Refund.Number.ToString(), page.Find("tr.sel").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("€\u00A0189.00", page.Find("tr.sel").TextContent, StringComparison.Ordinal);
        Assert.Contains("1 case", page.Find(".queue-foot").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_case_is_opened_by_whoever_asked_before_the_list_was_there()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(ARefund().InReview());
        var slow = new SlowUser(CaseDesk.Agent);
        await using var pages = new DeskPages(desk.Database, CaseDesk.Agent);
        pages.Services.Replace(ServiceDescriptor.Singleton<ICurrentUser>(slow));
        var navigation = pages.Services.GetRequiredService<NavigationManager>();
        var page = Open(pages, "review");
        Assert.Empty(page.FindAll("tr[id^=row-]"));
        Assert.Contains("Needs review", page.Markup, StringComparison.Ordinal);

        await page.Find("[data-key=Enter]").ClickAsync(new());
        Assert.EndsWith("/queues/review", navigation.Uri, StringComparison.Ordinal);
        slow.Answer();

        page.WaitForAssertion(() => Assert.EndsWith($"/cases/{scene.Refund.Number}?queue=review", navigation.Uri, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task The_selected_case_is_opened_before_its_pane_is_there()
    {
        await using var desk = await CaseDesk.CreateAsync();
        await desk.AddAsync(ARefund().RequestedAt(Now.AddHours(-3)).InReview());
        var second = await desk.AddAsync(ARefund().RequestedAt(Now.AddHours(-2)).InReview());
        await using var pages = new DeskPages(desk.Database, CaseDesk.Agent);
        var page = Open(pages, "review");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tr.sel")), Patience);

        await page.Find("[data-key=j]").ClickAsync(new());
        await page.Find("[data-key=Enter]").ClickAsync(new());

        Assert.EndsWith($"/cases/{second.Refund.Number}?queue=review", pages.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_comes_is_announced_and_shown_when_asked_for()
    {
        await using var desk = await CaseDesk.CreateAsync();
        await desk.AddAsync(ARefund().InReview());
        await using var pages = new DeskPages(desk.Database, CaseDesk.Agent);
        var page = Open(pages, "review");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tr.sel")), Patience);

        var scene = await desk.AddAsync(ARefund().InReview());
        await TellAsync(pages, scene, RefundStatus.Received);

        page.WaitForAssertion(() => Assert.Contains("1 new", page.Find(".page-head").TextContent, StringComparison.Ordinal), Patience);
        Assert.DoesNotContain(scene.Refund.Number.ToString(), page.Find("#queue-rows").TextContent, StringComparison.Ordinal);
        await page.Find(".page-head button.link[data-key=u]").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains(scene.Refund.Number.ToString(), page.Find("#queue-rows").TextContent, StringComparison.Ordinal), Patience);
        Assert.DoesNotContain("new", page.Find(".page-head").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_left_stays_in_its_place_and_says_where_it_went()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var first = await desk.AddAsync(ARefund().RequestedAt(Now.AddHours(-3)).InReview());
        await desk.AddAsync(ARefund().RequestedAt(Now.AddHours(-2)).InReview());
        await using var pages = new DeskPages(desk.Database, CaseDesk.Agent);
        var page = Open(pages, "review");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tr[id^=row-]").Count), Patience);

        Done(await desk.StepAsync<Web.Features.Case.RejectRefund>(CaseDesk.AnotherAgent, step => step.HandleAsync(first.Refund.Number, first.Refund.Version, "Not as described.", RefusalGround.Policy, CaseDesk.Cancelled)));
        await TellAsync(pages, first, RefundStatus.InReview, RefundStatus.Rejected);

        page.WaitForAssertion(() => Assert.Contains("Rejected meanwhile", page.FindAll("tr[id^=row-]")[0].TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("left", page.FindAll("tr[id^=row-]")[0].ClassList);
        Assert.Equal(2, page.FindAll("tr[id^=row-]").Count);
    }

    [Fact]
    public async Task Filters_stand_in_the_address_and_an_empty_result_offers_the_whole_queue()
    {
        await using var desk = await CaseDesk.CreateAsync();
        await desk.AddAsync(ARefund().InReview());
        await using var pages = new DeskPages(desk.Database, CaseDesk.Agent);
        var navigation = pages.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/queues/review?reason=NotReceived");

        var page = pages.Render<QueuePage>(parameters => parameters.Add(shown => shown.Slug, "review"));

        page.WaitForAssertion(() => Assert.Contains("Nothing fits", page.Find(".empty").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("Reason: Not received", page.Markup, StringComparison.Ordinal);
        await page.Find(".empty button").ClickAsync(new());
        Assert.EndsWith("/queues/review", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_waiting_says_so_and_an_unknown_queue_leads_back()
    {
        await using var desk = await CaseDesk.CreateAsync();
        await using var pages = new DeskPages(desk.Database, CaseDesk.Agent);

        var empty = Open(pages, "approval");
        var unknown = Open(pages, "nowhere");

        empty.WaitForAssertion(() => Assert.Contains("All done", empty.Find(".empty").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("No such queue", unknown.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_leaves_the_page_is_no_longer_called()
    {
        await using var desk = await CaseDesk.CreateAsync();
        await using var pages = new DeskPages(desk.Database, CaseDesk.Agent);
        Open(pages, "review");
        Assert.NotEqual(0, pages.Feed.Viewers);

        await pages.DisposeComponentsAsync();

        Assert.Equal(0, pages.Feed.Viewers);
    }

    [Theory]
    [InlineData("?client=11111111-1111-7111-8111-111111111111&reason=WrongSize&reason=Other&risk=High&sort=Amount&down=0")]
    [InlineData("?currency=EUR&from=10.00&to=20.50")]
    [InlineData("?q=Marta%20W")]
    [InlineData("")]
    public void An_address_read_and_written_is_the_same(string query)
    {
        var filter = QueueAddress.Read(DeskQueue.Review, QueueAddress.Parts($"http://desk/queues/review{query}"));

        Assert.Equal($"/queues/review{query}", QueueAddress.Write(filter));
        Assert.Equal(filter, QueueAddress.Read(DeskQueue.Review, QueueAddress.Parts($"http://desk{QueueAddress.Write(filter)}")));
    }

    [Theory]
    [InlineData("?risk=99&sort=Nothing&client=x&reason=Greed&currency=XXX&from=1")]
    [InlineData("?currency=EUR&from=abc")]
    public void What_an_address_says_wrongly_is_left_out(string query) =>
        Assert.False(QueueAddress.Read(DeskQueue.Review, QueueAddress.Parts($"http://desk/queues/review{query}")).Narrows);

    private static IRenderedComponent<QueuePage> Open(DeskPages pages, string slug)
    {
        pages.Services.GetRequiredService<NavigationManager>().NavigateTo($"/queues/{slug}");
        return pages.Render<QueuePage>(parameters => parameters.Add(shown => shown.Slug, slug));
    }

    private static Task TellAsync(DeskPages pages, RefundScene scene, RefundStatus from, RefundStatus? to = null) =>
        pages.Feed.TellAsync(new CaseChange(1, scene.Refund.ClientId, scene.Refund.Id, from, to ?? scene.Refund.Status, Now));

    /// <summary>Nobody is known until the test says so; every query waits for it.</summary>
    private sealed class SlowUser(DeskPrincipal principal) : ICurrentUser
    {
        private readonly TaskCompletionSource<DeskPrincipal> _known = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Answer() => _known.SetResult(principal);

        public ValueTask<DeskPrincipal> GetAsync(CancellationToken cancellationToken) => new(_known.Task);
    }
}
