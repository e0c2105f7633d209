using System.Globalization;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Features.Intake.Calls;

/// <summary>A request while it is written down: what was said so far, and what is still missing.</summary>
public sealed class RequestDraft
{
    private readonly string _key;
    private readonly DateTimeOffset _openedAt;
    private readonly TimeZoneInfo _zone;
    private readonly DateOnly _placedOn;

    /// <summary>An empty one.</summary>
    /// <param name="order">The purchase.</param>
    /// <param name="openedAt">Now, UTC; also the moment a caller asks.</param>
    public RequestDraft(OrderToReturn order, DateTimeOffset openedAt)
    {
        ArgumentNullException.ThrowIfNull(order);
        _openedAt = openedAt;
        // Made once a form: however often it is put in, it is one request.
        _key = $"desk-{Guid.CreateVersion7(openedAt):N}";
        _zone = TimeZoneInfo.FindSystemTimeZoneById(order.TimeZoneId);
        _placedOn = DayOf(order.PlacedAt);
        LetterDay = Today;
        Lines = [.. order.Lines.Select(line => new DraftLine(line))];
    }

    /// <summary>The order's lines.</summary>
    public IReadOnlyList<DraftLine> Lines { get; private set; }

    /// <summary>True where it came as a letter or a mail; else somebody calls.</summary>
    public bool IsLetter { get; set; }

    /// <summary>The day the letter came, in the client's calendar; null where the field is empty.</summary>
    public DateOnly? LetterDay { get; set; }

    /// <summary>Today, in the client's calendar.</summary>
    public DateOnly Today => DayOf(_openedAt);

    /// <summary>The customer's words.</summary>
    public string Note { get; set; } = string.Empty;

    /// <summary>What has to be said before anybody can say what would come of it; null where it is whole.</summary>
    public string? Missing => Lines.Any(line => line.IsChosen)
        ? Lines.Where(line => line.IsChosen).Select(line => line.Missing).FirstOrDefault(missing => missing is not null) ?? DayFault
        : "Choose what the customer wants back.";

    private string? DayFault => !IsLetter ? null
        : LetterDay is not { } day ? "Say which day the letter came."
        : day > Today ? "The day the letter came lies in the future."
        : day < _placedOn ? "The letter cannot have come before the purchase."
        : null;

    /// <summary>Takes a line into the request or out of it. Reason and condition begin as those said last, since most requests have one.</summary>
    public void Choose(DraftLine line, bool chosen)
    {
        ArgumentNullException.ThrowIfNull(line);
        line.IsChosen = chosen && line.Line.Open > 0;
        if (line.IsChosen && Lines.LastOrDefault(other => other != line && other is { IsChosen: true, Reason: not null }) is { } before)
        {
            line.Reason ??= before.Reason;
            line.Condition ??= before.Condition;
        }
    }

    /// <summary>Goes on with the order as it is now; what cannot be asked for any more is let go.</summary>
    public void Renew(OrderToReturn order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var before = Lines.ToDictionary(line => line.Line.LineNumber);
        Lines = [.. order.Lines.Select(line => before.TryGetValue(line.LineNumber, out var was) ? was.On(line) : new DraftLine(line))];
    }

    /// <summary>The request; only where nothing is <see cref="Missing"/>.</summary>
    public RefundRequest ToRequest() => new(
        IsLetter ? RequestChannel.Mail : RequestChannel.Agent,
        _key,
        IsLetter && LetterDay is { } day && day != Today ? NoonOf(day) : _openedAt,
        string.IsNullOrWhiteSpace(Note) ? null : Note.Trim(),
        [.. Lines.Where(line => line.IsChosen).Select(line => line.ToRequest())]);

    private DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, _zone).DateTime);

    // Noon is the same day in almost every calendar a shopper may have.
    private DateTimeOffset NoonOf(DateOnly day)
    {
        var noon = day.ToDateTime(new TimeOnly(12, 0));
        return new DateTimeOffset(noon, _zone.GetUtcOffset(noon)).ToUniversalTime();
    }
}

/// <summary>A line of the order while a request is written down.</summary>
/// <param name="line">The line.</param>
public sealed class DraftLine(LineToReturn line)
{
    /// <summary>The line as the order has it.</summary>
    public LineToReturn Line { get; } = line;

    /// <summary>Whether it is asked for.</summary>
    public bool IsChosen { get; set; }

    /// <summary>Units, as typed.</summary>
    public string Units { get; set; } = "1";

    /// <summary>Why; null until it is said.</summary>
    public RefundReason? Reason { get; set; }

    /// <summary>As the customer announces it; null until it is said.</summary>
    public GoodsCondition? Condition { get; set; }

    /// <summary>Whether it has a condition at all: only goods that arrived do.</summary>
    public bool HasCondition => Line.Kind == OrderLineKind.Goods && Reason is not RefundReason.NotReceived;

    /// <summary>Units as a number; null where none from one to what is open.</summary>
    public int? Quantity => int.TryParse(Units, NumberStyles.None, CultureInfo.InvariantCulture, out var units) && units >= 1 && units <= Line.Open ? units : null;

    /// <summary>What has to be said of it; null where it is whole.</summary>
    public string? Missing =>
        Quantity is null ? $"{Line.Description}: say how many, from 1 to {Line.Open.ToString(CultureInfo.InvariantCulture)}."
        : Reason is null ? $"{Line.Description}: choose a reason."
        : HasCondition && Condition is null ? $"{Line.Description}: choose its condition."
        : null;

    /// <summary>The same on the order as it is now.</summary>
    internal DraftLine On(LineToReturn now) => new(now) { IsChosen = IsChosen && now.Open > 0, Units = Units, Reason = Reason, Condition = Condition };

    internal RequestedLine ToRequest() =>
        new(Line.LineNumber, Quantity ?? 0, Reason ?? RefundReason.Other, HasCondition ? Condition ?? GoodsCondition.Unopened : GoodsCondition.Unopened);
}
