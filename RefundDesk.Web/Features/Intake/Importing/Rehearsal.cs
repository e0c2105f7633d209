using System.Security.Cryptography;
using System.Text;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>
/// What a dry run would have stored so far: later lines of the same file are held against it, as a run holds them against what it
/// stored. Keeps digests of orders and units asked for, not the lines themselves.
/// </summary>
internal sealed class Rehearsal
{
    private readonly Dictionary<string, byte[]> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<OrderId, List<AskedUnits>> _asked = [];

    /// <summary>Whether an order of this number would be stored by now.</summary>
    public bool HasOrder(string number) => _orders.ContainsKey(number);

    /// <summary>Whether the order that would be stored under the draft's number says the same.</summary>
    public bool IsSame(OrderDraft draft) => _orders[draft.OrderNumber].AsSpan().SequenceEqual(DigestOf(draft));

    /// <summary>Takes an order as stored.</summary>
    public void Add(OrderDraft draft) => _orders[draft.OrderNumber] = DigestOf(draft);

    /// <summary>Takes units as asked for.</summary>
    public void Add(AskedUnits units)
    {
        if (!_asked.TryGetValue(units.OrderId, out var asked))
        {
            _asked.Add(units.OrderId, asked = []);
        }

        asked.Add(units);
    }

    /// <summary>Units that would be asked for by now, of these orders.</summary>
    public IEnumerable<AskedUnits> AskedOf(IEnumerable<OrderId> orders) => orders.SelectMany(order => _asked.GetValueOrDefault(order) ?? []);

    // Records write out every member, except those of lists: these follow one by one.
    private static byte[] DigestOf(OrderDraft draft) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [draft.ToString(), .. draft.Lines.Select(line => line.ToString()), .. draft.Tenders.Select(tender => tender.ToString())])));
}
