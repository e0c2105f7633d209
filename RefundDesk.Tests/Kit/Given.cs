using System.Globalization;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Tests.Kit;

/// <summary>
/// The words tests begin with. Meant for <c>using static</c>: <c>ARefund().Of(Eur(45_00)).InReview().Build()</c>.
/// </summary>
internal static class Given
{
    private static long _count;

    /// <summary>A Tuesday noon in spring, UTC: now, where a test names no other time.</summary>
    public static DateTimeOffset Now { get; } = Instant("2026-03-10 12:00");

    /// <summary>Reviews cases.</summary>
    public static Actor AgentAnn { get; } = Actor.Person(new UserId(new Guid("00000000-0000-7000-8000-00000000000a")), "Ann Agent");

    /// <summary>Reviews cases too.</summary>
    public static Actor AgentBen { get; } = Actor.Person(new UserId(new Guid("00000000-0000-7000-8000-00000000000b")), "Ben Agent");

    /// <summary>Approves what waits for a second pair of eyes.</summary>
    public static Actor SupervisorSue { get; } = Actor.Person(new UserId(new Guid("00000000-0000-7000-8000-00000000000c")), "Sue Supervisor");

    /// <summary>Approves too.</summary>
    public static Actor SupervisorTom { get; } = Actor.Person(new UserId(new Guid("00000000-0000-7000-8000-00000000000d")), "Tom Supervisor");

    /// <summary>The customer of every order that names no other.</summary>
    public static Actor CustomerKim { get; } = Actor.Customer("Kim Customer");

    public static Money Eur(long minor) => Money.Of(minor, Currency.Of("EUR"));

    public static Money Jpy(long minor) => Money.Of(minor, Currency.Of("JPY"));

    public static Money Kwd(long minor) => Money.Of(minor, Currency.Of("KWD"));

    /// <summary>An instant as <c>2026-03-10 12:00</c>, in UTC.</summary>
    public static DateTimeOffset Instant(string utc) =>
        DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    /// <summary>An order of one article for 100.00 EUR, paid by card, delivered six days ago; <c>With…</c> says what is different.</summary>
    public static OrderBuilder AnOrder() => new();

    /// <summary>A refund of a whole order, put in by the customer; say what is different, then how far it has come.</summary>
    public static RefundBuilder ARefund() => new();

    /// <summary>The standard policy of a client in euros; change it by <c>with</c>.</summary>
    public static ReturnPolicy APolicy() => ReturnPolicy.Standard(Instant("2020-01-01"), 100);

    /// <summary>A case number no other test has.</summary>
    public static RefundNumber ANumber() => RefundNumber.FromRandom(Next() * 0x9E37_79B9UL);

    /// <summary>A number no other test has.</summary>
    public static ulong Next() => (ulong)Interlocked.Increment(ref _count);

    /// <summary>The value, or a failed test that shows why there is none.</summary>
    public static T Done<T>(Outcome<T> outcome)
        where T : notnull
    {
        Assert.True(outcome.Succeeded, outcome.Refusal?.ToString());
        return outcome.Value;
    }

    /// <summary>Nothing, or a failed test that shows the refusal.</summary>
    public static void Done(Outcome outcome) => Assert.True(outcome.Succeeded, outcome.Refusal?.ToString());

    /// <summary>The refusal, or a failed test where it was done after all.</summary>
    public static Refusal Refused(Outcome outcome)
    {
        Assert.False(outcome.Succeeded, "It was done, although it had to be refused.");
        return outcome.Refusal;
    }

    /// <summary>The refusal, or a failed test where it was done after all.</summary>
    public static Refusal Refused<T>(Outcome<T> outcome)
        where T : notnull => Refused(outcome.WithoutValue());
}
