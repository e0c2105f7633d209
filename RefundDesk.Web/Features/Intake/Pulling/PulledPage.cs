using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Features.Intake.Pushing;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>What came of reading: how many orders are new, learnt something, were known, are held back.</summary>
/// <param name="Created">New ones.</param>
/// <param name="Updated">Delivery or address became known.</param>
/// <param name="Unchanged">Known like this.</param>
/// <param name="Held">Held back, each with its reason.</param>
public sealed record PulledOrders(int Created, int Updated, int Unchanged, IReadOnlyList<HeldOrder> Held)
{
    /// <summary>Whether the shop has more at once; the next turn goes on.</summary>
    public bool HasMore { get; init; }

    /// <summary>Nothing.</summary>
    public static PulledOrders None { get; } = new(0, 0, 0, []);

    /// <summary>Both together.</summary>
    public PulledOrders And(PulledOrders more)
    {
        ArgumentNullException.ThrowIfNull(more);
        return new PulledOrders(Created + more.Created, Updated + more.Updated, Unchanged + more.Unchanged, [.. Held, .. more.Held]);
    }
}

/// <summary>An order of a shop that is held back.</summary>
/// <param name="Number">What the customer calls it.</param>
/// <param name="Code">Why, stable.</param>
/// <param name="Text">The same in words.</param>
public sealed record HeldOrder(string Number, string Code, string Text);

/// <summary>One page of a shop, stored: its orders, under which keys the shop knows them, and where the next page begins, all or nothing.</summary>
internal sealed class PulledPage(OrderSourceRow source, IReadOnlyList<SourceOrder> orders, DateTimeOffset now)
{
    private const int NumberLength = 60;

    /// <summary>Stores it inside the context's transaction.</summary>
    public async Task<PulledOrders> StoreAsync(RefundDeskDbContext db, CancellationToken cancellationToken)
    {
        // An order that changed twice is on the page twice: the later one counts.
        var came = orders.GroupBy(order => order.Key, StringComparer.Ordinal).Select(same => same.Last()).ToList();
        var (fresh, held) = Check(came);
        var taken = await TakenOrders.StoreAsync(db, source.ClientId, fresh.Values, cancellationToken);
        foreach (var order in came.Where(order => !held.ContainsKey(order.Key)))
        {
            if (taken[order.Order.Value.OrderNumber].Result.Refusal is { } refusal)
            {
                held[order.Key] = refusal;
            }
        }

        await RememberAsync(db, came, taken, held, cancellationToken);
        int Count(PushResult result) => taken.Values.Count(order => order.Result is { Succeeded: true } and var done && done.Value == result);
        return new PulledOrders(
            Count(PushResult.Created), Count(PushResult.Updated), Count(PushResult.Unchanged), [.. came.Where(order => held.ContainsKey(order.Key)).Select(order => new HeldOrder(order.Number, held[order.Key].Code, held[order.Key].Message))]);
    }

    /// <summary>What a connector must never do; a page that does it is not stored.</summary>
    public static Refusal? FirstFault(SourcePage page) =>
        page.Cursor.Length is 0 or > 400 ? new Refusal("source.answer", "The shop's place to go on from is not 1 to 400 characters long.")
        : page.Orders.FirstOrDefault(order => order.Key.Length is 0 or > 120 || order.Key.Any(char.IsControl)) is { } odd ? new Refusal("source.answer", $"Order {odd.Number} has a key that is not 1 to 120 plain characters.")
        : null;

    private (Dictionary<string, Order> Fresh, Dictionary<string, Refusal> Held) Check(List<SourceOrder> came)
    {
        var (fresh, held) = (new Dictionary<string, Order>(StringComparer.Ordinal), new Dictionary<string, Refusal>(StringComparer.Ordinal));
        foreach (var order in came)
        {
            var whole = order.Order.Succeeded ? Order.TakeIn(source.ClientId, order.Order.Value, now) : order.Order.Refusal;
            if (!whole.Succeeded)
            {
                held[order.Key] = whole.Refusal;
            }
            else if (order.LineKeys.Count != whole.Value.Lines.Count)
            {
                held[order.Key] = new Refusal("source.answer", "The shop's keys of the lines do not match the lines.");
            }
            else if (!fresh.TryAdd(whole.Value.OrderNumber, whole.Value))
            {
                held[order.Key] = new Refusal("order.twice", $"The shop has two orders of the number '{whole.Value.OrderNumber}'; the first one counts.");
            }
        }

        return (fresh, held);
    }

    private async Task RememberAsync(RefundDeskDbContext db, List<SourceOrder> came, IReadOnlyDictionary<string, TakenOrder> taken, Dictionary<string, Refusal> held, CancellationToken cancellationToken)
    {
        var (id, keys) = (source.Id, came.Select(order => order.Key).ToArray());
        var known = await db.SourceOrders.Where(row => row.SourceId == id && EF.Parameter(keys).Contains(row.ShopKey)).ToDictionaryAsync(row => row.ShopKey, StringComparer.Ordinal, cancellationToken);
        foreach (var order in came)
        {
            var number = Plain(order.Number);
            if (!known.TryGetValue(order.Key, out var row))
            {
                row = new SourceOrderRow { SourceId = id, ShopKey = order.Key, ClientId = source.ClientId, OrderNumber = number, SeenAt = now };
                db.SourceOrders.Add(row);
            }

            row.SeenAt = now;
            row.OrderNumber = number;
            if (held.TryGetValue(order.Key, out var why))
            {
                // What was linked before stays linked: its refunds are still told.
                (row.HeldCode, row.HeldText) = (why.Code, SourceRefusals.Cut(why.Message));
                continue;
            }

            (row.HeldCode, row.HeldText) = (null, null);
            row.OrderId = taken[order.Order.Value.OrderNumber].Order;
            row.LineKeysJson = JsonSerializer.Serialize(order.LineKeys);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>A number as it can be kept whatever the shop calls its orders.</summary>
    private static string Plain(string number) => string.Concat((number.Length <= NumberLength ? number : number[..NumberLength]).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '\ufffd' : letter));
}
