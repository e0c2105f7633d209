using Microsoft.Extensions.Time.Testing;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Automation;

/// <summary>The loops of one process take turns, and let work gather.</summary>
public sealed class TurnsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_a_gateway_thinks_the_other_loop_goes_on()
    {
        var gateway = new ThinkingGateway();
        await using var desk = await WebDesk.StartAsync(services => services.AddGateway(gateway));
        var client = await desk.ClientAsync();
        var slow = await desk.Data.AddCaseAsync(client, AnOrder().WithLine(45_00).PaidBy(TenderMethod.Card, 45_00, gateway: gateway.Key));
        await gateway.WasAsked.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);

        var quick = await desk.Data.AddCaseAsync(client, AnOrder().WithLine(45_00).With(draft => draft with { CustomerReference = "C-other" }));
        await AutomationDesk.UntilAsync(async () => await StatusAsync(quick) == RefundStatus.Paid);
        Assert.Equal(RefundStatus.Paying, await StatusAsync(slow));

        gateway.Answer();
        await AutomationDesk.UntilAsync(async () => await StatusAsync(slow) == RefundStatus.Paid);

        async Task<RefundStatus> StatusAsync(RefundScene scene) => (await desk.Data.ReadAsync(scene.Refund.Number)).Refund.Status;
    }

    [Fact]
    public async Task Behind_the_first_call_more_is_waited_for_and_without_a_call_nothing()
    {
        var (signal, time) = (new WorkSignal(), new FakeTimeProvider());
        using var ear = signal.Listen(CommittedWork.DueCases);
        var (atMost, gather) = (TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(5));

        signal.Raise(CommittedWork.DueCases, []);
        var called = ear.WaitAsync(atMost, gather, time, Cancelled);
        time.Advance(TimeSpan.FromMilliseconds(4));
        Assert.False(called.IsCompleted);
        await UntilDoneAsync(called, time, TimeSpan.FromMilliseconds(1));

        var idle = ear.WaitAsync(atMost, gather, time, Cancelled);
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(idle.IsCompleted);
        await UntilDoneAsync(idle, time, TimeSpan.FromSeconds(1));
    }

    /// <summary>The delay may be begun on another thread, a moment behind the clock's first step.</summary>
    private static Task UntilDoneAsync(Task waiting, FakeTimeProvider time, TimeSpan step) => AutomationDesk.UntilAsync(() =>
    {
        time.Advance(step);
        return Task.FromResult(waiting.IsCompleted);
    });
}
