using AngleSharp.Dom;
using Bunit;
using Bunit.Extensions.WaitForHelpers;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Features.Case;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake;
using RefundDesk.Web.Features.Intake.Calls;
using RefundDesk.Web.Infrastructure.TimeZones;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Intake;

/// <summary>A request is written down for somebody who calls.</summary>
public sealed class RequestComposerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(400);

    private static CancellationToken Cancelled => CaseDesk.Cancelled;

    [Fact]
    public async Task Amounts_and_findings_are_shown_before_anything_is_stored()
    {
        await using var desk = await CaseDesk.CreateAsync();
        await using var form = await Form.OpenAsync(desk, AnOrder().WithLine(60_00, quantity: 2));

        form.Choose("Article 1", RefundReason.ChangedMind, GoodsCondition.Opened);
        Assert.Contains("Looking …", form.Outcome, StringComparison.Ordinal);
        Assert.Equal("true", form.PutIn.GetAttribute("aria-disabled"));
        form.Pause();

        form.Shows("€\u00A030.00");
        form.Page.Find("input[type=number]").Input("2");
        form.Pause();
        form.Shows("€\u00A060.00");
        Assert.Contains("§", form.Outcome, StringComparison.Ordinal);
        Assert.Null(form.PutIn.GetAttribute("aria-disabled"));
        Assert.Equal(0, await CountAsync(desk));
    }

    [Fact]
    public async Task What_is_missing_is_named_and_nothing_can_be_put_in()
    {
        await using var desk = await CaseDesk.CreateAsync();
        await using var form = await Form.OpenAsync(desk, AnOrder().WithLine(60_00, quantity: 2));

        Assert.Contains("Choose what the customer wants back.", form.Outcome, StringComparison.Ordinal);
        form.Page.Find("input[type=checkbox]").Change(true);
        Assert.Contains("Article 1: choose a reason.", form.Outcome, StringComparison.Ordinal);
        form.Page.Find("select").Change(nameof(RefundReason.Defective));
        Assert.Contains("Article 1: choose its condition.", form.Outcome, StringComparison.Ordinal);
        form.Page.Find("input[type=number]").Input("3");
        Assert.Contains("Article 1: say how many, from 1 to 2.", form.Outcome, StringComparison.Ordinal);
        await form.PutIn.ClickAsync(new());

        Assert.Equal(0, await CountAsync(desk));
    }

    [Fact]
    public async Task A_button_pressed_twice_is_one_request()
    {
        await using var desk = await CaseDesk.CreateAsync();
        await using var form = await Form.OpenAsync(desk, AnOrder().WithLine(60_00, quantity: 2));
        form.Choose("Article 1", RefundReason.ChangedMind, GoodsCondition.Opened);
        form.Page.Find("textarea").Change("It is too big.");
        form.Pause();
        form.Shows("€\u00A030.00");

        await Task.WhenAll(form.PutIn.ClickAsync(new()), form.PutIn.ClickAsync(new()));
        await form.PutIn.ClickAsync(new());

        await using var db = await desk.Database.OpenAsync();
        var stored = await db.RefundCases.Include(refund => refund.Lines).SingleAsync(Cancelled);
        Assert.EndsWith($"/cases/{stored.Number}", form.Address, StringComparison.Ordinal);
        Assert.Equal((RequestChannel.Agent, "It is too big.", AgentAnn.Id), (stored.Channel, stored.CustomerNote, stored.CreatedById));
        Assert.Equal((1, RefundReason.ChangedMind, GoodsCondition.Opened), (stored.Lines[0].Quantity, stored.Lines[0].Reason, stored.Lines[0].Condition));
    }

    [Fact]
    public async Task Another_request_for_the_order_is_named_with_the_units_it_speaks_for()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var other = await desk.Database.AddCaseAsync(desk.Client, ARefund().Asking(1, 2), AnOrder().WithLine(60_00, quantity: 2).WithShipping(4_90));
        await using var form = Form.Open(desk, Done(await FindAsync(desk, other.Order.OrderNumber)));

        var warning = form.Page.Find(".others");

        Assert.Contains("There is a request for this order already", warning.TextContent, StringComparison.Ordinal);
        Assert.Contains("2 × Article 1", warning.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/cases/{other.Refund.Number}", warning.QuerySelector("a")!.GetAttribute("href"));
        Assert.True(form.Page.FindAll("input[type=checkbox]")[0].HasAttribute("disabled"));
    }

    [Fact]
    public async Task Units_somebody_else_was_faster_with_are_refused_and_the_form_goes_on_with_what_is_left()
    {
        await using var desk = await CaseDesk.CreateAsync();
        await using var form = await Form.OpenAsync(desk, AnOrder().WithLine(60_00).WithLine(40_00));
        form.Choose("Article 1", RefundReason.ChangedMind, GoodsCondition.Opened);
        form.Choose("Article 2", null, null);
        form.Pause();
        form.Shows("€\u00A0100.00");
        Done(await desk.AsAsync<SubmitRequest, RefundDesk.Domain.Common.Outcome<SubmittedRequest>>(CaseDesk.AnotherAgent, submit => submit.HandleAsync(
            desk.Client.Key, form.Order.OrderNumber, new RefundRequest(RequestChannel.Portal, null, Now, null, [new RequestedLine(1, 1, RefundReason.Other, GoodsCondition.Used)]), Cancelled)));

        await form.PutIn.ClickAsync(new());
        Assert.NotNull(form.Page.Find("[role=alert]"));
        Assert.Equal("true", form.PutIn.GetAttribute("aria-disabled"));

        form.Page.Render(parameters => parameters.Add(composer => composer.Order, Done(FindAsync(desk, form.Order.OrderNumber).GetAwaiter().GetResult())));
        form.Page.WaitForAssertion(() => Assert.Contains("1 × Article 1", form.Page.Find(".others").TextContent, StringComparison.Ordinal), Patience);
        form.Pause();
        form.Shows("€\u00A040.00");
    }

    [Fact]
    public async Task A_letter_counts_from_the_day_it_came()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var order = Done(await FindAsync(desk, (await desk.Database.AddOrderAsync(desk.Client)).OrderNumber));
        var draft = new RequestDraft(order, Now);
        draft.Choose(draft.Lines[0], chosen: true);
        (draft.Lines[0].Reason, draft.Lines[0].Condition, draft.IsLetter) = (RefundReason.ChangedMind, GoodsCondition.Unopened, true);

        Assert.Equal(Now, draft.ToRequest().AskedAt);
        draft.LetterDay = new DateOnly(2026, 3, 7);
        Assert.Null(draft.Missing);
        Assert.Equal((RequestChannel.Mail, Instant("2026-03-07 11:00")), (draft.ToRequest().Channel, draft.ToRequest().AskedAt));
        draft.LetterDay = new DateOnly(2026, 3, 11);
        Assert.Equal("The day the letter came lies in the future.", draft.Missing);
        draft.LetterDay = new DateOnly(2026, 1, 1);
        Assert.Equal("The letter cannot have come before the purchase.", draft.Missing);
    }

    private static async Task<int> CountAsync(CaseDesk desk)
    {
        await using var db = await desk.Database.OpenAsync();
        return await db.RefundCases.CountAsync(Cancelled);
    }

    private static Task<RefundDesk.Domain.Common.Outcome<OrderToReturn>> FindAsync(CaseDesk desk, string number) =>
        desk.AsAsync<OrdersQuery, RefundDesk.Domain.Common.Outcome<OrderToReturn>>(CaseDesk.Agent, orders => orders.FindAsync(desk.Client.Key, number, Cancelled));

    /// <summary>The form of one order, as an agent has it before the eyes.</summary>
    private sealed class Form : IAsyncDisposable
    {
        private readonly DeskPages _pages;
        private readonly CaseDesk _desk;

        private Form(CaseDesk desk, OrderToReturn order)
        {
            (_desk, Order) = (desk, order);
            _pages = new DeskPages(desk.Database, CaseDesk.Agent);
            _pages.Services.AddTimeZones();
            _pages.Services.AddScoped<PreviewRequest>().AddScoped<SubmitRequest>();
            Page = _pages.Render<RequestComposer>(parameters => parameters.Add(composer => composer.Order, order));
            Page.WaitForElement(".outcome", Patience);
        }

        public OrderToReturn Order { get; }

        public IRenderedComponent<RequestComposer> Page { get; }

        public string Outcome => Page.Find(".outcome").TextContent;

        public IElement PutIn => Page.Find("button[data-key=p]");

        public string Address => _pages.Services.GetRequiredService<NavigationManager>().Uri;

        public static async Task<Form> OpenAsync(CaseDesk desk, OrderBuilder order) => new(desk, Done(await FindAsync(desk, (await desk.Database.AddOrderAsync(desk.Client, order)).OrderNumber)));

        public static Form Open(CaseDesk desk, OrderToReturn order) => new(desk, order);

        public void Choose(string article, RefundReason? reason, GoodsCondition? condition)
        {
            Page.FindAll("label.item").Single(label => label.TextContent.Contains(article, StringComparison.Ordinal)).QuerySelector("input")!.Change(true);
            if (reason is not null)
            {
                Page.Find($"select[aria-label='Reason for {article}']").Change(reason.ToString());
            }

            if (condition is not null)
            {
                Page.Find($"select[aria-label='Condition of {article}']").Change(condition.ToString());
            }
        }

        /// <summary>Nothing is typed for a moment.</summary>
        public void Pause() => _desk.Database.Time.Advance(Moment);

        /// <summary>The form may begin to wait only after the clock was moved on: it is moved on until the answer stands there.</summary>
        public void Shows(string amount)
        {
            for (var left = Patience; ; left -= Step)
            {
                try
                {
                    Page.WaitForAssertion(() => ShowsNow(amount), Step);
                    return;
                }
                catch (WaitForFailedException) when (left > Step)
                {
                    Pause();
                }
            }
        }

        private void ShowsNow(string amount)
        {
            Assert.Contains($"{amount} of", Outcome, StringComparison.Ordinal);
            Assert.DoesNotContain("Looking", Outcome, StringComparison.Ordinal);
        }

        public async ValueTask DisposeAsync() => await _pages.DisposeAsync();
    }
}
