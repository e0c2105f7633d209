using RefundDesk.Domain.Refunds.Paying;

namespace RefundDesk.Tests.Automation;

/// <summary>Answers when the test lets it.</summary>
internal sealed class ThinkingGateway : IPaymentGateway
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task WasAsked => _asked.Task;

    public string Key => "thinking";

    public TimeSpan KeyLifetime => TimeSpan.FromDays(1);

    public void Answer() => _answered.SetResult();

    public async Task<GatewayReply> RefundAsync(RefundInstruction instruction, CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        await _answered.Task.WaitAsync(cancellationToken);
        return GatewayReply.Succeeded("thought");
    }

    public Task<GatewayReply> LookUpAsync(RefundInstruction instruction, CancellationToken cancellationToken) => Task.FromResult(GatewayReply.Unknown("Still thinking"));
}
