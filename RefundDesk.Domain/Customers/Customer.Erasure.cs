using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;

namespace RefundDesk.Domain.Customers;

/// <summary>Where the erasure of a customer's personal data is.</summary>
public enum ErasureState
{
    /// <summary>Asked for; looked at next.</summary>
    Asked,

    /// <summary>Cannot be done yet, and the customer was told why: GDPR art. 17(3)(b) and (e).</summary>
    Held,

    /// <summary>Rows are being overwritten.</summary>
    Running,

    /// <summary>Done; only a pseudonym is left.</summary>
    Done,
}

/// <summary>The right to be forgotten (GDPR art. 17): asked → held while something is open → running → done, by automation alone.</summary>
public sealed partial class Customer
{
    /// <summary>Where it is; null where it was never asked for.</summary>
    public ErasureState? Erasure { get; private set; }

    /// <summary>When it was asked for, UTC.</summary>
    public DateTimeOffset? ErasureAskedAt { get; private set; }

    /// <summary>Who asked for it, for people.</summary>
    public string? ErasureAskedBy { get; private set; }

    /// <summary>What stands in the way and was answered, at most 300 characters; null where nothing does.</summary>
    public string? ErasureHeldWhy { get; private set; }

    /// <summary>When automation looks at it next, UTC; null while there is nothing to do.</summary>
    public DateTimeOffset? ErasureDueAt { get; private set; }

    /// <summary>The key the pseudonyms are made with while it runs, hexadecimal; forgotten at the end, so that nobody finds the way back.</summary>
    public string? ErasureKey { get; private set; }

    /// <summary>When it was done, UTC.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>The node that works on it now.</summary>
    public string? LeaseOwner { get; private set; }

    /// <summary>Until when that node may, UTC.</summary>
    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>The customer wants to be forgotten. Asking twice is asking once.</summary>
    /// <returns>Done; or <c>customer.erased</c>.</returns>
    public Outcome AskErasure(Actor by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (Erasure is not null)
        {
            return Erasure == ErasureState.Done ? CustomerRefusals.Erased : Outcome.Ok;
        }

        (Erasure, ErasureAskedAt, ErasureAskedBy, ErasureDueAt) = (ErasureState.Asked, at, by.Name, at);
        Version++;
        return Outcome.Ok;
    }

    /// <summary>Something is open: it waits and is looked at again.</summary>
    /// <param name="why">What is open, and why it must stay so long.</param>
    /// <param name="again">When it is looked at again, UTC.</param>
    /// <returns>True where the reason is another than was answered before.</returns>
    public bool HoldErasure(string why, DateTimeOffset again)
    {
        ArgumentNullException.ThrowIfNull(why);
        var isNews = ErasureHeldWhy != why;
        (Erasure, ErasureHeldWhy, ErasureDueAt, LeaseOwner, LeaseUntil) = (ErasureState.Held, why, again, null, null);
        Version++;
        return isNews;
    }

    /// <summary>Not now: looked at again, by whichever node.</summary>
    public void LookAgain(DateTimeOffset at)
    {
        (ErasureDueAt, LeaseOwner, LeaseUntil) = (at, null, null);
        Version++;
    }

    /// <summary>Nothing is open: rows are overwritten from now on. Begun once; begun again it goes on.</summary>
    /// <param name="key">The key of the pseudonyms, kept until the end.</param>
    public void BeginErasure(string key)
    {
        (Erasure, ErasureHeldWhy, ErasureKey) = (ErasureState.Running, null, ErasureKey ?? key);
        Version++;
    }

    /// <summary>Everything is overwritten: the row forgets who it was.</summary>
    /// <param name="pseudonym">In place of the own reference.</param>
    /// <param name="person">In place of the person's.</param>
    /// <param name="at">Now, UTC.</param>
    public void EndErasure(string pseudonym, string person, DateTimeOffset at)
    {
        (Reference, Person) = (pseudonym, person);
        (Erasure, ErasureDueAt, ErasureKey, ErasedAt, LeaseOwner, LeaseUntil) = (ErasureState.Done, null, null, at, null, null);
        (ErasureAskedBy, ErasureHeldWhy) = (null, null);
        Version++;
    }
}

/// <summary>What is refused about customers. Codes are stable.</summary>
public static class CustomerRefusals
{
    /// <summary>There is nobody any more.</summary>
    public static Refusal Erased { get; } = new("customer.erased", "This customer's personal data was erased.");

    /// <summary>It would be another person's data.</summary>
    public static Refusal ErasureAsked { get; } = new("customer.erasure-asked", "This customer asked to be forgotten: nothing is merged or separated until that is done.");

    /// <summary>Both are one already.</summary>
    public static Refusal SamePerson { get; } = new("customer.same-person", "Both references stand for the same person already.");

    /// <summary>It stands for itself.</summary>
    public static Refusal NotMerged { get; } = new("customer.not-merged", "This reference was not merged into another one.");

    /// <summary>Nothing was ever sold to it.</summary>
    public static Refusal Unknown(string reference) => new("customer.unknown", $"There is no customer '{reference}' of this client.");
}
