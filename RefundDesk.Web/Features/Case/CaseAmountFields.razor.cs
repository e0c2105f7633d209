using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>What of each line goes back: whether it does, and what is kept of it.</summary>
public partial class CaseAmountFields
{
    private List<Row> _rows = [];

    /// <summary>The purchase.</summary>
    [Parameter, EditorRequired]
    public required OrderView Order { get; set; }

    /// <summary>The lines as they were changed; null where nothing was, or something is wrong.</summary>
    [Parameter]
    public EventCallback<IReadOnlyDictionary<int, LineChange>?> Changed { get; set; }

    private Money? Total => _rows.Exists(row => row.IsWrong)
        ? null
        : _rows.Where(row => row.Included).Aggregate(Money.Zero(Order.Charged.Currency), (sum, row) => sum + row.Charged - row.KeptMoney!);

    /// <inheritdoc />
    protected override void OnInitialized() => _rows = [.. Order.Lines.Where(line => line.IsAsked).Select(line => new Row(line))];

    private Task Include(Row row, bool included)
    {
        row.Included = included;
        return TellAsync();
    }

    private Task Keep(Row row, string? text)
    {
        row.Kept = text ?? string.Empty;
        return TellAsync();
    }

    private Task TellAsync() => Changed.InvokeAsync(_rows.Exists(row => row.IsWrong) || !_rows.Exists(row => row.IsChanged)
        ? null
        : _rows.ToDictionary(row => row.Line.LineNumber, row => new LineChange(row.Included, row.Included ? row.KeptMoney!.Minor : 0)));

    private sealed class Row(LineView line)
    {
        private readonly bool _wasIncluded = line.IsIncluded;
        private readonly long _wasKept = line.Fee?.Minor ?? 0;

        public LineView Line { get; } = line;

        public Money Charged { get; } = line.Asked ?? line.Charged;

        public bool Included { get; set; } = line.IsIncluded;

        public string Kept { get; set; } = line.Fee is { } fee ? fee.ToMajorString() : "0";

        public Money? KeptMoney => Money.TryParseMajor(Kept.Trim().Replace(',', '.'), Charged.Currency, out var kept) && kept.Minor >= 0 && kept <= Charged ? kept : null;

        public bool IsWrong => Included && KeptMoney is null;

        public bool IsChanged => Included != _wasIncluded || (Included && KeptMoney?.Minor != _wasKept);
    }
}
