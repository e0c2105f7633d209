using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.SelfService;

/// <summary>What a customer does with the own refund: whoever holds its link answers what was asked, or withdraws the request while nothing is decided.</summary>
public sealed class StepByLink(DeskDatabase database, TimeProvider time)
{
    /// <summary>The longest answer, characters.</summary>
    public const int LongestAnswer = 2_000;

    /// <summary>Answers what the desk asked; the case is decided anew.</summary>
    /// <param name="client">The retailer, as the link says.</param>
    /// <param name="number">The refund, as the link says.</param>
    /// <param name="answer">The customer's words, at most <see cref="LongestAnswer"/> characters.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done; or <c>refund.not-found</c>, <c>refund.answer-missing</c>, <c>refund.field</c>, <c>refund.not-allowed</c> where nothing is asked any more, <c>refund.stale</c>.</returns>
    public Task<Outcome> HandleAsync(ClientId client, RefundNumber number, string? answer, CancellationToken cancellationToken) =>
        answer is { Length: > LongestAnswer }
            ? Task.FromResult<Outcome>(RefundRefusals.Field("answer", $"must be at most {LongestAnswer} characters"))
            : StepAsync(client, number, (refund, _, calendar, now) => refund.TakeAnswer(Actor.Customer(refund.CustomerName), answer?.Trim() ?? string.Empty, now, calendar), cancellationToken);

    /// <summary>Withdraws the request; the units are free again.</summary>
    /// <returns>Done; or <c>refund.not-found</c>, <c>refund.not-allowed</c>, <c>refund.already-approved</c>, <c>refund.stale</c>.</returns>
    public Task<Outcome> CancelAsync(ClientId client, RefundNumber number, CancellationToken cancellationToken) =>
        StepAsync(client, number, (refund, order, calendar, now) => refund.Cancel(Actor.Customer(refund.CustomerName), null, order, now, calendar), cancellationToken);

    private async Task<Outcome> StepAsync(ClientId client, RefundNumber number, Func<RefundCase, Domain.Orders.Order, BusinessCalendar, DateTimeOffset, Outcome> step, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Only(client), cancellationToken);
        if (await db.LoadCaseAsync(number, cancellationToken) is not var (refund, order))
        {
            return RefundRefusals.NotFound;
        }

        var retailer = await db.Clients.AsNoTracking().SingleAsync(own => own.Id == client, cancellationToken);
        return await DeskDatabase.SaveAsync(db, step(refund, order, retailer.Calendar, time.GetUtcNow()), cancellationToken);
    }
}
