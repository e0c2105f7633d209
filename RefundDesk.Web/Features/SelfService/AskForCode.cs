using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Clients;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.SelfService;

/// <summary>
/// A customer names an order and its e-mail address or postcode. Nothing is looked up here, so neither the answer nor the time it takes can tell a stranger
/// whether there is such an order: <see cref="CodeRound"/> looks afterwards, and only the order's own mailbox hears of it.
/// </summary>
public sealed class AskForCode(DeskDatabase database, IOptions<SelfServiceOptions> options, TimeProvider time)
{
    /// <summary>The longest order number that is kept; what is longer belongs to no order.</summary>
    public const int LongestNumber = 60;

    /// <summary>Notes the question.</summary>
    /// <param name="client">The retailer.</param>
    /// <param name="orderNumber">As typed.</param>
    /// <param name="proof">The e-mail address or the postcode of the order, as typed.</param>
    /// <param name="language">The language to write in, two letters.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What the code goes with.</returns>
    public async Task<Guid> HandleAsync(ClientId client, string orderNumber, string proof, string language, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(orderNumber);
        ArgumentNullException.ThrowIfNull(proof);
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var number = orderNumber.Trim();
        await using var db = await database.OpenAsync(ClientScope.Only(client), cancellationToken);

        // A row hangs on its client, and only what was loaded may be hung on.
        await db.Clients.SingleAsync(own => own.Id == client, cancellationToken);
        db.PortalCodes.Add(new PortalCodeRow
        {
            Id = id, ClientId = client, OrderNumber = number.Length <= LongestNumber ? number : number[..LongestNumber], ProofHash = OneTimeCode.HashOfProof(id, proof), Language = language,
            AskedAt = now, ExpiresAt = now.AddMinutes(options.Value.CodeMinutes), DueAt = now,
        });
        await db.SaveChangesAsync(cancellationToken);
        return id;
    }
}
