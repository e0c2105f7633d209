using RefundDesk.Domain.Refunds.Paying;

namespace RefundDesk.Web.Automation;

/// <summary>What is to be asked of a gateway for one payout, and what it answered.</summary>
internal sealed class PayoutCall(CaseWork work, Payout payout)
{
    public CaseWork Work { get; } = work;

    public Payout Payout { get; } = payout;

    public RefundInstruction Instruction { get; } = work.Refund.InstructionFor(payout);

    public GatewayReply? Reply { get; set; }
}

/// <summary>Calls gateways, some at a time, outside any transaction. What may have been sent before is looked up first.</summary>
internal sealed class PayoutCalls(GatewayRegistry gateways, TimeProvider time, ILogger<PayoutCalls> log)
{
    /// <summary>Part of a key's lifetime after which it is not sent again: the clocks and counts of others are not ours.</summary>
    private const double SafePart = 0.8;

    /// <summary>Fills in every reply. Never throws for what a gateway does; cancelled calls are not known.</summary>
    public Task CallAllAsync(IReadOnlyList<PayoutCall> calls, int atOnce, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = atOnce };
        return calls.Count == 0 ? Task.CompletedTask : Parallel.ForEachAsync(calls, parallel, async (call, _) => call.Reply = await CallAsync(call, cancellationToken));
    }

    private async Task<GatewayReply> CallAsync(PayoutCall call, CancellationToken cancellationToken)
    {
        if (!gateways.TryFind(call.Payout.Gateway, out var gateway))
        {
            // Nothing was sent yet: no money moved. Once something may have been sent, only that gateway knows.
            var message = $"No gateway '{call.Payout.Gateway}' is set up here";
            return call.Work.IsSentNow ? GatewayReply.Refused("gateway-unknown", message) : GatewayReply.Unknown(message);
        }

        try
        {
            if (call.Work.IsSentNow)
            {
                return await gateway.RefundAsync(call.Instruction, cancellationToken);
            }

            var found = await gateway.LookUpAsync(call.Instruction, cancellationToken);
            // What the gateway has taken is never sent again, nor given up, because a look-up does not find it: only the gateway ends it.
            if (found.Kind != GatewayReplyKind.NotFound || call.Payout.Status == PayoutStatus.Pending)
            {
                return found;
            }

            var age = time.GetUtcNow() - call.Instruction.FirstSentAt;
            return age < gateway.KeyLifetime * SafePart
                ? await gateway.RefundAsync(call.Instruction, cancellationToken)
                : GatewayReply.Refused("key-too-old", "The gateway does not know this payout, and its key is too old to be sent again: check with the gateway, then pay anew");
        }
        catch (OperationCanceledException)
        {
            return GatewayReply.Unknown("Stopped while the gateway was being called");
        }
#pragma warning disable CA1031 // A gateway that breaks its promise not to throw must not take the batch with it: nobody knows what it did.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.LogError(fault, "Gateway {Gateway} threw for payout {Payout}", gateway.Key, call.Payout.Id);
            return GatewayReply.Unknown($"{fault.GetType().Name} while the gateway was being called");
        }
    }
}
