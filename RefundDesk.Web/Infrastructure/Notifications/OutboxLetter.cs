using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Telling;

namespace RefundDesk.Web.Infrastructure.Notifications;

/// <summary>A message of the outbox with what delivering it needs.</summary>
internal sealed record OutboxLetter(
    long Id, ClientId ClientId, RefundCaseId CaseId, string Channel, string Json, int Attempts, string ClientName, string ClientKey, string Sender, RefundNumber Number, RefundStatus Status)
{
    /// <summary>What it says to a customer, once read; null for one of the desk's own people.</summary>
    public RefundNotice? Notice { get; set; }

    /// <summary>Whether it is for the desk's own people: the case's history does not hold those.</summary>
    public bool IsForStaff => Channel == StaffNotice.Channel;

    /// <summary>Why it was not delivered.</summary>
    public string? Fault { get; set; }

    /// <summary>Whether trying again is pointless.</summary>
    public bool IsHopeless { get; set; }
}
