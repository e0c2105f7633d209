using System.Globalization;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Orders.Sources;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Kit;

/// <summary>A shop with its connector in memory: orders in the order of their change, records of refunds by our number, and whatever should go wrong.</summary>
internal sealed class FakeShop : IOrderSource
{
    public const string Secret = "let-me-in";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Sold> _orders = [];
    private readonly List<(string Key, SourceRefund Refund)> _records = [];
    private long _changes;

    public string Kind => "fake";

    public Uri Address { get; init; } = new("https://shop.example");

    public int PageSize { get; init; } = 2;

    /// <summary>What every call is refused with; null while the shop is well.</summary>
    public Refusal? Fault { get; set; }

    /// <summary>Called inside a reading, after the page was made; what it throws is what the desk sees.</summary>
    public Func<int, Task> AfterRead { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called inside a recording, after the refund is on record.</summary>
    public Func<int, Task> AfterRecord { get; set; } = _ => Task.CompletedTask;

    /// <summary>How often it was read.</summary>
    public int Reads { get; private set; }

    /// <summary>How often it was told of a refund.</summary>
    public int Tellings { get; private set; }

    public IReadOnlyList<SourceRefund> Records
    {
        get
        {
            lock (_gate)
            {
                return [.. _records.Select(record => record.Refund)];
            }
        }
    }

    public SourceAccess Access => new(Address, "desk", Secret, "sandbox", Now.AddYears(-10));

    /// <summary>Sells; the same number again is a change of the order.</summary>
    public string Sell(OrderBuilder? order = null) => Put((order ?? AnOrder().WithLine(40_00, quantity: 2).WithShipping(4_90)).Draft());

    /// <summary>Has an order that cannot be taken in.</summary>
    public string SellRefused(string number, Refusal why)
    {
        lock (_gate)
        {
            _orders[number] = new Sold(KeyOf(number), number, why, ++_changes);
            return number;
        }
    }

    /// <summary>Changes an order.</summary>
    public void Change(string number, Func<OrderDraft, OrderDraft> how)
    {
        OrderDraft changed;
        lock (_gate)
        {
            changed = how(_orders[number].Order.Value);
        }

        Put(changed);
    }

    public int RecordsOf(string number) => Records.Count(record => record.OrderNumber == number);

    public Task<Outcome> TryAsync(SourceAccess access, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<Outcome>(Refused(access) is { } refusal ? refusal : Outcome.Ok);
    }

    public async Task<Outcome<SourcePage>> ReadAsync(SourceAccess access, string? cursor, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Refused(access) is { } refusal)
        {
            return refusal;
        }

        SourcePage page;
        int reads;
        lock (_gate)
        {
            reads = ++Reads;
            var after = cursor is null ? 0 : long.Parse(cursor, CultureInfo.InvariantCulture);
            var rest = access.Since > TimeProvider.System.GetUtcNow() ? [] : _orders.Values.Where(order => order.Change > after).OrderBy(order => order.Change).ToList();
            var some = rest.Take(PageSize).ToList();
            page = new SourcePage([.. some.Select(order => order.AsSource())], (some.Count == 0 ? after : some[^1].Change).ToString(CultureInfo.InvariantCulture), rest.Count > some.Count);
        }

        await AfterRead(reads);
        return page;
    }

    public async Task<Outcome<string>> RecordAsync(SourceAccess access, SourceRefund refund, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Refused(access) is { } refusal)
        {
            return refusal;
        }

        string reference;
        int tellings;
        lock (_gate)
        {
            tellings = ++Tellings;
            if (_orders.Values.All(order => order.Key != refund.OrderKey))
            {
                return new Refusal("source.order-gone", $"There is no order {refund.OrderNumber} any more.");
            }

            var there = _records.FindIndex(record => record.Refund.RefundNumber == refund.RefundNumber);
            if (there < 0)
            {
                there = _records.Count;
                _records.Add((string.Create(CultureInfo.InvariantCulture, $"fake-refund-{there + 1}"), refund));
            }

            reference = _records[there].Key;
        }

        await AfterRecord(tellings);
        return reference;
    }

    private static string KeyOf(string number) => $"key-{number}";

    private string Put(OrderDraft draft)
    {
        lock (_gate)
        {
            _orders[draft.OrderNumber] = new Sold(KeyOf(draft.OrderNumber), draft.OrderNumber, draft, ++_changes);
            return draft.OrderNumber;
        }
    }

    private Refusal? Refused(SourceAccess access) =>
        Fault ?? (access.Address.Host == "rubbish.example" ? new Refusal("source.answer", "That is no shop.")
        : access.Address != Address ? new Refusal("source.unreachable", "Nobody is there.")
        : access.Secret != Secret ? new Refusal("source.denied", "The secret is not known there.")
        : null);

    private sealed record Sold(string Key, string Number, Outcome<OrderDraft> Order, long Change)
    {
        public SourceOrder AsSource() => new(Key, Number, Order, Order.Succeeded ? [.. Order.Value.Lines.Select((line, i) => line.Kind == OrderLineKind.Shipping ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{Key}/{i + 1}"))] : []);
    }
}
