using System.Runtime.InteropServices;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Reports;

/// <summary>Sums rows as they are read.</summary>
internal sealed class ActivitySums(ReportPeriod period, Currency currency)
{
    private readonly DaySum[] _days = [.. Enumerable.Range(0, period.Days).Select(_ => new DaySum())];
    private readonly Dictionary<string, GroupSum> _categories = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<RefundReason, (int Decided, int Refused)> _reasons = [];
    private readonly Dictionary<Currency, (int Paid, long Minor)> _currencies = [];
    private readonly List<long> _ticksToPaid = [];
    private int _inTime;

    public void Received(DateTimeOffset at) => _days[period.IndexOf(at)].Received++;

    public void Decided(DecidedRow row)
    {
        var day = _days[period.IndexOf(row.At)];
        _inTime += row.At <= row.AnswerBy ? 1 : 0;
        ref var reason = ref CollectionsMarshal.GetValueRefOrAddDefault(_reasons, row.Reason, out _);
        reason.Decided++;
        if (!row.IsRefusal)
        {
            day.ByAutomation += row.ByAutomation ? 1 : 0;
            day.ByPeople += row.ByAutomation ? 0 : 1;
            return;
        }

        reason.Refused++;
        day.Refused++;
        day.RefusedByAutomation += row.ByAutomation ? 1 : 0;
        var minor = row.Currency == currency ? row.RequestedMinor : 0;
        day.RefusedMinor += minor;
        var category = Category(row.Category);
        category.Refused++;
        category.RefusedMinor += minor;
    }

    public void Paid(PaidRow row)
    {
        var day = _days[period.IndexOf(row.At)];
        day.Paid++;
        _ticksToPaid.Add((row.At - row.ReceivedAt).Ticks);
        ref var ofCurrency = ref CollectionsMarshal.GetValueRefOrAddDefault(_currencies, row.Currency, out _);
        ofCurrency = (ofCurrency.Paid + 1, ofCurrency.Minor + row.PaidMinor);
        var minor = row.Currency == currency ? row.PaidMinor : 0;
        day.PaidMinor += minor;
        var category = Category(row.Category);
        category.Paid++;
        category.PaidMinor += minor;
    }

    public RefundActivity Result(Client client, long booksPaidMinor)
    {
        _ticksToPaid.Sort();
        return new RefundActivity(
            client,
            period,
            [.. period.EachDay.Select((day, i) => _days[i].Of(day))],
            [.. _categories.Select(group => new GroupActivity(group.Key, group.Value.Paid, group.Value.PaidMinor, group.Value.Refused, group.Value.RefusedMinor)).OrderByDescending(group => group.PaidMinor).ThenBy(group => group.Name, StringComparer.Ordinal)],
            [.. _reasons.Select(reason => new ReasonActivity(reason.Key, reason.Value.Decided, reason.Value.Refused)).OrderByDescending(reason => reason.Decided).ThenBy(reason => reason.Reason)],
            [.. _currencies.Select(one => new CurrencyActivity(one.Key, one.Value.Paid, one.Value.Minor)).OrderByDescending(one => one.Currency == currency).ThenBy(one => one.Currency.Code, StringComparer.Ordinal)],
            Quantile(50),
            Quantile(90),
            _inTime,
            booksPaidMinor);
    }

    /// <summary>Nearest rank: the smallest duration that at least this share of refunds did not exceed.</summary>
    private TimeSpan? Quantile(int percent) =>
        _ticksToPaid.Count == 0 ? null : TimeSpan.FromTicks(_ticksToPaid[((_ticksToPaid.Count * percent) + 99) / 100 - 1]);

    private GroupSum Category(string name)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_categories, name, out _);
        return sum ??= new GroupSum();
    }

    private sealed class GroupSum
    {
        public int Paid { get; set; }

        public long PaidMinor { get; set; }

        public int Refused { get; set; }

        public long RefusedMinor { get; set; }
    }

    private sealed class DaySum
    {
        public int Received { get; set; }

        public int ByAutomation { get; set; }

        public int ByPeople { get; set; }

        public int Refused { get; set; }

        public int RefusedByAutomation { get; set; }

        public long RefusedMinor { get; set; }

        public int Paid { get; set; }

        public long PaidMinor { get; set; }

        public DayActivity Of(DateOnly day) => new(day, Received, ByAutomation, ByPeople, Refused, RefusedByAutomation, RefusedMinor, Paid, PaidMinor);
    }
}
