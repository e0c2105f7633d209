using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Customers;

/// <summary>Two references are one person: history, limits, requests close by and risk count both together from now on.</summary>
public sealed class MergeCustomers(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Merges one into another, with everyone who was merged into it before.</summary>
    /// <param name="client">The retailer's key.</param>
    /// <param name="reference">The reference that goes.</param>
    /// <param name="into">The reference that stays.</param>
    /// <param name="cancellationToken">Ends it before the save.</param>
    /// <returns>Done; or <c>customer.*</c>, <c>client.unknown</c>, <c>refund.stale</c>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome> HandleAsync(string client, string reference, string into, CancellationToken cancellationToken) => CustomerSteps.TakeAsync(
        database,
        user,
        time,
        (client, reference),
        async (hand, stop) =>
        {
            if (reference == into)
            {
                return CustomerRefusals.SamePerson;
            }

            var target = await CustomerSteps.FindAsync(hand.Db, hand.Client.Id, into, hand.At, stop);
            if (!target.Succeeded)
            {
                return target.Refusal;
            }

            // The whole person goes along, whichever of its references was named.
            var (id, person) = (hand.Client.Id, target.Value.Person);
            var there = await hand.Db.Customers.Where(row => row.ClientId == id && row.Person == person).ToListAsync(stop);
            var merged = hand.Root.MergeInto(target.Value, hand.Person.Where(row => row != hand.Root));
            if (!merged.Succeeded)
            {
                return merged;
            }

            hand.Note("Merged into", null, person);
            var everyone = hand with { Person = [.. hand.Person.Concat(there).Append(target.Value).Distinct()] };
            var standing = everyone.Standing;
            foreach (var row in everyone.Person)
            {
                row.Note(standing);
            }

            await CustomerSteps.TellCasesAsync(everyone, standing, stop);
            return Outcome.Ok;
        },
        cancellationToken);
}

/// <summary>The merge was a mistake: a reference is counted alone again.</summary>
public sealed class SeparateCustomer(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Takes it out of the person it was merged into. What was noted of both stays noted of both.</summary>
    /// <returns>Done; or <c>customer.not-merged</c>, <c>customer.erasure-asked</c>, <c>customer.unknown</c>, <c>client.unknown</c>, <c>refund.stale</c>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome> HandleAsync(string client, string reference, CancellationToken cancellationToken) => CustomerSteps.TakeAsync(
        database,
        user,
        time,
        (client, reference),
        (hand, _) =>
        {
            var before = hand.Customer.MergedInto;
            if (hand.Root.Erasure is not null)
            {
                return Task.FromResult<Outcome>(CustomerRefusals.ErasureAsked);
            }

            var separated = hand.Customer.Separate();
            if (separated.Succeeded)
            {
                hand.Note("Merged into", before, null);
            }

            return Task.FromResult(separated);
        },
        cancellationToken);
}
