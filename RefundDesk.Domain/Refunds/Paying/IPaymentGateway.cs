using RefundDesk.Domain.Finance;

namespace RefundDesk.Domain.Refunds.Paying;

/// <summary>What a gateway answered.</summary>
public enum GatewayReplyKind
{
    /// <summary>Done; the money is on its way.</summary>
    Succeeded,

    /// <summary>Taken; the end comes later by webhook or look-up.</summary>
    Pending,

    /// <summary>Refused for good; no money moved.</summary>
    Refused,

    /// <summary>Nobody knows: time-out, broken connection, 5xx. Money may have moved.</summary>
    Unknown,

    /// <summary>A look-up's answer: the gateway has never seen the key.</summary>
    NotFound,
}

/// <summary>An answer of a gateway.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="GatewayRefundId">The gateway's own reference, where it gave one.</param>
/// <param name="Code">The gateway's code of a fault.</param>
/// <param name="Message">The gateway's words, cut at 400 characters when stored.</param>
public sealed record GatewayReply(GatewayReplyKind Kind, string? GatewayRefundId = null, string? Code = null, string? Message = null)
{
    /// <summary>Done.</summary>
    public static GatewayReply Succeeded(string refundId) => new(GatewayReplyKind.Succeeded, refundId);

    /// <summary>Taken.</summary>
    public static GatewayReply Pending(string refundId) => new(GatewayReplyKind.Pending, refundId);

    /// <summary>Refused for good.</summary>
    public static GatewayReply Refused(string code, string message) => new(GatewayReplyKind.Refused, null, code, message);

    /// <summary>Nobody knows.</summary>
    public static GatewayReply Unknown(string message) => new(GatewayReplyKind.Unknown, null, "unknown", message);

    /// <summary>The key was never seen.</summary>
    public static GatewayReply NotFound { get; } = new(GatewayReplyKind.NotFound);
}

/// <summary>What a gateway is asked to do.</summary>
/// <param name="PayoutId">Ours.</param>
/// <param name="IdempotencyKey">The same for every repetition.</param>
/// <param name="ChargeReference">The gateway's reference of the charge.</param>
/// <param name="Amount">Above zero, in the currency of the charge.</param>
/// <param name="RefundNumber">What the customer and our books call it.</param>
/// <param name="FirstSentAt">When the key was first sent, UTC.</param>
public sealed record RefundInstruction(
    PayoutId PayoutId,
    string IdempotencyKey,
    string ChargeReference,
    Money Amount,
    string RefundNumber,
    DateTimeOffset FirstSentAt);

/// <summary>Moves money back. Called outside any transaction; its answer is stored afterwards.</summary>
public interface IPaymentGateway
{
    /// <summary>The key tenders name it by, <c>sandbox</c>.</summary>
    string Key { get; }

    /// <summary>How long the gateway keeps an idempotency key. A key older than four fifths of it is looked up, but never sent again.</summary>
    TimeSpan KeyLifetime { get; }

    /// <summary>Asks for a refund. Never throws for what a gateway can do: time-outs and broken connections are <see cref="GatewayReplyKind.Unknown"/>.</summary>
    Task<GatewayReply> RefundAsync(RefundInstruction instruction, CancellationToken cancellationToken);

    /// <summary>Asks what became of a refund, by our key or reference.</summary>
    Task<GatewayReply> LookUpAsync(RefundInstruction instruction, CancellationToken cancellationToken);
}
