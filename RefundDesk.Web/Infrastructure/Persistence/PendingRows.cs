using System.Text.Json;
using System.Text.Json.Serialization;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Turns what cases have pending into rows of the same save.</summary>
internal static class PendingRows
{
    /// <summary>How documents are stored as JSON: enums by name.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Adds the rows and says which cases they came from, so that they can be cleared once stored.</summary>
    public static IReadOnlyList<RefundCase> AddTo(RefundDeskDbContext db)
    {
        var refunds = db.ChangeTracker.Entries<RefundCase>().Select(entry => entry.Entity).Where(refund => refund.PendingEvents.Count > 0 || refund.PendingJournals.Count > 0).ToList();
        foreach (var refund in refunds)
        {
            db.CaseEvents.AddRange(refund.PendingEvents.Select(happened => RowOf(refund.ClientId, refund.Id, happened)));
            db.Postings.AddRange(refund.PendingJournals.SelectMany(journal => journal.Entries.Select(entry => new PostingRow
            {
                ClientId = journal.ClientId,
                JournalId = journal.Id,
                Kind = journal.Kind,
                CaseId = refund.Id,
                PayoutId = journal.PayoutId,
                Account = entry.Account,
                Currency = entry.Amount.Currency,
                AmountMinor = entry.Amount.Minor,
                At = journal.At,
            })));
            db.Decisions.AddRange(refund.PendingDecisions.Select(pending => new DecisionRow
            {
                ClientId = refund.ClientId,
                CaseId = refund.Id,
                At = pending.At,
                PolicyVersion = pending.Decision.Evaluation.PolicyVersion,
                Json = JsonSerializer.Serialize(pending.Decision, Json),
            }));
            var at = refund.PendingEvents.Count > 0 ? refund.PendingEvents[^1].At : refund.ReceivedAt;
            db.Outbox.AddRange(refund.PendingNotices.Select(notice => new OutboxRow
            {
                ClientId = refund.ClientId,
                CaseId = refund.Id,
                Channel = "mail",
                Json = JsonSerializer.Serialize(notice, Json),
                CreatedAt = at,
                DueAt = at,
            }));
        }

        return refunds;
    }

    /// <summary>The row of one line of a case's history.</summary>
    public static CaseEventRow RowOf(ClientId client, RefundCaseId refund, CaseEvent happened) => new()
    {
        ClientId = client,
        CaseId = refund,
        Trigger = happened.Trigger,
        FromStatus = happened.From,
        ToStatus = happened.To,
        ActorKind = happened.By.Kind,
        ActorId = happened.By.Id,
        ActorName = happened.By.Name,
        At = happened.At,
        Text = happened.Text,
        Why = happened.Why,
    };
}
