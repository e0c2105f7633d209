using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Web.Features.Intake.Importing;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake;

/// <summary>Brings refund requests in from a file. How their purchases are found is in <c>docs/importing.md</c>.</summary>
public sealed class ImportRequests(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Imports a file; a second run changes nothing, a dry run nothing at all.</summary>
    /// <param name="what">The file, the client and the map.</param>
    /// <param name="asOfAsked">Whether cases count as received when the customer asked instead of now: for a replay of the past.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="cancellationToken">Stops between batches; the import can be run again.</param>
    /// <returns>What became of every line; or, with nothing stored, the refusals of <see cref="ImportOrders"/>.</returns>
    public async Task<Outcome<ImportSummary>> HandleAsync(ImportOrder what, bool asOfAsked, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(what);
        var found = await ImportClient.FindAsync(database, user, what.ClientKey, cancellationToken);
        return found.Succeeded
            ? await new ImportRun(what, found.Value.Client, progress, time).RunAsync<RequestRow>(
                ImportKind.Requests,
                row => new RequestRowReader(row, time.GetUtcNow()).Read,
                (tally, _) => new RequestSink(database, new RequestTerms(found.Value.Client, found.Value.By, asOfAsked, what.Channel), tally, time, what.IsDryRun ? new Rehearsal() : null),
                cancellationToken)
            : found.Refusal;
    }
}
