using System.Globalization;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Policies.Law;
using RefundDesk.Domain.Refunds.Deciding;

namespace RefundDesk.Domain.Refunds;

/// <summary>
/// Two clocks. The promise to the client runs in its business hours and stands still while the customer is asked something. The law's clock
/// runs in the customer's calendar days and stands still only while the money may be withheld because the goods are not back.
/// </summary>
public sealed partial class RefundCase
{
    /// <summary>Until when the client promises a decision, UTC; moves on by the business time in which the customer was asked.</summary>
    public DateTimeOffset AnswerBy { get; private set; }

    /// <summary>Since when the promise stands still because the customer was asked, UTC; null while it runs.</summary>
    public DateTimeOffset? PausedAt { get; private set; }

    /// <summary>
    /// Until when the law wants the money back with the customer who withdrew, the last second of a day in the customer's zone, UTC; null where
    /// no law is known or the customer did not withdraw by right.
    /// </summary>
    public DateTimeOffset? LawfulBy { get; private set; }

    /// <summary>Since when the money is withheld until the goods are back, so that the law's clock stands still, UTC; null while it runs.</summary>
    public DateTimeOffset? WithheldAt { get; private set; }

    /// <summary>Whole days for which it was withheld before.</summary>
    public int WithheldDays { get; private set; }

    /// <summary>A withdrawal starts the law's clock with the day the customer declared it, whatever the desk did since.</summary>
    private void SetLawfulBy(Decision decision)
    {
        var (facts, zone) = (decision.Facts, TimeZoneInfo.FindSystemTimeZoneById(decision.Facts.TimeZoneId));
        LawfulBy = decision.Evaluation.IsWithdrawal && StatutoryFloors.Of(facts.Country) is { RefundDays: not null } floor
            ? WindowClock.EndOf(floor.LastDayOfRefund(WindowClock.LocalDate(facts.AskedAt, zone), WithheldDays)!.Value, zone)
            : null;
    }

    /// <summary>What entering and leaving a status does to the clocks; the promise goes on in <see cref="Resume"/>, which needs the client's hours.</summary>
    private void TurnClocks(RefundStatus before, DateTimeOffset at)
    {
        if (before != Status && Status == RefundStatus.NeedsInformation)
        {
            PausedAt ??= at;
        }

        if (before == RefundStatus.AwaitingReturn && WithheldAt is { } since)
        {
            // Days begun are not counted: the clock is sooner rather than late. The decision that follows sets it to the end of its day.
            var days = (int)(at - since).TotalDays;
            (WithheldDays, LawfulBy, WithheldAt) = (WithheldDays + days, LawfulBy?.AddDays(days), null);
        }

        if (Status == RefundStatus.AwaitingReturn && LawfulBy is not null)
        {
            WithheldAt = at;
        }
    }

    /// <summary>The customer is waited for no longer: the promise moves on by the business time that passed.</summary>
    private void Resume(BusinessCalendar? hours, DateTimeOffset at)
    {
        if (PausedAt is not { } since)
        {
            return;
        }

        var calendar = hours ?? BusinessCalendar.AlwaysOpen;
        var waited = calendar.Between(since, at);
        PausedAt = null;
        if (waited > TimeSpan.Zero)
        {
            AnswerBy = calendar.Add(AnswerBy, waited);
        }

        if (waited > TimeSpan.Zero && !IsEnd(Status))
        {
            var local = TimeZoneInfo.ConvertTime(AnswerBy, calendar.Zone).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);
            Note(Actor.Automation, at, $"The promise stood still while the customer was asked: it now runs until {local} ({calendar.Zone.Id})", null);
        }
    }
}
