using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Kit;

/// <summary>
/// Makes refunds by taking the steps people and automation take, so that nothing can be built that could not happen: a step
/// that is refused on the way fails the test with the refusal.
/// </summary>
internal sealed class RefundBuilder
{
    private readonly List<RequestedLine> _lines = [];
    private readonly List<Action<RefundScene>> _steps = [];
    private OrderBuilder _orders = AnOrder();
    private Order? _order;
    private Actor _by = CustomerKim;
    private ReturnPolicy? _policy;
    private string? _requestKey;
    private DateTimeOffset _at = Now;
    private RefundReason _reason = RefundReason.ChangedMind;

    /// <summary>Of an order of one article at this price.</summary>
    public RefundBuilder Of(Money price) => Of(AnOrder().In(price.Currency.Code).WithLine(price.Minor));

    public RefundBuilder Of(OrderBuilder order)
    {
        _orders = order;
        return this;
    }

    /// <summary>Of an order that is there already; it changes with the refund.</summary>
    public RefundBuilder Of(Order order)
    {
        _order = order;
        return this;
    }

    /// <summary>Asks for units of a line. Where none is named, everything of the order that is left is asked for.</summary>
    public RefundBuilder Asking(int line, int quantity = 1, RefundReason reason = RefundReason.ChangedMind, GoodsCondition condition = GoodsCondition.Opened)
    {
        _lines.Add(new RequestedLine(line, quantity, reason, condition));
        return this;
    }

    /// <summary>The reason for every line, where none is named by <see cref="Asking"/>.</summary>
    public RefundBuilder Because(RefundReason reason)
    {
        _reason = reason;
        return this;
    }

    public RefundBuilder RequestedBy(Actor by)
    {
        _by = by;
        return this;
    }

    public RefundBuilder RequestedAt(DateTimeOffset at)
    {
        _at = at;
        return this;
    }

    public RefundBuilder WithRequestKey(string key)
    {
        _requestKey = key;
        return this;
    }

    /// <summary>The policy it is measured by; where none is named, one that leads where the test wants to go.</summary>
    public RefundBuilder Under(ReturnPolicy policy)
    {
        _policy = policy;
        return this;
    }

    /// <summary>Decided by automation; where that leads is the policy's affair.</summary>
    public RefundBuilder Decided() => Step(scene => scene.Decide());

    public RefundBuilder InReview() => Wanting(policy => policy with { AutomaticApprovalMinor = 0 }, scene => scene.Decide(), RefundStatus.InReview);

    public RefundBuilder NeedingInformation() => InReview().Step(scene => scene.Ask(AgentAnn), RefundStatus.NeedsInformation);

    public RefundBuilder AwaitingReturn() =>
        Wanting(policy => policy with { ReturnRequiredFromMinor = 1 }, scene => scene.Decide(), RefundStatus.AwaitingReturn);

    /// <summary>Reviewed by an agent, above whose limit it is.</summary>
    public RefundBuilder AwaitingApproval(Actor? reviewer = null) =>
        InReview().Step(scene => scene.Review(reviewer ?? AgentAnn), RefundStatus.AwaitingApproval);

    /// <summary>Approved by automation, or by a person where one is named.</summary>
    public RefundBuilder Approved(Actor? by = null) => by is null
        ? Wanting(policy => policy with { AutomaticApprovalMinor = long.MaxValue }, scene => scene.Decide(), RefundStatus.Approved)
        : InReview().Step(scene => scene.Approve(by), RefundStatus.Approved);

    public RefundBuilder Paying() => Approved().Step(scene => scene.StartPaying(), RefundStatus.Paying);

    public RefundBuilder Paid() => Paying().Step(scene => scene.GatewayPays(), RefundStatus.Paid);

    public RefundBuilder WithFailedPayout() => Paying().Step(scene => scene.GatewayRefuses(), RefundStatus.PayoutFailed);

    public RefundBuilder Rejected(Actor? by = null) => InReview().Step(scene => scene.Reject(by ?? AgentAnn), RefundStatus.Rejected);

    public RefundBuilder Cancelled() => Step(scene => scene.Cancel(CustomerKim), RefundStatus.Cancelled);

    /// <summary>As far as a status, by the shortest way.</summary>
    public RefundBuilder In(RefundStatus status) => status switch
    {
        RefundStatus.Received => this,
        RefundStatus.NeedsInformation => NeedingInformation(),
        RefundStatus.AwaitingReturn => AwaitingReturn(),
        RefundStatus.InReview => InReview(),
        RefundStatus.AwaitingApproval => AwaitingApproval(),
        RefundStatus.Approved => Approved(),
        RefundStatus.Paying => Paying(),
        RefundStatus.PayoutFailed => WithFailedPayout(),
        RefundStatus.Paid => Paid(),
        RefundStatus.Rejected => Rejected(),
        RefundStatus.Cancelled => Cancelled(),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "The builder does not know the way."),
    };

    /// <summary>Takes a step of its own, after those before it.</summary>
    public RefundBuilder Step(Action<RefundScene> step)
    {
        _steps.Add(step);
        return this;
    }

    public RefundScene Build()
    {
        var order = _order ?? _orders.Build();
        RequestedLine[] lines = _lines.Count > 0
            ? [.. _lines]
            : [.. order.Lines.Where(line => line.OpenQuantity > 0).Select(line => new RequestedLine(line.LineNumber, line.OpenQuantity, _reason, GoodsCondition.Opened))];
        var request = new RefundRequest(RequestChannel.Portal, _requestKey, _at, "It is not what I wanted.", lines);
        var refund = Done(RefundCase.Receive(order, request, ANumber(), _by, _at.AddHours(8), _at));
        var scene = new RefundScene(refund, order, _policy ?? APolicy(), _at);
        foreach (var step in _steps)
        {
            step(scene);
        }

        return scene;
    }

    private RefundBuilder Wanting(Func<ReturnPolicy, ReturnPolicy> change, Action<RefundScene> step, RefundStatus expected)
    {
        _policy ??= change(APolicy());
        return Step(step, expected);
    }

    /// <summary>A step on the way to a status; left out where the refund is there already, so that ways can be chained.</summary>
    private RefundBuilder Step(Action<RefundScene> step, RefundStatus expected) => Step(scene =>
    {
        if (scene.Refund.Status != expected)
        {
            step(scene);
        }

        Assert.True(scene.Refund.Status == expected, $"The refund had to come to {expected} and is {scene.Refund.Status}: {scene.Refund.WhyHere}");
    });
}
