using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Features.Intake.Importing;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake;

/// <summary>Brings orders in from a file. What it takes and what it rejects is in <c>docs/importing.md</c>.</summary>
public sealed class ImportOrders(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Imports a file; a second run changes nothing, a dry run nothing at all.</summary>
    /// <param name="what">The file, the client and the map.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="cancellationToken">Stops between batches; the import can be run again.</param>
    /// <returns>
    /// What became of every line, of a dry run what would have become of it; or, with nothing stored, <c>refund.forbidden</c>, <c>request.unknown-client</c>, <c>import.map</c>,
    /// <c>import.broken-file</c> with line and column.
    /// </returns>
    public async Task<Outcome<ImportSummary>> HandleAsync(ImportOrder what, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(what);
        var client = await ImportClient.FindAsync(database, user, what.ClientKey, cancellationToken);
        return client.Succeeded
            ? await new ImportRun(what, client.Value.Client, progress, time).RunAsync<OrderRow>(
                ImportKind.Orders,
                row => new OrderRowReader(row, client.Value.Client).Read,
                (tally, _) => new OrderSink(database, client.Value.Client, tally, time, what.IsDryRun ? new Rehearsal() : null),
                cancellationToken)
            : client.Refusal;
    }
}

/// <summary>Finds the client a file is for, on behalf of someone who may import.</summary>
internal static class ImportClient
{
    public static async Task<Outcome<Found>> FindAsync(DeskDatabase database, ICurrentUser user, string key, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Import))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == key, cancellationToken);
        return client is null ? IntakeRefusals.UnknownClient(key) : new Found(client, principal.Actor);
    }

    /// <summary>The client, and who imports.</summary>
    internal sealed record Found(Client Client, Actor By);
}
