using System.Globalization;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;

namespace RefundDesk.Domain.Clients;

/// <summary>Whether the desk still works for a client.</summary>
public enum ClientState
{
    /// <summary>It does.</summary>
    Active,

    /// <summary>Notice was given: nothing new is taken in, what is open is finished and paid.</summary>
    Leaving,

    /// <summary>The contract has ended and nothing is open; the data stays until it is erased.</summary>
    Left,
}

/// <summary>How a client leaves: active → leaving → left → erased by two administrators. Nothing of it can be done in another order.</summary>
public sealed partial class Client
{
    /// <summary>Where it is on its way out.</summary>
    public ClientState State { get; private set; }

    /// <summary>The contract's last day, in the client's zone; null while active.</summary>
    public DateOnly? ContractEndsOn { get; private set; }

    /// <summary>The first day on which the data may be erased, in the client's zone; null while active.</summary>
    public DateOnly? ErasableFrom { get; private set; }

    /// <summary>When it had left, UTC.</summary>
    public DateTimeOffset? LeftAt { get; private set; }

    /// <summary>When its data was last written into a file for it, UTC.</summary>
    public DateTimeOffset? HandedOverAt { get; private set; }

    /// <summary>SHA-256 of that file, lower-case hexadecimal.</summary>
    public string? HandedOverHash { get; private set; }

    /// <summary>The administrator who asked that the data be erased.</summary>
    public UserId? ErasureAskedById { get; private set; }

    /// <summary>The name, as it was.</summary>
    public string? ErasureAskedByName { get; private set; }

    /// <summary>When another administrator agreed, UTC: from then on rows go, and nothing brings them back.</summary>
    public DateTimeOffset? ErasureConfirmedAt { get; private set; }

    /// <summary>That administrator's name, as it was.</summary>
    public string? ErasureConfirmedByName { get; private set; }

    /// <summary>What there was to erase when it was confirmed, table by table, for people; at most 400 characters.</summary>
    public string? ErasureCounts { get; private set; }

    /// <summary>The desk gives or got notice, or the dates of it change. Nothing new is taken in from then on.</summary>
    /// <param name="contractEndsOn">The contract's last day, in the client's zone.</param>
    /// <param name="erasableFrom">The first day on which the data may be erased; not before the contract's last day.</param>
    /// <returns>Done; or <c>client.has-left</c>, <c>client.leaving-dates</c>.</returns>
    public Outcome GiveNotice(DateOnly contractEndsOn, DateOnly erasableFrom)
    {
        if (State == ClientState.Left)
        {
            return ClientRefusals.HasLeft;
        }

        if (erasableFrom < contractEndsOn)
        {
            return ClientRefusals.Dates;
        }

        (State, ContractEndsOn, ErasableFrom) = (ClientState.Leaving, contractEndsOn, erasableFrom);
        Version++;
        return Outcome.Ok;
    }

    /// <summary>The client stays after all.</summary>
    /// <returns>Done; or <c>client.not-leaving</c>.</returns>
    public Outcome Stay()
    {
        if (State != ClientState.Leaving)
        {
            return ClientRefusals.NotLeaving;
        }

        (State, ContractEndsOn, ErasableFrom) = (ClientState.Active, null, null);
        Version++;
        return Outcome.Ok;
    }

    /// <summary>The client has left: its contract has ended and nothing is open.</summary>
    /// <param name="openCases">Cases that have not ended.</param>
    /// <param name="unsettledPayouts">Payouts of which it is not known how they ended.</param>
    /// <param name="at">Now, UTC.</param>
    /// <returns>Done; or <c>client.not-leaving</c>, <c>client.contract-runs</c>, <c>client.not-finished</c> with the numbers.</returns>
    public Outcome Leave(int openCases, int unsettledPayouts, DateTimeOffset at)
    {
        if (State != ClientState.Leaving)
        {
            return ClientRefusals.NotLeaving;
        }

        if (Today(at) <= ContractEndsOn)
        {
            return ClientRefusals.ContractRuns(ContractEndsOn.Value);
        }

        if (openCases > 0 || unsettledPayouts > 0)
        {
            return ClientRefusals.NotFinished(openCases, unsettledPayouts);
        }

        (State, LeftAt) = (ClientState.Left, at);
        Version++;
        return Outcome.Ok;
    }

    /// <summary>The client's data was written into a file for it.</summary>
    /// <param name="hash">SHA-256 of the file, lower-case hexadecimal.</param>
    /// <param name="at">When it was begun, UTC.</param>
    public void HandOver(string hash, DateTimeOffset at)
    {
        (HandedOverAt, HandedOverHash) = (at, hash);
        Version++;
    }

