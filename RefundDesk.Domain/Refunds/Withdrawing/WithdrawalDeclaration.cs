using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Domain.Refunds.Withdrawing;

/// <summary>Where a declaration is.</summary>
public enum WithdrawalState
{
    /// <summary>Stored; nobody has looked for its order yet, or the order is waited for.</summary>
    Declared,

    /// <summary>It became the refund of its own number.</summary>
    BecameCase,

    /// <summary>It belongs to a refund that was there.</summary>
    Tied,

    /// <summary>A person must find out what it is about.</summary>
    ToLookAt,

    /// <summary>A person said what became of it.</summary>
    Closed,
}

/// <summary>
/// A consumer withdrew from a contract over the function that Article 11a of Directive 2011/83/EU wants. It takes effect when it is sent, whether or
/// not there is an order it can be matched with: what was declared, and when, never changes and is never lost; only what becomes of it does.
/// </summary>
public sealed class WithdrawalDeclaration
{
    private WithdrawalDeclaration() => Name = Contract = Email = Language = null!;

    /// <summary>The receipt's number, and the refund's where one is made of it.</summary>
    public RefundNumber Number { get; private init; }

    /// <summary>The retailer.</summary>
    public ClientId ClientId { get; private init; }

    /// <summary>The key of the form it was sent with: sent twice it is one declaration.</summary>
    public Guid FormKey { get; private init; }

    /// <summary>See <see cref="WithdrawalStatement.Name"/>.</summary>
    public string Name { get; private init; }

    /// <summary>See <see cref="WithdrawalStatement.Contract"/>.</summary>
    public string Contract { get; private init; }

    /// <summary>See <see cref="WithdrawalStatement.Email"/>.</summary>
    public string Email { get; private init; }

    /// <summary>See <see cref="WithdrawalStatement.Parts"/>.</summary>
    public string? Parts { get; private init; }

    /// <summary>The language it was made in, two letters.</summary>
    public string Language { get; private init; }

    /// <summary>When it was sent, UTC: deadlines and the windows of the law are measured by this instant.</summary>
    public DateTimeOffset DeclaredAt { get; private init; }

    /// <summary>Where it is.</summary>
    public WithdrawalState State { get; private set; }

    /// <summary>When its order is looked for, UTC; null once that is over.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>Why a person must look at it, at most 400 characters; null where none must.</summary>
    public string? Why { get; private set; }

    /// <summary>The refund it led to or belongs to; null while there is none.</summary>
    public RefundNumber? CaseNumber { get; private set; }

    /// <summary>When the acknowledgement is sent, UTC; null once it left.</summary>
    public DateTimeOffset? AcknowledgeAt { get; private set; }

    /// <summary>When the acknowledgement left, UTC; null until then.</summary>
    public DateTimeOffset? AcknowledgedAt { get; private set; }

    /// <summary>Who closed it, as people read it.</summary>
    public string? ClosedByName { get; private set; }

    /// <summary>Who closed it.</summary>
    public UserId? ClosedById { get; private set; }

    /// <summary>When, UTC.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>What the person wrote, at most 400 characters.</summary>
    public string? ClosedWhy { get; private set; }

    /// <summary>Counts changes; a stale write is refused.</summary>
    public long Version { get; private set; }

    /// <summary>Takes a statement; from this instant the consumer has withdrawn.</summary>
    /// <param name="client">From whose contract.</param>
    /// <param name="statement">What is stated.</param>
    /// <param name="number">A fresh number.</param>
    /// <param name="formKey">Of the form.</param>
    /// <param name="language">Two letters.</param>
    /// <param name="at">Now, UTC.</param>
    /// <returns>The declaration, due at once; or what <see cref="WithdrawalStatement.FirstFault"/> finds.</returns>
    public static Outcome<WithdrawalDeclaration> Declare(ClientId client, WithdrawalStatement statement, RefundNumber number, Guid formKey, string language, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var tidied = statement.Tidied();
        return tidied.FirstFault() is { } fault ? fault : new WithdrawalDeclaration
        {
            Number = number, ClientId = client, FormKey = formKey, Name = tidied.Name, Contract = tidied.Contract, Email = tidied.Email, Parts = tidied.Parts,
            Language = language, DeclaredAt = at, DueAt = at, AcknowledgeAt = at, Version = 1,
        };
    }

