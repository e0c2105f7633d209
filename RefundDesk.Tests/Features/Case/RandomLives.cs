using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Automation;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Case;

/// <summary>Clients with any policy, requests of any kind, worked off by automation, answered and inspected, and decided again. The same for the same seed.</summary>
internal sealed class RandomLives(AutomationDesk desk, int seed)
{
    private static readonly string[] Categories = ["general", "Shoes", "Hygiene", "Living"];

    private readonly Random _random = new(seed);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>A client with two versions, the second in force from a few days ago; or with one.</summary>
    public async Task<Client> AddClientAsync(int versions = 2)
    {
        var client = await desk.Database.AddClientAsync(timeZone: Pick("Europe/Berlin", "America/New_York", "Pacific/Auckland"), policy: Any);
        if (versions == 1)
        {
            return client;
        }

        await using var db = await desk.Database.OpenAsync();
        var second = Any(ReturnPolicy.Standard(Now.AddDays(-_random.Next(2, 12)), client.Currency.MinorPerMajor)) with { Version = 2 };
        db.Add(Loading.RowOf(client.Id, second));
        await db.SaveChangesAsync(Cancelled);
        return client;
    }

    /// <summary>Requests, all decided; what waits for an answer or for goods gets it, mostly, and is decided once more.</summary>
    public async Task LiveAsync(Client client, int cases)
    {
        var scenes = new List<RefundScene>();
        for (var i = 0; i < cases; i++)
        {
            scenes.Add(await desk.Database.AddCaseAsync(client, ARefund().Because(Pick(Enum.GetValues<RefundReason>())), AnyOrder()));
        }

        await desk.WorkOffAsync();
        desk.Database.Time.Advance(TimeSpan.FromHours(1));
        foreach (var scene in scenes)
        {
            await GoOnAsync(scene.Refund.Number);
        }

        await desk.WorkOffAsync();
    }

    private async Task GoOnAsync(RefundNumber number)
    {
        var now = desk.Database.Time.GetUtcNow();
        await using var db = await desk.Database.OpenAsync();
        var (refund, order) = (await db.LoadCaseAsync(number, Cancelled))!.Value;
        if (refund.Status == RefundStatus.AwaitingReturn)
        {
            Done(refund.TakeInspection(AgentAnn, refund.Lines.ToDictionary(line => line.LineNumber, line => new GoodsFound(_random.Next(4) == 0 ? _random.Next(line.Quantity + 1) : line.Quantity, Pick(Enum.GetValues<GoodsCondition>()))), order, now));
        }
        else if (refund.Status == RefundStatus.NeedsInformation)
        {
            Done(refund.TakeAnswer(CustomerKim, "It does not light up.", now));
        }
        else if (refund.Status == RefundStatus.InReview && _random.Next(3) == 0)
        {
            Done(refund.Ask(AgentAnn, "Which of them?", now.AddDays(3), now));
            Done(refund.TakeAnswer(CustomerKim, "The blue one “✓”.", now));
        }

        await db.SaveChangesAsync(Cancelled);
    }

    private OrderBuilder AnyOrder()
    {
        var order = AnOrder().In(_random.Next(8) == 0 ? "USD" : "EUR").With(draft => draft with
        {
            CustomerReference = $"C-{_random.Next(12)}",
            Country = Pick("DE", "US", "GB", "XX"),
            PlacedAt = Now.AddDays(-_random.Next(1, 60)),
            DispatchedAt = null,
            DeliveredAt = null,
        });
        if (_random.Next(4) > 0)
        {
            order.With(draft => draft with { DispatchedAt = draft.PlacedAt.AddHours(5), DeliveredAt = draft.PlacedAt.AddHours(_random.Next(6, 24)) });
        }

        for (var line = 0; line <= _random.Next(3); line++)
        {
            var quantity = _random.Next(1, 4);
            order.WithLine(quantity * _random.Next(1_00, 150_00), quantity, category: Pick(Categories), finalSale: _random.Next(10) == 0);
        }

        return _random.Next(3) == 0 ? order.WithShipping(4_90) : order;
    }

    private ReturnPolicy Any(ReturnPolicy policy) => policy with
    {
        Windows = [new ReturnWindow(null, _random.Next(5, 40), Pick(Enum.GetValues<WindowAnchor>())), new ReturnWindow("shoes", _random.Next(5, 100), WindowAnchor.Delivery)],
        FinalSaleCategories = _random.Next(2) == 0 ? ["hygiene"] : [],
        AcceptedConditions = _random.Next(2) == 0 ? [GoodsCondition.Unopened, GoodsCondition.Opened] : [.. Enum.GetValues<GoodsCondition>()],
        RestockingFees = [new RestockingFee(GoodsCondition.Opened, _random.Next(0, 2_000)), new RestockingFee(GoodsCondition.Used, _random.Next(0, 5_000))],
        ReturnRequiredFromMinor = _random.Next(3) == 0 ? _random.Next(20_00, 100_00) : null,
        RefundShippingOnFullReturn = _random.Next(2) == 0,
        AutomaticApprovalMinor = _random.Next(20_00, 300_00),
        AgentApprovalMinor = _random.Next(50_00, 300_00),
        ReviewFromRiskScore = _random.Next(10, 100),
        RefuseAutomatically = _random.Next(3) > 0,
        Exclusions = _random.Next(3) == 0 ? [new Exclusion("Living", null, "Too large to take back")] : [],
        Evidence = _random.Next(2) == 0 ? [new EvidenceRule(null, Pick(RefundReason.Defective, RefundReason.WrongItem), 0, [EvidenceKind.Photo], ["What is wrong with it?"])] : [],
        Reductions = _random.Next(2) == 0 ? [new Reduction(GoodsCondition.Opened, Pick(Enum.GetValues<ReductionStage>()), _random.Next(0, 3_000))] : [],
        FeeTaxBasisPoints = _random.Next(2) == 0 ? 1_900 : null,
        ReturnCostMinor = _random.Next(2) == 0 ? 4_90 : 0,
        Breaker = _random.Next(2) == 0 ? [] : [new BreakerLimit(BreakerLimit.Approve, _random.Next(3, 10), null), new BreakerLimit(BreakerLimit.Refuse, _random.Next(3, 10), null)],
    };

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
