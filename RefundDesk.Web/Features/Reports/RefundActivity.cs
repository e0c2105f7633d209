using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Reports;

/// <summary>
/// What happened to a client's refunds in a period. Each thing counts on the local day it happened: a request on the day it
/// came, a decision on the day it was taken, money on the day it was paid. Amounts are in the client's currency; refunds in
/// other currencies are summed apart.
/// </summary>
/// <param name="Client">Whose.</param>
/// <param name="Period">When.</param>
/// <param name="Days">One entry a day, in order.</param>
/// <param name="Categories">By category of what was paid or refused, largest amount first.</param>
/// <param name="Reasons">By reason of what was decided, most first.</param>
/// <param name="Currencies">What was paid, a line a currency; the client's own first.</param>
/// <param name="MedianToPaid">From receipt to money back, half of the refunds were faster; null where none was paid.</param>
/// <param name="NinetyPercentToPaid">Nine of ten were faster.</param>
/// <param name="DecidedInTime">Decisions before the promised time.</param>
/// <param name="BooksPaidMinor">What the ledger says was paid less what came back, client's currency, minor units.</param>
public sealed record RefundActivity(
    Client Client,
    ReportPeriod Period,
    IReadOnlyList<DayActivity> Days,
    IReadOnlyList<GroupActivity> Categories,
    IReadOnlyList<ReasonActivity> Reasons,
    IReadOnlyList<CurrencyActivity> Currencies,
    TimeSpan? MedianToPaid,
    TimeSpan? NinetyPercentToPaid,
    int DecidedInTime,
    long BooksPaidMinor)
{
    /// <summary>Requests that came.</summary>
    public int Received => Days.Sum(day => day.Received);

    /// <summary>Decisions, either way.</summary>
    public int Decided => Days.Sum(day => day.Decided);

    /// <summary>Approvals and refusals without a person.</summary>
    public int Automatic => Days.Sum(day => day.Automatic);

    /// <summary>Refusals.</summary>
    public int Refused => Days.Sum(day => day.Refused);

    /// <summary>Refunds paid.</summary>
    public int Paid => Days.Sum(day => day.Paid);

    /// <summary>What they came to.</summary>
    public Money PaidAmount => Money.Of(Days.Sum(day => day.PaidMinor), Client.Currency);

    /// <summary>What was asked for and refused.</summary>
    public Money RefusedAmount => Money.Of(Days.Sum(day => day.RefusedMinor), Client.Currency);
}

/// <summary>One local day. Amounts are minor units of the client's currency.</summary>
public sealed record DayActivity(DateOnly Day, int Received, int ApprovedByAutomation, int ApprovedByPeople, int Refused, int RefusedByAutomation, long RefusedMinor, int Paid, long PaidMinor)
{
    /// <summary>Decisions, either way.</summary>
    public int Decided => ApprovedByAutomation + ApprovedByPeople + Refused;

    /// <summary>Decisions without a person.</summary>
    public int Automatic => ApprovedByAutomation + RefusedByAutomation;
}

/// <summary>One category.</summary>
public sealed record GroupActivity(string Name, int Paid, long PaidMinor, int Refused, long RefusedMinor);

/// <summary>One reason.</summary>
public sealed record ReasonActivity(RefundReason Reason, int Decided, int Refused);

/// <summary>One currency.</summary>
public sealed record CurrencyActivity(Currency Currency, int Paid, long PaidMinor);
