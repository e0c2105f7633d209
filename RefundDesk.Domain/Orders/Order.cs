using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;

namespace RefundDesk.Domain.Orders;

/// <summary>The key of an order.</summary>
public readonly record struct OrderId(Guid Value)
{
    /// <summary>A new key, ordered by time.</summary>
    public static OrderId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>
/// What was sold and paid. It guards the ceilings: units per line, money per tender. Requests reserve units, approvals reserve
/// money; both count while they are open. The database holds the same ceilings as checks on the same columns.
/// </summary>
public sealed class Order
{
    private readonly List<OrderLine> _lines = [];
    private readonly List<Tender> _tenders = [];

    private Order()
    {
        OrderNumber = CustomerReference = CustomerName = Country = null!;
        Currency = null!;
    }

    /// <summary>The key of the row.</summary>
    public OrderId Id { get; private init; }

    /// <summary>The retailer.</summary>
    public ClientId ClientId { get; private init; }

    /// <summary>The retailer's own number.</summary>
    public string OrderNumber { get; private init; }

    /// <summary>The retailer's key of the customer.</summary>
    public string CustomerReference { get; private init; }

    /// <summary>The customer's name.</summary>
    public string CustomerName { get; private set; }

    /// <summary>Where messages go; null where unknown.</summary>
    public string? CustomerEmail { get; private set; }

    /// <summary>The postcode it was delivered to; null where unknown.</summary>
    public string? Postcode { get; private set; }

    /// <summary>Where it was delivered to.</summary>
    public string Country { get; private init; }

    /// <summary>The group of the customer, as the retailer calls it, at most 40 characters; policies have windows by it.</summary>
    public string? CustomerGroup { get; private init; }

    /// <summary>The IANA zone of the shopper, or of the store one walked into; null where the retailer does not say, and the country decides.</summary>
    public string? TimeZoneId { get; private init; }

    /// <summary>The currency of every amount of the order.</summary>
    public Currency Currency { get; private init; }

    /// <summary>When it was placed, UTC.</summary>
    public DateTimeOffset PlacedAt { get; private init; }

    /// <summary>When it left, UTC.</summary>
    public DateTimeOffset? DispatchedAt { get; private set; }

    /// <summary>When the last parcel arrived, UTC.</summary>
    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>What requests, open or paid, kept back or were let off because they broke terms of the purchase; null where none did.</summary>
    public SettledTerms? Settled { get; private set; }

    /// <summary>Counts changes; a stale write is refused.</summary>
    public long Version { get; private set; }

    /// <summary>The lines, by number.</summary>
    public IReadOnlyList<OrderLine> Lines => _lines;

    /// <summary>The payments, by number.</summary>
    public IReadOnlyList<Tender> Tenders => _tenders;

    /// <summary>What all lines were charged.</summary>
    public Money Charged => Money.Of(_lines.Sum(line => line.ChargedMinor), Currency);

    /// <summary>What the payments can still give back: captured less everything pending or paid.</summary>
    public Money Refundable => Money.Of(_tenders.Sum(tender => tender.OpenMinor), Currency);

    /// <summary>
    /// Takes an order in: checks it, spreads the order discount over all lines once (largest remainder) and stores what each was charged.
    /// </summary>
    /// <returns>The order, or the first fault with its field.</returns>
    public static Outcome<Order> TakeIn(ClientId client, OrderDraft draft, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (OrderChecks.FirstFault(draft) is { } fault)
        {
            return fault;
        }

        var currency = Currency.Of(draft.Currency);
        var order = new Order
        {
            Id = OrderId.New(now),
            ClientId = client,
            OrderNumber = draft.OrderNumber,
            CustomerReference = draft.CustomerReference,
            CustomerName = draft.CustomerName,
            CustomerEmail = draft.CustomerEmail,
            Postcode = draft.Postcode,
            Country = draft.Country,
            CustomerGroup = draft.CustomerGroup,
            TimeZoneId = draft.TimeZoneId,
            Currency = currency,
            PlacedAt = draft.PlacedAt,
            DispatchedAt = draft.DispatchedAt,
            DeliveredAt = draft.DeliveredAt,
            Version = 1,
        };

        var prices = draft.Lines.Select(line => line.ListMinor - line.LineDiscountMinor).ToArray();
        var shares = draft.OrderDiscountMinor == 0 ? new long[prices.Length] : Allocation.Split(draft.OrderDiscountMinor, prices);
        for (var i = 0; i < prices.Length; i++)
        {
            order._lines.Add(new OrderLine(client, i + 1, draft.Lines[i], draft.Lines[i].LineDiscountMinor + shares[i]));
        }

        for (var i = 0; i < draft.Tenders.Count; i++)
        {
            order._tenders.Add(new Tender(client, i + 1, draft.Tenders[i]));
        }

        var captured = Money.Of(order._tenders.Sum(tender => tender.CapturedMinor), currency);
        return captured > order.Charged ? OrderRefusals.CapturedAboveCharged(captured.ToString(), order.Charged.ToString()) : order;
    }

    /// <summary>
    /// What became known since: that the goods left, that the last parcel came, whom to write to. What was sold and paid is not touched; what the
    /// newer one does not say stays as it is known.
    /// </summary>
    /// <param name="newer">The same order as the retailer has it now.</param>
    /// <returns>True where anything was new.</returns>
    public bool Learn(Order newer)
    {
        ArgumentNullException.ThrowIfNull(newer);
        var before = (DispatchedAt, DeliveredAt, CustomerName, CustomerEmail, Postcode);
        DispatchedAt = newer.DispatchedAt ?? DispatchedAt;
        DeliveredAt = newer.DeliveredAt ?? DeliveredAt;
        CustomerName = newer.CustomerName;
        CustomerEmail = newer.CustomerEmail ?? CustomerEmail;
        Postcode = newer.Postcode ?? Postcode;
        var isNew = before != (DispatchedAt, DeliveredAt, CustomerName, CustomerEmail, Postcode);
        Version += isNew ? 1 : 0;
        return isNew;
    }

    /// <summary>The IANA zone in which the shopper counts days: the order's own, else the country's, else the client's.</summary>
    /// <param name="countries">Knows the zones of countries.</param>
    /// <param name="clientZoneId">The client's zone.</param>
    public string ShopperZone(ICountryZones countries, string clientZoneId)
    {
        ArgumentNullException.ThrowIfNull(countries);
        return TimeZoneId ?? countries.ZoneOf(Country) ?? clientZoneId;
    }

    /// <summary>Counts units of lines for a request. All or nothing.</summary>
    /// <param name="wanted">Line number and units.</param>
    /// <returns>What the units of each line were charged, in the order asked; or <c>order.unknown-line</c>, <c>order.quantity</c>, <c>order.quantity-taken</c>.</returns>
    public Outcome<IReadOnlyList<ReservedUnits>> ReserveLines(IReadOnlyList<(int LineNumber, int Quantity)> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        foreach (var group in wanted.GroupBy(want => want.LineNumber))
        {
            if (_lines.Find(line => line.LineNumber == group.Key) is not { } line)
            {
                return OrderRefusals.UnknownLine(group.Key);
            }

            if (group.Any(want => want.Quantity <= 0))
            {
                return OrderRefusals.Quantity(group.Key);
            }

            var asked = group.Sum(want => (long)want.Quantity);
            if (asked > line.OpenQuantity)
            {
                return OrderRefusals.NotEnoughLeft(group.Key, asked, line.OpenQuantity);
            }
        }

        Version++;
        return wanted.Select(want => Line(want.LineNumber).Reserve(want.Quantity))
            .Select(units => new ReservedUnits(Money.Of(units.ChargedMinor, Currency), Money.Of(units.TaxMinor, Currency)))
            .ToArray();
    }

    /// <summary>Gives units back that a request no longer speaks for. More than is counted is a defect and throws.</summary>
    /// <param name="lineNumber">The line.</param>
    /// <param name="quantity">Units.</param>
    /// <param name="units">What they were counted for.</param>
    public void ReleaseLine(int lineNumber, int quantity, ReservedUnits units)
    {
        ArgumentNullException.ThrowIfNull(units);
        Line(lineNumber).Release(quantity, InCurrency(units.Charged), InCurrency(units.Tax));
        Version++;
    }

    /// <summary>Notes what a request settles of the purchase's terms, in place of what it did before, so that the next one does not settle it again.</summary>
    /// <param name="before">What the request stood for until now.</param>
    /// <param name="now">What it stands for.</param>
    public void Settle(SettledTerms? before, SettledTerms? now)
    {
        if (!Equals(before, now))
        {
            Settled = (Settled ?? SettledTerms.None).Without(before).With(now).Counted();
            Version++;
        }
    }

    /// <summary>Counts money against tenders before it moves. All or nothing. The plan comes from the same tenders, so it fits; if it does not, that is refused.</summary>
    /// <param name="plan">Tender number and an amount above zero in the order's currency.</param>
    /// <returns>Ok, or <c>order.above-ceiling</c>.</returns>
    public Outcome ReserveTenders(IReadOnlyList<(int TenderNumber, Money Amount)> plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        foreach (var group in plan.GroupBy(part => part.TenderNumber))
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(group.Min(part => part.Amount.Minor), 1, nameof(plan));
            var (asked, open) = (group.Sum(part => InCurrency(part.Amount)), Tender(group.Key).OpenMinor);
            if (asked > open)
            {
                return OrderRefusals.AboveCeiling(Money.Of(asked, Currency).ToString(), Money.Of(open, Currency).ToString());
            }
        }

        foreach (var (number, amount) in plan)
        {
            Tender(number).Reserve(amount.Minor);
        }

        Version++;
        return Outcome.Ok;
    }

    /// <summary>Gives money back to a tender's ceiling after a payout failed for good. More than is counted is a defect and throws.</summary>
    public void ReleaseTender(int tenderNumber, Money amount)
    {
        ArgumentNullException.ThrowIfNull(amount);
        Tender(tenderNumber).Release(InCurrency(amount));
        Version++;
    }

    /// <summary>The line of a number; a number that is not there is a defect.</summary>
    public OrderLine Line(int lineNumber) => _lines.Find(line => line.LineNumber == lineNumber)
        ?? throw new InvalidOperationException($"Order {OrderNumber} has no line {lineNumber}.");

    /// <summary>The tender of a number; a number that is not there is a defect.</summary>
    public Tender Tender(int tenderNumber) => _tenders.Find(tender => tender.TenderNumber == tenderNumber)
        ?? throw new InvalidOperationException($"Order {OrderNumber} has no tender {tenderNumber}.");

    private long InCurrency(Money amount) => amount.Currency == Currency
        ? amount.Minor
        : throw new InvalidOperationException($"Order {OrderNumber} is in {Currency}; {amount} cannot be counted on it.");
}

/// <summary>What units of a line were charged.</summary>
/// <param name="Charged">Tax included.</param>
/// <param name="Tax">The tax inside it.</param>
public sealed record ReservedUnits(Money Charged, Money Tax)
{
    /// <summary>No units.</summary>
    public static ReservedUnits None(Currency currency) => new(Money.Zero(currency), Money.Zero(currency));
}
