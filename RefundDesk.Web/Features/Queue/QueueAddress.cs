using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Queue;

/// <summary>A filter as it stands in the address, so that a list can be sent to a colleague and is there again after a reload.</summary>
public static class QueueAddress
{
    /// <summary>The filter of an address; what is not understood is left out.</summary>
    public static QueueFilter Read(DeskQueue queue, IReadOnlyDictionary<string, string[]> query)
    {
        string? One(string key) => query.TryGetValue(key, out var values) && values.Length > 0 ? values[0] : null;
        IEnumerable<string> Many(string key) => query.TryGetValue(key, out var values) ? values : [];
        T? Named<T>(string? text)
            where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

        return new QueueFilter(queue)
        {
            Clients = new ValueList<ClientId>(Many("client").Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Select(id => new ClientId(id))),
            Reasons = new ValueList<RefundReason>(Many("reason").Select(Named<RefundReason>).OfType<RefundReason>()),
            Risk = Named<RiskBand>(One("risk")),
            Amount = AmountOf(One("currency"), One("from"), One("to")),
            Status = queue.Status is null ? Named<RefundStatus>(One("status")) : null,
            IsPastTheLaw = One("law") == "past",
            Text = One("q"),
            Sort = Named<QueueSort>(One("sort")) ?? queue.Sorts[0],
            Descending = One("down") is { } down ? down == "1" : null,
        };
    }

    /// <summary>The address of a filter, without host.</summary>
    public static string Write(QueueFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var query = QueryOf(filter);
        return $"/queues/{filter.Queue.Slug}{(query.Length > 0 ? "?" : null)}{query}";
    }

    /// <summary>The part after the question mark.</summary>
    public static string QueryOf(QueueFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var parts = new List<(string Key, string? Value)>();
        parts.AddRange(filter.Clients.Select(client => ("client", (string?)client.ToString())));
        parts.AddRange(filter.Reasons.Select(reason => ("reason", (string?)reason.ToString())));
        parts.Add(("risk", filter.Risk?.ToString()));
        parts.Add(("currency", filter.Amount?.Currency.Code));
        parts.Add(("from", Major(filter.Amount, filter.Amount?.FromMinor)));
        parts.Add(("to", Major(filter.Amount, filter.Amount?.ToMinor)));
        parts.Add(("status", filter.Status?.ToString()));
        parts.Add(("law", filter.IsPastTheLaw ? "past" : null));
        parts.Add(("q", filter.Text));
        parts.Add(("sort", filter.AppliedSort == filter.Queue.Sorts[0] ? null : filter.AppliedSort.ToString()));
        parts.Add(("down", filter.Descending is { } down ? down ? "1" : "0" : null));
        return string.Join('&', parts.Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => $"{part.Key}={Uri.EscapeDataString(part.Value!)}"));
    }

    /// <summary>A range of an amount typed in major units; null where there is none.</summary>
    public static AmountRange? AmountOf(string? currency, string? from, string? to)
    {
        if (!Currency.TryOf(currency, out var known))
        {
            return null;
        }

        long? Minor(string? text) => Money.TryParseMajor(text, known, out var money) ? money!.Minor : null;
        var (least, most) = (Minor(from), Minor(to));
        return least is null && most is null ? null : new AmountRange(known, least, most);
    }

    private static string? Major(AmountRange? range, long? minor) => range is null || minor is null ? null : Money.Of(minor.Value, range.Currency).ToMajorString();

    /// <summary>The parts of an address's question mark, each key with its values.</summary>
    public static IReadOnlyDictionary<string, string[]> Parts(string address) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(address, UriKind.Absolute).Query)
            .ToDictionary(pair => pair.Key, pair => pair.Value.OfType<string>().ToArray(), StringComparer.OrdinalIgnoreCase);
}
