using System.Globalization;
using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Clients;

namespace RefundDesk.Web.Features.Clients;

/// <summary>The days of the week with from and to; what is typed is checked where it is saved.</summary>
public partial class BusinessHoursFields
{
    private static readonly DayOfWeek[] Week = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    private Row[]? _rows;
    private string? _shown;
    private bool _isRead;

    /// <summary>As <see cref="BusinessHours"/> is written; null is at all times.</summary>
    [Parameter]
    public string? Value { get; set; }

    /// <summary>Something else was typed.</summary>
    [Parameter]
    public EventCallback<string?> ValueChanged { get; set; }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (_isRead && _shown == Value)
        {
            return;
        }

        (_isRead, _shown) = (true, Value);
        _rows = Value is null || BusinessHours.Read(Value, null) is not { Succeeded: true, Value: var hours } ? null : [.. Week.Select(day => RowOf(day, hours.On(day)))];
    }

    private static Row RowOf(DayOfWeek day, OpenDay? open) => new(day.ToString(), open is not null, Text(open?.From ?? new TimeOnly(9, 0)), Text(open?.To ?? new TimeOnly(17, 0)));

    private static string Text(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private Task TurnAsync()
    {
        _rows = _rows is not null ? null : [.. Week.Select(day => new Row(day.ToString(), day is not (DayOfWeek.Saturday or DayOfWeek.Sunday), "09:00", "17:00"))];
        return TellAsync();
    }

    private Task SetAsync(Row changed)
    {
        _rows = [.. _rows!.Select(row => row.Name == changed.Name ? changed : row)];
        return TellAsync();
    }

    /// <summary>No day at all is written as one without times: refused with what would be valid, not taken for all times.</summary>
    private Task TellAsync()
    {
        var open = _rows?.Where(row => row.IsOpen).Select(row => $"{row.Name[..3]} {row.From}-{row.To}").ToArray();
        _shown = open is null ? null : open.Length == 0 ? "none" : string.Join(", ", open);
        return ValueChanged.InvokeAsync(_shown);
    }

    private sealed record Row(string Name, bool IsOpen, string From, string To);
}