    /// <summary>The statement, as it was made.</summary>
    public WithdrawalStatement Statement => new(Name, Contract, Email, Parts);

    /// <summary>
    /// The request it comes to: everything of the contract that nobody asked back yet, delivery with it, as asked on the day it was declared. What
    /// state the goods are in is not part of a declaration; they are taken as unopened until somebody has seen them.
    /// </summary>
    /// <param name="order">The contract.</param>
    /// <returns>The request; null where nothing is left to ask for.</returns>
    public RefundRequest? RequestFor(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var open = order.Lines.Where(line => line.OpenQuantity > 0 && !ExtraRule.IsBesideTheContract(line.Kind)).ToArray();
        return open.Length == 0 ? null : new RefundRequest(
            RequestChannel.Portal, $"withdrawal-{Number.Value}", DeclaredAt, $"Withdrew from the contract on the retailer's page, receipt {Number}.",
            [.. open.Select(line => new RequestedLine(line.LineNumber, line.OpenQuantity, RefundReason.ChangedMind, GoodsCondition.Unopened))]) { Language = Language };
    }

    /// <summary>Its refund was made; it has the same number.</summary>
    public void BecomeCase() => MoveOn(WithdrawalState.BecameCase, Number, null);

    /// <summary>Everything of the contract is asked back already: it belongs to that refund.</summary>
    public void TieTo(RefundNumber there) => MoveOn(WithdrawalState.Tied, there, null);

    /// <summary>The order may still come.</summary>
    public void LookAgain(DateTimeOffset at)
    {
        DueAt = at;
        Version++;
    }

    /// <summary>Only a person can say what it is about.</summary>
    /// <param name="why">Why, in words for that person.</param>
    public void LeaveToPeople(string why) => MoveOn(WithdrawalState.ToLookAt, null, StoredText.Cut(why, 400));

    /// <summary>A person says what became of it.</summary>
    /// <param name="by">Who.</param>
    /// <param name="caseNumber">The refund it led to; null where it leads to none.</param>
    /// <param name="why">What was found out, 3 to 400 characters.</param>
    /// <param name="at">Now, UTC.</param>
    /// <returns>Done; or <c>withdrawal.closed</c>, <c>refund.needs-person</c>, <c>refund.reason-missing</c>.</returns>
    public Outcome Close(Actor by, RefundNumber? caseNumber, string why, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (State != WithdrawalState.ToLookAt)
        {
            return new Refusal("withdrawal.closed", "Nobody needs to look at this declaration any more.");
        }

        if (by.Id is null)
        {
            return RefundRefusals.NeedsPerson;
        }

        if (why is null || why.Trim().Length is < 3 or > 400)
        {
            return RefundRefusals.ReasonMissing;
        }

        (ClosedById, ClosedByName, ClosedAt, ClosedWhy) = (by.Id, by.Name, at, StoredText.Cut(why.Trim(), 400));
        MoveOn(WithdrawalState.Closed, caseNumber, Why);
        return Outcome.Ok;
    }

    /// <summary>The acknowledgement is being sent; where it does not leave it is tried again.</summary>
    public void TryAcknowledging(DateTimeOffset again)
    {
        AcknowledgeAt = again;
        Version++;
    }

    /// <summary>The acknowledgement left.</summary>
    public void Acknowledged(DateTimeOffset at)
    {
        (AcknowledgedAt, AcknowledgeAt) = (at, null);
        Version++;
    }

    private void MoveOn(WithdrawalState state, RefundNumber? number, string? why)
    {
        (State, CaseNumber, Why, DueAt) = (state, number, why, null);
        Version++;
    }
}
