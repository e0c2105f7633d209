using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Withdrawing;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Withdrawing;

/// <summary>A declaration somebody must find out about.</summary>
/// <param name="Number">The receipt's number.</param>
/// <param name="ClientKey">The retailer's key.</param>
/// <param name="ClientName">The retailer.</param>
/// <param name="Statement">What was declared.</param>
/// <param name="DeclaredAt">UTC.</param>
/// <param name="Why">Why a person must look.</param>
/// <param name="HasOrder">Whether the retailer has an order of this number.</param>
public sealed record WithdrawalToLookAt(RefundNumber Number, string ClientKey, string ClientName, WithdrawalStatement Statement, DateTimeOffset DeclaredAt, string Why, bool HasOrder);

/// <summary>Lists declarations of withdrawal that could not be matched by themselves, the oldest first: the law's time runs for each of them.</summary>
public sealed class WithdrawalsQuery(DeskDatabase database, ICurrentUser user)
{
    /// <summary>The most that are listed.</summary>
    public const int AtMost = 200;

    /// <summary>The oldest ones; none for who may not put requests in.</summary>
    public async Task<IReadOnlyList<WithdrawalToLookAt>> ToLookAtAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.RequestRefunds) || !principal.May(Permission.ViewCases))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var found = await (from declaration in db.Withdrawals.AsNoTracking()
                           where declaration.State == WithdrawalState.ToLookAt
                           join client in db.Clients on declaration.ClientId equals client.Id
                           orderby declaration.DeclaredAt
                           select new { Declaration = declaration, client.Key, client.Name, HasOrder = db.Orders.Any(order => order.ClientId == declaration.ClientId && order.OrderNumber == declaration.Contract) })
            .Take(AtMost).ToListAsync(cancellationToken);
        return found.ConvertAll(row => new WithdrawalToLookAt(row.Declaration.Number, row.Key, row.Name, row.Declaration.Statement, row.Declaration.DeclaredAt, row.Declaration.Why ?? string.Empty, row.HasOrder));
    }
}
