using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Reports;

/// <summary>Reads the activity of a client. Three index ranges, streamed; nothing is held but sums and one duration a paid refund.</summary>
public sealed class RefundActivityQuery(DeskDatabase database, ICurrentUser user)
{
    /// <summary>Reads it.</summary>
    /// <param name="clientKey">The client; null for the principal's own.</param>
    /// <param name="period">From the client's zone to the period.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The activity, or <c>refund.forbidden</c>, <c>client.unknown</c>, <c>report.period</c>.</returns>
    public async Task<Outcome<RefundActivity>> HandleAsync(string? clientKey, Func<TimeZoneInfo, Outcome<ReportPeriod>> period, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(period);
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewReports))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var client = await db.Clients.AsNoTracking().OrderBy(c => c.Key).FirstOrDefaultAsync(c => clientKey == null || c.Key == clientKey, cancellationToken);
        if (client is null)
        {
            return new Refusal("client.unknown", $"There is no client '{clientKey}'.");
        }

        var days = period(client.TimeZone);
        return days.Succeeded ? await ReadAsync(db, client, days.Value, cancellationToken) : days.Refusal;
    }

    private static async Task<RefundActivity> ReadAsync(RefundDeskDbContext db, Client client, ReportPeriod period, CancellationToken cancellationToken)
    {
        var sums = new ActivitySums(period, client.Currency);
        var (start, end) = (period.Start, period.End);
        var ofClient = db.RefundCases.AsNoTracking().Where(refund => refund.ClientId == client.Id);

        await foreach (var at in ofClient.Where(refund => refund.ReceivedAt >= start && refund.ReceivedAt < end).Select(refund => refund.ReceivedAt).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            sums.Received(at);
        }

        var decided = ofClient.Where(refund => refund.DecidedAt >= start && refund.DecidedAt < end)
            .Select(refund => new DecidedRow(refund.DecidedAt!.Value, refund.AnswerBy, refund.DecidedByAutomation, refund.Status == RefundStatus.Rejected, refund.Reason, refund.Category, refund.Currency, refund.RequestedMinor));
        await foreach (var row in decided.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            sums.Decided(row);
        }

        var paid = ofClient.Where(refund => refund.PaidAt >= start && refund.PaidAt < end)
            .Select(refund => new PaidRow(refund.PaidAt!.Value, refund.ReceivedAt, refund.Category, refund.Currency, refund.ApprovedMinor));
        await foreach (var row in paid.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            sums.Paid(row);
        }

        var books = await db.Postings.AsNoTracking()
            .Where(posting => posting.ClientId == client.Id && posting.Currency == client.Currency && posting.Account == Account.RefundsPayable
                && (posting.Kind == JournalKind.Payout || posting.Kind == JournalKind.PayoutReversal) && posting.At >= start && posting.At < end)
            .SumAsync(posting => posting.AmountMinor, cancellationToken);
        return sums.Result(client, books);
    }
}

/// <summary>A decision as read.</summary>
internal sealed record DecidedRow(DateTimeOffset At, DateTimeOffset AnswerBy, bool ByAutomation, bool IsRefusal, RefundReason Reason, string Category, Currency Currency, long RequestedMinor);

/// <summary>A paid refund as read.</summary>
internal sealed record PaidRow(DateTimeOffset At, DateTimeOffset ReceivedAt, string Category, Currency Currency, long PaidMinor);
