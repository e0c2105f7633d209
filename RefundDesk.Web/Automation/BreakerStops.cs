using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Deciding.Breaking;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Automation;

/// <summary>Stores what stopped, inside the transaction of the batch that it stopped in: the stop, the audit, and a message to each supervisor.</summary>
internal static class BreakerStops
{
    /// <summary>Stores the stops of gates, if there are any.</summary>
    public static async Task StoreAsync(RefundDeskDbContext db, IReadOnlyList<CaseWork> batch, IReadOnlyList<Breakers.OpenGate> gates, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stops = gates.SelectMany(gate => gate.Gate.Trips.Select(trip => (Gate: gate, Trip: trip))).ToArray();
        if (stops.Length == 0)
        {
            return;
        }

        await db.Dialect.InsertAsync(db, BulkRows.Of(db, stops.Select(stop => RowOf(stop.Gate, stop.Trip, now)).ToList()), cancellationToken);
        await db.Dialect.InsertAsync(db, BulkRows.Of(db, stops.Select(stop => AuditOf(stop.Gate, stop.Trip, now)).ToList()), cancellationToken);
        var supervisors = await db.Users.AsNoTracking()
            .Where(person => person.Role == Role.Supervisor && !person.IsDisabled && person.Email != null)
            .Select(person => new { person.Email, person.DisplayName, person.ClientId })
            .ToListAsync(cancellationToken);
        var letters = stops.SelectMany(stop => supervisors
            .Where(person => person.ClientId is null || person.ClientId == stop.Gate.Client.Id)
            .Select(person => LetterOf(stop.Gate, stop.Trip, FirstOf(batch, stop.Gate, stop.Trip), person.Email!, person.DisplayName, now))).ToList();
        if (letters.Count > 0)
        {
            await db.Dialect.InsertAsync(db, BulkRows.Of(db, letters), cancellationToken);
        }
    }

    private static BreakerTripRow RowOf(Breakers.OpenGate gate, BreakerTrip trip, DateTimeOffset now) => new()
    {
        ClientId = gate.Client.Id,
        PolicyVersion = gate.Version,
        Rule = trip.Limit.Rule,
        Count = trip.Count,
        AmountMinor = trip.AmountMinor,
        CountLimit = trip.Limit.CountAnHour,
        AmountLimitMinor = trip.Limit.AmountAnHourMinor,
        At = now,
    };

    private static AuditRow AuditOf(Breakers.OpenGate gate, BreakerTrip trip, DateTimeOffset now) =>
        AuditRow.Of(gate.Client, Actor.Automation, now, "Breaker", "running", $"stopped: {BreakerGate.Words(trip.Limit.Rule)} of version {gate.Version}, {Figures(gate, trip)}");

    private static OutboxRow LetterOf(Breakers.OpenGate gate, BreakerTrip trip, RefundCaseId first, string to, string name, DateTimeOffset now) => new()
    {
        ClientId = gate.Client.Id,
        CaseId = first,
        Channel = StaffNotice.Channel,
        Json = JsonSerializer.Serialize(new StaffNotice(StaffNoticeKind.AutomationStopped, to, name, $"{BreakerGate.Words(trip.Limit.Rule)} of policy version {gate.Version}", Figures(gate, trip), $"/policies/{gate.Client.Key}/breaker"), PendingRows.Json),
        CreatedAt = now,
        DueAt = now,
    };

    /// <summary>The case that reached the limit: the message is about it.</summary>
    private static RefundCaseId FirstOf(IReadOnlyList<CaseWork> batch, Breakers.OpenGate gate, BreakerTrip trip) =>
        batch.First(work => work.Gate == gate.Gate && work.StoppedBy == trip.Limit.Rule).Refund.Id;

    private static string Figures(Breakers.OpenGate gate, BreakerTrip trip) =>
        string.Create(CultureInfo.InvariantCulture, $"{trip.Count:N0} decisions, {Money.Of(trip.AmountMinor, gate.Client.Currency)} within an hour");
}
