using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Withdrawing;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.SelfService.Withdrawing;

/// <summary>What a consumer is shown and sent at once.</summary>
/// <param name="Number">The receipt's number.</param>
/// <param name="Statement">What was declared.</param>
/// <param name="DeclaredAt">When it was sent, UTC.</param>
public sealed record WithdrawalReceipt(RefundNumber Number, WithdrawalStatement Statement, DateTimeOffset DeclaredAt);

/// <summary>
/// Takes a declaration of withdrawal. Nothing is looked up: it counts from this instant whether or not it can be matched, so neither the answer nor
/// its time tells a stranger anything. What it is about is found out afterwards.
/// </summary>
public sealed class DeclareWithdrawal(DeskDatabase database, TimeProvider time)
{
    /// <summary>Takes it; the same form sent again is the same declaration.</summary>
    /// <param name="client">From whose contract.</param>
    /// <param name="statement">As typed.</param>
    /// <param name="formKey">Made when the form was drawn.</param>
    /// <param name="language">Two letters.</param>
    /// <param name="cancellationToken">Ends it; what was stored stays.</param>
    /// <returns>The receipt; or what <see cref="WithdrawalStatement.FirstFault"/> finds.</returns>
    public async Task<Outcome<WithdrawalReceipt>> HandleAsync(ClientId client, WithdrawalStatement statement, Guid formKey, string language, CancellationToken cancellationToken)
    {
        var declared = WithdrawalDeclaration.Declare(client, statement, FreshNumber.Next(), formKey, language, time.GetUtcNow());
        if (!declared.Succeeded)
        {
            return declared.Refusal;
        }

        await using var db = await database.OpenAsync(ClientScope.Only(client), cancellationToken);

        // A row hangs on its client, and only what was loaded may be hung on.
        await db.Clients.SingleAsync(own => own.Id == client, cancellationToken);
        db.Withdrawals.Add(declared.Value);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Of(declared.Value);
        }
        catch (DbUpdateException clash) when (clash.InnerException is DbException inner && db.Dialect.IsDuplicate(inner))
        {
            db.ChangeTracker.Clear();
            return Of(await db.Withdrawals.AsNoTracking().SingleAsync(row => row.ClientId == client && row.FormKey == formKey, cancellationToken));
        }
    }

    /// <summary>The receipt once more, for whoever holds its link.</summary>
    /// <returns>The receipt; null where there is none of this number.</returns>
    public async Task<WithdrawalReceipt?> FindAsync(ClientId client, RefundNumber number, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Only(client), cancellationToken);
        return await db.Withdrawals.AsNoTracking().SingleOrDefaultAsync(row => row.ClientId == client && row.Number == number, cancellationToken) is { } there ? Of(there) : null;
    }

    private static WithdrawalReceipt Of(WithdrawalDeclaration declaration) => new(declaration.Number, declaration.Statement, declaration.DeclaredAt);
}
