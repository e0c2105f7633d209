namespace RefundDesk.Domain.Orders;

/// <summary>How a part of an order was paid.</summary>
public enum TenderMethod
{
    /// <summary>Credit or debit card.</summary>
    Card,

    /// <summary>PayPal and other wallets.</summary>
    Wallet,

    /// <summary>Bank transfer or direct debit.</summary>
    BankTransfer,

    /// <summary>The retailer's gift card.</summary>
    GiftCard,

    /// <summary>Credit the customer had with the retailer.</summary>
    StoreCredit,

    /// <summary>Cash or card at a point of sale.</summary>
    PointOfSale,
}

/// <summary>
/// One payment of an order. Money goes back to it, never more than was captured. It keeps the gateway's reference, a brand
/// and four digits; there is no card number anywhere.
/// </summary>
public sealed class Tender
{
    private Tender()
    {
        Gateway = ChargeReference = Label = null!;
    }

    internal Tender(Clients.ClientId clientId, int tenderNumber, TenderDraft draft)
    {
        ClientId = clientId;
        TenderNumber = tenderNumber;
        Method = draft.Method;
        Gateway = draft.Gateway;
        ChargeReference = draft.ChargeReference;
        Label = draft.Label;
        CapturedMinor = draft.CapturedMinor;
    }

    /// <summary>The retailer.</summary>
    public Clients.ClientId ClientId { get; private init; }

    /// <summary>1, 2, 3 … within the order.</summary>
    public int TenderNumber { get; private init; }

    /// <summary>Card, wallet, gift card …</summary>
    public TenderMethod Method { get; private init; }

    /// <summary>The key of the gateway that captured it.</summary>
    public string Gateway { get; private init; }

    /// <summary>The gateway's reference of the charge, at most 120 characters.</summary>
    public string ChargeReference { get; private init; }

    /// <summary>What people recognise it by: <c>Visa ·· 4242</c>. At most 60 characters.</summary>
    public string Label { get; private init; }

    /// <summary>What was captured, minor units of the order's currency.</summary>
    public long CapturedMinor { get; private init; }

    /// <summary>What refunds, pending or paid, already speak for. Never above <see cref="CapturedMinor"/>, in the database too.</summary>
    public long ReservedMinor { get; private set; }

    /// <summary>What may still go back to it.</summary>
    public long OpenMinor => CapturedMinor - ReservedMinor;

    internal void Reserve(long minor) => ReservedMinor += minor;

    internal void Release(long minor)
    {
        if (minor > ReservedMinor)
        {
            throw new InvalidOperationException($"Tender {TenderNumber} holds {ReservedMinor}; {minor} cannot be given back.");
        }

        ReservedMinor -= minor;
    }
}
