using RefundDesk.Domain.Finance;

namespace RefundDesk.Domain.Reporting;

/// <summary>
/// A value in a report, with its type, so that a workbook can calculate with it and a page can word it
/// (<see cref="ReportWording"/>). Only the kinds below exist.
/// </summary>
public abstract record ReportValue
{
    private ReportValue()
    {
    }

    /// <summary>No value: nothing was measured. It is not zero.</summary>
    public static ReportValue Missing { get; } = new MissingValue();

    /// <summary>The column kind this value fits; null for <see cref="Missing"/>, which fits every kind.</summary>
    public abstract ReportColumnKind? Kind { get; }

    /// <summary>Words.</summary>
    public static ReportValue Text(string text) => new TextValue(text);

    /// <summary>A number of things.</summary>
    public static ReportValue Count(long number) => new CountValue(number);

    /// <summary>An amount of money.</summary>
    public static ReportValue Amount(Money money) => new AmountValue(money);

    /// <summary>A share.</summary>
    /// <param name="fraction">The share as a fraction of one: 0.078 is 7.8 %.</param>
    public static ReportValue Percent(decimal fraction) => new PercentValue(fraction);

    /// <summary>A part of a whole as a share; <see cref="Missing"/> where the whole is zero.</summary>
    public static ReportValue Share(long part, long whole) => whole == 0 ? Missing : new PercentValue((decimal)part / whole);

    /// <summary>A length of time.</summary>
    public static ReportValue Duration(TimeSpan length) => new DurationValue(length);

    /// <summary>A calendar day in the report's time zone.</summary>
    public static ReportValue Date(DateOnly day) => new DateValue(day);

    /// <summary>A moment; it is shown in the report's time zone.</summary>
    public static ReportValue DateTime(DateTimeOffset instant) => new DateTimeValue(instant);

    /// <summary>See <see cref="Missing"/>.</summary>
    public sealed record MissingValue : ReportValue
    {
        /// <inheritdoc />
        public override ReportColumnKind? Kind => null;
    }

    /// <summary>See <see cref="ReportValue.Text"/>.</summary>
    /// <param name="Value">The words.</param>
    public sealed record TextValue(string Value) : ReportValue
    {
        /// <inheritdoc />
        public override ReportColumnKind? Kind => ReportColumnKind.Text;
    }

    /// <summary>See <see cref="ReportValue.Count"/>.</summary>
    /// <param name="Value">How many.</param>
    public sealed record CountValue(long Value) : ReportValue
    {
        /// <inheritdoc />
        public override ReportColumnKind? Kind => ReportColumnKind.Count;
    }

    /// <summary>See <see cref="ReportValue.Amount"/>.</summary>
    /// <param name="Value">Minor units with their currency and its exponent.</param>
    public sealed record AmountValue(Money Value) : ReportValue
    {
        /// <inheritdoc />
        public override ReportColumnKind? Kind => ReportColumnKind.Amount;
    }

    /// <summary>See <see cref="ReportValue.Percent"/>.</summary>
    /// <param name="Fraction">The share as a fraction of one.</param>
    public sealed record PercentValue(decimal Fraction) : ReportValue
    {
        /// <inheritdoc />
        public override ReportColumnKind? Kind => ReportColumnKind.Percent;
    }

    /// <summary>See <see cref="ReportValue.Duration"/>.</summary>
    /// <param name="Value">The length.</param>
    public sealed record DurationValue(TimeSpan Value) : ReportValue
    {
        /// <inheritdoc />
        public override ReportColumnKind? Kind => ReportColumnKind.Duration;
    }

    /// <summary>See <see cref="ReportValue.Date"/>.</summary>
    /// <param name="Value">The day.</param>
    public sealed record DateValue(DateOnly Value) : ReportValue
    {
        /// <inheritdoc />
        public override ReportColumnKind? Kind => ReportColumnKind.Date;
    }

    /// <summary>See <see cref="ReportValue.DateTime"/>.</summary>
    /// <param name="Value">The moment.</param>
    public sealed record DateTimeValue(DateTimeOffset Value) : ReportValue
    {
        /// <inheritdoc />
        public override ReportColumnKind? Kind => ReportColumnKind.DateTime;
    }
}