    /// <summary>An administrator asks that the client's data be erased; another one must confirm it.</summary>
    /// <returns>Done; or <c>client.not-left</c>, <c>client.not-handed-over</c>, <c>client.erasable-later</c>, <c>client.needs-person</c>, <c>client.being-erased</c>.</returns>
    public Outcome AskErasure(Actor by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (MayBeErased(by, at) is { } fault)
        {
            return fault;
        }

        (ErasureAskedById, ErasureAskedByName) = (by.Id, by.Name);
        Version++;
        return Outcome.Ok;
    }

    /// <summary>Another administrator confirms: from here on there is no way back.</summary>
    /// <param name="by">Who; never the one who asked.</param>
    /// <param name="counts">What there is to erase, for the one line that stays.</param>
    /// <param name="at">Now, UTC.</param>
    /// <returns>Done; what <see cref="AskErasure"/> refuses, <c>client.erasure-not-asked</c> or <c>client.four-eyes</c>.</returns>
    public Outcome ConfirmErasure(Actor by, string counts, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(counts);
        if (MayBeErased(by, at) is { } fault)
        {
            return fault;
        }

        if (ErasureAskedById is not { } asked)
        {
            return ClientRefusals.ErasureNotAsked;
        }

        if (asked == by.Id)
        {
            return ClientRefusals.FourEyes;
        }

        (ErasureConfirmedAt, ErasureConfirmedByName, ErasureCounts) = (at, by.Name, counts.Length <= 400 ? counts : counts[..400]);
        Version++;
        return Outcome.Ok;
    }

    /// <summary>The day it is for the client.</summary>
    public DateOnly Today(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZone).DateTime);

    private Refusal? MayBeErased(Actor by, DateTimeOffset at) =>
        State != ClientState.Left ? ClientRefusals.NotLeft
        : ErasureConfirmedAt is not null ? ClientRefusals.BeingErased
        : HandedOverAt is not { } handed || handed < LeftAt ? ClientRefusals.NotHandedOver
        : ErasableFrom is { } from && Today(at) < from ? ClientRefusals.ErasableLater(from)
        : by.Id is null ? ClientRefusals.NeedsPerson
        : null;
}

/// <summary>What is refused of and about clients that leave. Codes are stable.</summary>
public static class ClientRefusals
{
    /// <summary>Nothing new is taken in.</summary>
    public static Refusal Leaving { get; } = new("client.leaving", "This client is leaving the desk: new orders and requests are not taken in. What is open is finished.");

    /// <summary>Too late for that.</summary>
    public static Refusal HasLeft { get; } = new("client.has-left", "This client has left.");

    /// <summary>No notice was given.</summary>
    public static Refusal NotLeaving { get; } = new("client.not-leaving", "This client is not leaving: set the dates of its leaving first.");

    /// <summary>The dates do not fit together.</summary>
    public static Refusal Dates { get; } = new("client.leaving-dates", "The data may be erased on the contract's last day at the earliest.");

    /// <summary>It has not left.</summary>
    public static Refusal NotLeft { get; } = new("client.not-left", "Only the data of a client that has left is erased.");

    /// <summary>The client does not have its data.</summary>
    public static Refusal NotHandedOver { get; } = new("client.not-handed-over", "Hand the data over first: no file was written since the client left.");

    /// <summary>No way back.</summary>
    public static Refusal BeingErased { get; } = new("client.being-erased", "The data of this client is being erased already.");

    /// <summary>Only people erase.</summary>
    public static Refusal NeedsPerson { get; } = new("client.needs-person", "Two people erase a client's data. On the command line each names the own account with --as.");

    /// <summary>The first half is missing.</summary>
    public static Refusal ErasureNotAsked { get; } = new("client.erasure-not-asked", "Nobody has asked that this client's data be erased. One administrator asks, another one confirms.");

    /// <summary>The same person twice.</summary>
    public static Refusal FourEyes { get; } = new("client.four-eyes", "Whoever asked that the data be erased cannot confirm it: another administrator must.");

    /// <summary>The contract has not ended.</summary>
    public static Refusal ContractRuns(DateOnly until) => new("client.contract-runs", $"The contract runs until {Iso(until)}.");

    /// <summary>Something is open.</summary>
    public static Refusal NotFinished(int openCases, int unsettledPayouts) => new(
        "client.not-finished",
        string.Create(CultureInfo.InvariantCulture, $"Not finished yet: {openCases} {(openCases == 1 ? "case is" : "cases are")} open, {unsettledPayouts} {(unsettledPayouts == 1 ? "payout is" : "payouts are")} not settled."));

    /// <summary>The day has not come.</summary>
    public static Refusal ErasableLater(DateOnly from) => new("client.erasable-later", $"The data may be erased from {Iso(from)} on.");

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
