using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Domain.Refunds.Paying;

/// <summary>The key of a payout; the gateway's idempotency key is made of it.</summary>
public readonly record struct PayoutId(Guid Value)
{
    /// <summary>A new key, ordered by time.</summary>
    public static PayoutId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>Where one payout is.</summary>
public enum PayoutStatus
{
    /// <summary>Decided and counted against the tender; nothing was sent.</summary>
    Planned,

    /// <summary>The intent is stored; the gateway is being called, or the process died while it was.</summary>
    Sending,

    /// <summary>The answer never came: money may or may not have moved. Looked up before anything is sent again.</summary>
    Unknown,

    /// <summary>The gateway took it and will say later.</summary>
    Pending,

    /// <summary>The gateway says it is done.</summary>
    Succeeded,

    /// <summary>The gateway refused it for good, or it failed after it had succeeded.</summary>
    Failed,
}

/// <summary>
/// Money to one tender. The row and its key are stored before a gateway is called; the key never changes, so a repeated call
/// pays once. A payout that failed for good is replaced by a new one that points at it.
/// </summary>
public sealed class Payout
{
    private Payout()
    {
        Gateway = ChargeReference = TenderLabel = null!;
        Currency = null!;
    }

    internal Payout(ClientId client, Tender tender, Money amount, PayoutId? replaces, DateTimeOffset at)
    {
        Id = PayoutId.New(at);
        ClientId = client;
        TenderNumber = tender.TenderNumber;
        TenderLabel = tender.Label;
        TenderMethod = tender.Method;
        Gateway = tender.Gateway;
        ChargeReference = tender.ChargeReference;
        Currency = amount.Currency;
        AmountMinor = amount.Minor;
        Status = PayoutStatus.Planned;
        ReplacesId = replaces;
        CreatedAt = at;
    }

    /// <summary>The key.</summary>
    public PayoutId Id { get; private init; }

    /// <summary>The retailer.</summary>
    public ClientId ClientId { get; private init; }

    /// <summary>The order's tender it goes back to.</summary>
    public int TenderNumber { get; private init; }

    /// <summary>What people recognise the tender by.</summary>
    public string TenderLabel { get; private init; }

    /// <summary>How the tender paid.</summary>
    public TenderMethod TenderMethod { get; private init; }

    /// <summary>The gateway that captured the tender.</summary>
    public string Gateway { get; private init; }

    /// <summary>The gateway's reference of the charge.</summary>
    public string ChargeReference { get; private init; }

    /// <summary>The payment's currency.</summary>
    public Currency Currency { get; private init; }

    /// <summary>Minor units.</summary>
    public long AmountMinor { get; private init; }

    /// <summary>Where it is.</summary>
    public PayoutStatus Status { get; private set; }

    /// <summary>The gateway's own reference of the refund, once known. Unique for a gateway.</summary>
    public string? GatewayRefundId { get; private set; }

    /// <summary>The gateway's code of the last fault.</summary>
    public string? FailureCode { get; private set; }

    /// <summary>The gateway's words for it.</summary>
    public string? FailureMessage { get; private set; }

    /// <summary>How often the gateway was called for it, look-ups included.</summary>
    public int Attempts { get; private set; }

    /// <summary>The failed payout this one stands for.</summary>
    public PayoutId? ReplacesId { get; private init; }

    /// <summary>When it was decided, UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it was first sent, UTC; a gateway keeps a key only for so long.</summary>
    public DateTimeOffset? FirstSentAt { get; private set; }

    /// <summary>When it succeeded or failed, UTC.</summary>
    public DateTimeOffset? FinalAt { get; private set; }

    /// <summary>The amount.</summary>
    public Money Amount => Money.Of(AmountMinor, Currency);

    /// <summary>What the gateway tells repetitions by: made of the row's key, never of an attempt.</summary>
    public string IdempotencyKey => $"rd-{Id.Value:N}";

    /// <summary>True while money may still move.</summary>
    public bool IsOpen => Status is not (PayoutStatus.Succeeded or PayoutStatus.Failed);

    /// <summary>True where it goes to a gift card or store credit instead of over a gateway.</summary>
    public bool IsStoreCredit => TenderMethod is TenderMethod.GiftCard or TenderMethod.StoreCredit;

    internal void Send(DateTimeOffset at)
    {
        Status = PayoutStatus.Sending;
        FirstSentAt ??= at;
    }

    internal void Take(GatewayReply reply, DateTimeOffset at)
    {
        Attempts++;
        GatewayRefundId = reply.GatewayRefundId ?? GatewayRefundId;
        FailureCode = reply.Code is null ? null : StoredText.Cut(reply.Code, 60);
        FailureMessage = reply.Message is null ? null : StoredText.Cut(reply.Message, 400);
        Status = reply.Kind switch
        {
            GatewayReplyKind.Succeeded => PayoutStatus.Succeeded,
            GatewayReplyKind.Pending => PayoutStatus.Pending,
            GatewayReplyKind.Refused => PayoutStatus.Failed,
            // The gateway took it before: a look-up that fails or finds nothing yet does not undo that, and it must not be sent again.
            _ when Status == PayoutStatus.Pending => PayoutStatus.Pending,
            _ => PayoutStatus.Unknown,
        };
        FinalAt = IsOpen ? null : at;
    }

    /// <summary>Keeps the gateway's reference of a success it reports after it refused for good; false where that is known already.</summary>
    internal bool Contradict(GatewayReply reply)
    {
        var isNews = reply.GatewayRefundId is not null && GatewayRefundId is null;
        GatewayRefundId ??= reply.GatewayRefundId;
        return isNews;
    }
}
