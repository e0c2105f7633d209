using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds.Paying;

namespace RefundDesk.Web.Infrastructure.Gateways.Sandbox;

/// <summary>
/// A gateway in this process that moves no money. It answers at once, or as <see cref="SandboxScript"/> says; a repeated key pays
/// once and is answered as the first time.
/// </summary>
public sealed class SandboxGateway(SandboxBook book, IOptions<SandboxOptions> options, IGatewayNews news, TimeProvider time, ILogger<SandboxGateway> log) : IPaymentGateway
{
    private readonly SandboxOptions _options = options.Value;
    private readonly Random _losses = new(options.Value.Seed);
    private readonly Lock _drawing = new();
    private readonly ConcurrentDictionary<string, bool> _lost = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ITimer> _timers = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public string Key => "sandbox";

    /// <inheritdoc />
    public TimeSpan KeyLifetime => TimeSpan.FromDays(30);

    /// <inheritdoc />
    public async Task<GatewayReply> RefundAsync(RefundInstruction instruction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(instruction);
        book.CountCall();
        await WaitAsync(cancellationToken);
        var script = SandboxScript.Of(instruction.ChargeReference);
        if ((script.LosesRequest && _lost.TryAdd(instruction.IdempotencyKey, true)) || Draw(_options.LostRequestPercent))
        {
            return GatewayReply.Unknown("No answer within the time allowed");
        }

        var entry = book.Enter(
            new SandboxEntry(
                instruction.IdempotencyKey,
                instruction.ChargeReference,
                instruction.RefundNumber,
                instruction.Amount.Minor,
                instruction.Amount.Currency.Code,
                script.Declines,
                time.GetUtcNow()),
            out var isFirst);
        if (isFirst && script.FailsAfter is { } after)
        {
            FailLater(instruction, after);
        }

        return (isFirst && script.LosesAnswer) || Draw(_options.LostAnswerPercent)
            ? GatewayReply.Unknown("Connection closed before the answer")
            : ReplyOf(entry, script);
    }

    /// <inheritdoc />
    public async Task<GatewayReply> LookUpAsync(RefundInstruction instruction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(instruction);
        await WaitAsync(cancellationToken);
        return book.Find(instruction.IdempotencyKey) is { } entry ? ReplyOf(entry, SandboxScript.Of(entry.ChargeReference)) : GatewayReply.NotFound;
    }

    private static GatewayReply LateFailure() => GatewayReply.Refused("late_failure", "The card's bank sent the money back");

    private static string RefundIdOf(SandboxEntry entry) => $"sb_{entry.Key}";

    private GatewayReply ReplyOf(SandboxEntry entry, SandboxScript script)
    {
        if (entry.Declined is { } code)
        {
            return GatewayReply.Refused(code, $"Refused by the sandbox: {code.Replace('_', ' ')}");
        }

        var age = time.GetUtcNow() - entry.At;
        return age < script.PendingFor ? GatewayReply.Pending(RefundIdOf(entry))
            : age >= script.FailsAfter ? LateFailure()
            : GatewayReply.Succeeded(RefundIdOf(entry));
    }

    private Task WaitAsync(CancellationToken cancellationToken) =>
        _options.LatencyMilliseconds == 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromMilliseconds(_options.LatencyMilliseconds), time, cancellationToken);

    [SuppressMessage("Security", "CA5394", Justification = "Losses are to be repeatable; nothing depends on their secrecy.")]
    private bool Draw(int percent)
    {
        if (percent == 0)
        {
            return false;
        }

        lock (_drawing)
        {
            return _losses.Next(100) < percent;
        }
    }

    private void FailLater(RefundInstruction instruction, TimeSpan after) =>
        _timers[instruction.IdempotencyKey] = time.CreateTimer(_ => _ = SayFailedAsync(instruction), null, after, Timeout.InfiniteTimeSpan);

    private async Task SayFailedAsync(RefundInstruction instruction)
    {
        if (_timers.TryRemove(instruction.IdempotencyKey, out var timer))
        {
            await timer.DisposeAsync();
        }

        try
        {
            var taken = await news.TakeAsync(instruction.PayoutId, LateFailure(), CancellationToken.None);
            if (!taken.Succeeded)
            {
                log.LogWarning("The late failure of {RefundNumber} was not taken: {Refusal}", instruction.RefundNumber, taken.Refusal.Message);
            }
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or InvalidOperationException)
        {
            log.LogError(fault, "The late failure of {RefundNumber} was not taken", instruction.RefundNumber);
        }
    }
}
