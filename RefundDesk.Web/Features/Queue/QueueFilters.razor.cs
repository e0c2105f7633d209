using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Finance;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Queue;

/// <summary>The filters above a queue, each a chip with its menu.</summary>
public partial class QueueFilters
{
    private string _currency = string.Empty;
    private string? _from;
    private string? _to;
    private QueueFilter? _read;

    /// <summary>What is shown.</summary>
    [Parameter, EditorRequired]
    public required QueueFilter Filter { get; set; }

    /// <summary>The retailers in reach.</summary>
    [Parameter]
    public IReadOnlyList<ClientChoice> Clients { get; set; } = [];

    /// <summary>Something else is wanted.</summary>
    [Parameter]
    public EventCallback<QueueFilter> Changed { get; set; }

    private IEnumerable<string> Currencies => Clients.Select(client => client.Currency.Code).Append(_currency).Where(code => code.Length > 0).Distinct().Order(StringComparer.Ordinal);

    private string AmountWords => Filter.Amount is not { } amount ? "Amount" : (amount.FromMinor, amount.ToMinor) switch
    {
        ({ } from, null) => $"Amount: from {Text(from, amount)}",
        (null, { } to) => $"Amount: up to {Text(to, amount)}",
        var (from, to) => $"Amount: {Text(from ?? 0, amount)} to {Text(to ?? 0, amount)}",
    };

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (_read == Filter && _currency.Length > 0)
        {
            return;
        }

        _read = Filter;
        _currency = Filter.Amount?.Currency.Code ?? (Clients.Count > 0 ? Clients[0].Currency.Code : "EUR");
        _from = Major(Filter.Amount?.FromMinor);
        _to = Major(Filter.Amount?.ToMinor);
    }

    private static string Words(RiskBand band) => band switch
    {
        RiskBand.Low => $"low, below {QueueFilter.MediumFrom}",
        RiskBand.Medium => $"medium, {QueueFilter.MediumFrom} to {QueueFilter.HighFrom - 1}",
        _ => $"high, from {QueueFilter.HighFrom}",
    };

    private static string Text(long minor, AmountRange range) => DeskText.Of(Money.Of(minor, range.Currency));

    private static ValueList<T> Toggled<T>(IReadOnlyList<T> list, T element)
        where T : notnull => new(list.Contains(element) ? list.Where(other => !other.Equals(element)) : list.Append(element));

    private string? Major(long? minor) => minor is { } amount && Filter.Amount is { } range ? Money.Of(amount, range.Currency).ToMajorString() : null;

    private Task Set(QueueFilter filter) => Changed.InvokeAsync(filter);

    private Task SetAmount() => Set(Filter with { Amount = QueueAddress.AmountOf(_currency, _from, _to) });
}
