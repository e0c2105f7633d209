using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Queue;

/// <summary>A retailer a queue can be narrowed to.</summary>
/// <param name="Id">The key.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Currency">Of its limits.</param>
public sealed record ClientChoice(ClientId Id, string Name, Currency Currency);

/// <summary>The retailers in a person's reach.</summary>
public sealed class ClientChoices(DeskDatabase database, ICurrentUser user)
{
    private const int AtMost = 500;

    /// <summary>By name; empty for people who see no cases.</summary>
    public async Task<IReadOnlyList<ClientChoice>> GetAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        return await db.Clients.AsNoTracking().OrderBy(client => client.Name).Take(AtMost).Select(client => new ClientChoice(client.Id, client.Name, client.Currency)).ToListAsync(cancellationToken);
    }
}
