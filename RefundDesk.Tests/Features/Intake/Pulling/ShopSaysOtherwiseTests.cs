using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Features.Case;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Automation;
using RefundDesk.Web.Features.Intake;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Intake.Pulling;

/// <summary>A shop may give something back by itself after its order was taken in: from then on automation pays nothing of that order.</summary>
public sealed class ShopSaysOtherwiseTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task What_the_shop_gave_back_itself_is_not_given_back_again_by_automation(DatabaseProvider provider)
    {
        await using var desk = await ShopDesk.OpenAsync(provider);
        var (partly, wholly, asBefore) = (desk.Shop.Sell(), desk.Shop.Sell(), desk.Shop.Sell());
        await desk.PullAllAsync();

        desk.Shop.Change(partly, draft => draft with { Tenders = [draft.Tenders[0] with { CapturedMinor = draft.Tenders[0].CapturedMinor - 20_00 }] });
        desk.Shop.SellRefused(wholly, new Refusal("source.order-given-back", "Everything of this order was given back in the shop itself."));
        await desk.PullAllAsync();
        var refunds = await WorkOffAsync(desk, partly, wholly, asBefore);

        Assert.Equal((RefundStatus.InReview, RefundStatus.InReview, RefundStatus.Paid), (refunds[partly].Status, refunds[wholly].Status, refunds[asBefore].Status));
        Assert.StartsWith("The shop says something else of this order by now: Order", refunds[partly].WhyHere, StringComparison.Ordinal);
        Assert.Equal("The shop says something else of this order by now: Everything of this order was given back in the shop itself.", refunds[wholly].WhyHere);
        await using var db = await desk.Data.OpenAsync();
        var json = await db.Decisions.AsNoTracking().Where(row => row.CaseId == refunds[wholly].Id).Select(row => row.Json).SingleAsync(Cancelled);
        var finding = Assert.Single(DecisionJson.Read(json).Evaluation.Findings, finding => finding.Rule == "shop");
        Assert.Equal((FindingResult.Doubtful, "§17"), (finding.Result, finding.Clause));
    }

    [Fact]
    public async Task Once_the_shop_says_the_same_again_automation_decides_again()
    {
        await using var desk = await ShopDesk.OpenAsync();
        var number = desk.Shop.Sell();
        await desk.PullAllAsync();
        desk.Shop.Change(number, draft => draft with { Lines = [draft.Lines[0] with { ListMinor = 41_00 }, .. draft.Lines.Skip(1)] });
        await desk.PullAllAsync();
        desk.Shop.Change(number, draft => draft with { Lines = [draft.Lines[0] with { ListMinor = 40_00 }, .. draft.Lines.Skip(1)] });
        await desk.PullAllAsync();

        Assert.Equal(RefundStatus.Paid, (await WorkOffAsync(desk, number))[number].Status);
    }

    [Fact]
    public async Task Who_puts_a_request_in_for_a_caller_sees_it_before_and_the_customer_does_not()
    {
        await using var desk = await ShopDesk.OpenAsync();
        var number = desk.Shop.Sell();
        await desk.PullAllAsync();
        desk.Shop.SellRefused(number, new Refusal("source.order-given-back", "Everything of this order was given back in the shop itself."));
        await desk.PullAllAsync();

        var asAgent = Done(await desk.AskAsync<PreviewRequest, Outcome<RequestPreview>>(preview => preview.HandleAsync(desk.Client.Key, number, RequestOf(desk, RequestChannel.Agent), null, Cancelled), CaseDesk.Agent));
        var asCustomer = Done(await desk.AskAsync<PreviewRequest, Outcome<RequestPreview>>(
            preview => preview.HandleAsync(desk.Client.Key, number, RequestOf(desk, RequestChannel.Portal), null, Cancelled), DeskPrincipal.Customer("Kim Customer", desk.Client.Id)));

        Assert.Contains(asAgent.Evaluation.Findings, finding => finding.Rule == "shop");
        Assert.DoesNotContain(asCustomer.Evaluation.Findings, finding => finding.Rule == "shop");
    }

    private static RefundRequest RequestOf(ShopDesk desk, RequestChannel channel) =>
        new(channel, null, desk.Data.Time.GetUtcNow(), null, [new RequestedLine(1, 1, RefundReason.ChangedMind, GoodsCondition.Unopened)]);

    private static async Task<Dictionary<string, RefundCase>> WorkOffAsync(ShopDesk desk, params string[] numbers)
    {
        foreach (var number in numbers)
        {
            Done(await desk.AskAsync<SubmitRequest, Outcome<SubmittedRequest>>(submit => submit.HandleAsync(desk.Client.Key, number, RequestOf(desk, RequestChannel.Api), Cancelled)));
        }

        var round = desk.AnotherNode().Services.GetRequiredService<AutomationRound>();
        while (await round.RunOnceAsync("test", Cancelled) > 0)
        {
        }

        await using var db = await desk.Data.OpenAsync();
        return await db.WholeCases().AsNoTracking().ToDictionaryAsync(refund => refund.OrderNumber, Cancelled);
    }
}
