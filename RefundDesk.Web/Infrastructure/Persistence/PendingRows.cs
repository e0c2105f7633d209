using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>
/// Turns what the cases of a context have pending into rows of the same save. A case forgets only what was stored, and a row is made
/// only once: when a save fails, its rows stay with the context, and the next save stores them together with the case.
/// </summary>
internal sealed class PendingRows
{
    private readonly Dictionary<RefundCase, Turned> _turned = [];

    /// <summary>How documents are stored as JSON: enums by name.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>True where a case of this save had anything pending.</summary>
    public bool Any => _turned.Count > 0;

    /// <summary>Everything a case has pending, as rows that no context tracks.</summary>
    public static IEnumerable<IClientRow> RowsOf(RefundCase refund) => HasPending(refund) ? new Turned().Take(refund) : [];

    /// <summary>Adds the rows to the context. Changes must have been detected.</summary>
    public void AddTo(RefundDeskDbContext db)
    {
        ForgetWhatWasTakenOut(db);
        foreach (var refund in db.ChangeTracker.Entries<RefundCase>().Select(entry => entry.Entity).Where(HasPending).ToList())
        {
            if (!_turned.TryGetValue(refund, out var turned))
            {
                _turned.Add(refund, turned = new Turned());
            }

            db.AddRange(turned.Take(refund));
        }
    }

    /// <summary>Adds what shops are to be told of it. Behind <see cref="AddTo"/>, in the same save.</summary>
    public async Task AddShopRecordsAsync(RefundDeskDbContext db, CancellationToken cancellationToken)
    {
        foreach (var record in await ShopRecords.OfAsync(db, _turned.Where(turned => !turned.Value.HasShopRecords).Select(turned => turned.Key), cancellationToken))
        {
            var turned = _turned.First(pair => pair.Key.Id == record.CaseId).Value;
            turned.HasShopRecords = true;
            turned.Rows.Add(record);
            db.Add(record);
        }
    }

    /// <summary>Everything is in the database: the cases forget it.</summary>
    public void Stored()
    {
        foreach (var refund in _turned.Keys)
        {
            refund.ClearPending();
        }

        _turned.Clear();
    }

    /// <summary>The context is closed.</summary>
    public void Clear() => _turned.Clear();

    /// <summary>A case that was taken out of the context after a failed save takes its rows along.</summary>
    private void ForgetWhatWasTakenOut(RefundDeskDbContext db)
    {
        foreach (var (refund, turned) in _turned.Where(pair => db.Entry(pair.Key).State == EntityState.Detached).ToList())
        {
            turned.Rows.ForEach(row => db.Entry(row).State = EntityState.Detached);
            _turned.Remove(refund);
        }
    }

    private static bool HasPending(RefundCase refund) =>
        refund.PendingEvents.Count + refund.PendingJournals.Count + refund.PendingDecisions.Count + refund.PendingNotices.Count > 0;

    private static PostingRow RowOf(RefundCase refund, Journal journal, Entry entry) => new()
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
    };

    /// <summary>The row of a decision about a case.</summary>
    public static DecisionRow RowOf(ClientId client, RefundCaseId refund, Decision decision, DateTimeOffset at) => new()
    {
        ClientId = client,
        CaseId = refund,
        At = at,
        PolicyVersion = decision.Evaluation.PolicyVersion,
        CurrentVersion = decision.CurrentVersion,
        Rule = DecisionGrounds.RuleOf(decision),
        AmountMinor = DecisionGrounds.AmountOf(decision),
        Json = DecisionJson.Write(decision),
    };

    /// <summary>The row of one message about a case.</summary>
    public static OutboxRow RowOf(RefundCase refund, RefundNotice notice, DateTimeOffset at) => new()
    {
        ClientId = refund.ClientId,
        CaseId = refund.Id,
        Channel = "mail",
        Json = JsonSerializer.Serialize(notice, Json),
        CreatedAt = at,
        DueAt = at,
    };

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

    /// <summary>How much of what a case has pending was turned into rows already.</summary>
    private sealed class Turned
    {
        private int _events;
        private int _journals;
        private int _decisions;
        private int _notices;

        public List<IClientRow> Rows { get; } = [];

        public bool HasShopRecords { get; set; }

        public List<IClientRow> Take(RefundCase refund)
        {
            var before = Rows.Count;
            Rows.AddRange(refund.PendingEvents.Skip(_events).Select(happened => RowOf(refund.ClientId, refund.Id, happened)));
            Rows.AddRange(refund.PendingJournals.Skip(_journals).SelectMany(journal => journal.Entries.Select(entry => RowOf(refund, journal, entry))));
            Rows.AddRange(refund.PendingDecisions.Skip(_decisions).Select(decided => RowOf(refund.ClientId, refund.Id, decided.Decision, decided.At)));
            var at = refund.PendingEvents.Count > 0 ? refund.PendingEvents[^1].At : refund.ReceivedAt;
            Rows.AddRange(refund.PendingNotices.Skip(_notices).Select(notice => RowOf(refund, notice, at)));
            (_events, _journals, _decisions, _notices) = (refund.PendingEvents.Count, refund.PendingJournals.Count, refund.PendingDecisions.Count, refund.PendingNotices.Count);
            return Rows.GetRange(before, Rows.Count - before);
        }
    }
}
