using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>Takes the rows that are lines of this verb and stores them in batches.</summary>
/// <typeparam name="T">The row.</typeparam>
internal interface IRowSink<in T>
{
    /// <summary>Takes one; stores where a batch is full.</summary>
    Task AddAsync(T row, CancellationToken cancellationToken);

    /// <summary>Stores what is left.</summary>
    Task FinishAsync(CancellationToken cancellationToken);
}

/// <summary>
/// The way of a file: read it whole and find faults while nothing is stored; then read it again and store. Only a reader that
/// stops in the second pass (the file changed meanwhile) can leave a part stored, and what is stored is whole orders.
/// </summary>
internal sealed class ImportRun(ImportOrder what, Client client, IProgress<ImportProgress>? progress, TimeProvider time)
{
    private const int LinesAReport = 5_000;

    /// <summary>Imports the file.</summary>
    /// <param name="kind">As what.</param>
    /// <param name="read">Makes a reader of rows: row in, what becomes of it out; the flag says whether the row must be kept.</param>
    /// <param name="sink">Makes what stores the rows.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public async Task<Outcome<ImportSummary>> RunAsync<T>(
        ImportKind kind, Func<MappedRow, Func<bool, Classified<T>>> read, Func<ImportTally, MappedRow, IRowSink<T>> sink, CancellationToken cancellationToken)
        where T : class
    {
        var map = ImportMapReader.ReadFile(what.MapPath, kind);
        if (!map.Succeeded)
        {
            return map.Refusal;
        }

        using var file = ImportFile.Open(what.Path, out var fault);
        if (file is null)
        {
            return fault!.In(what.Path);
        }

        var began = time.GetTimestamp();
        var header = await CheckAsync(file, map.Value, read, cancellationToken);
        if (!header.Succeeded)
        {
            return header.Refusal;
        }

        var checkTook = time.GetElapsedTime(began);
        using var rejects = RejectsFile.Prepare(what.Path, what.RejectsPath, header.Value, map.Value.Delimiter, out fault);
        if (rejects is null)
        {
            return fault!.In(what.Path);
        }

        var tally = new ImportTally(rejects);
        var stored = await StoreAsync(file, map.Value, read, tally, sink, cancellationToken);
        return stored.Succeeded ? tally.Close(rejects.Finish(), checkTook, time.GetElapsedTime(began) - checkTook) : stored.Refusal;
    }

    /// <summary>The first pass: every row is read and typed, nothing is stored.</summary>
    /// <returns>The names of the columns; or the first fault.</returns>
    private async Task<Outcome<string[]>> CheckAsync<T>(
        ImportFile file, ImportMap map, Func<MappedRow, Func<bool, Classified<T>>> read, CancellationToken cancellationToken)
        where T : class
    {
        using var rows = Begin(file, map, out var row, out var fault);
        if (rows is null)
        {
            return fault!.In(what.Path);
        }

        var next = read(row!);
        var lines = 0L;
        while (rows.Read())
        {
            if (next(false).Fault is { } wrong)
            {
                return wrong.In(what.Path);
            }

            if (++lines % LinesAReport == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new ImportProgress(true, lines, ShareOf(file)));
                await Task.Yield();
            }
        }

        progress?.Report(new ImportProgress(true, lines, 1));
        return rows.Fault is { } broken ? broken.In(what.Path) : rows.Header.ToArray();
    }

    private async Task<Outcome> StoreAsync<T>(
        ImportFile file, ImportMap map, Func<MappedRow, Func<bool, Classified<T>>> read, ImportTally tally, Func<ImportTally, MappedRow, IRowSink<T>> sink, CancellationToken cancellationToken)
        where T : class
    {
        using var rows = Begin(file, map, out var row, out var fault);
        if (rows is null)
        {
            return Changed(fault!);
        }

        var (next, store) = (read(row!), sink(tally, row!));
        while (rows.Read())
        {
            tally.LinesIn++;
            var found = next(true);
            if (found.Fault is { } wrong)
            {
                return Changed(wrong);
            }

            if (found.IsForOtherVerb)
            {
                tally.LinesForOtherVerb++;
            }
            else if (found.Rejected is { } reason)
            {
                tally.Reject(row!.Keep(), reason);
            }
            else
            {
                await store.AddAsync(found.Row!, cancellationToken);
            }

            if (tally.LinesIn % LinesAReport == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new ImportProgress(false, tally.LinesIn, ShareOf(file)));
            }
        }

        if (rows.Fault is { } broken)
        {
            return Changed(broken);
        }

        await store.FinishAsync(cancellationToken);
        progress?.Report(new ImportProgress(false, tally.LinesIn, 1));
        return Outcome.Ok;
    }

    private RowReader? Begin(ImportFile file, ImportMap map, out MappedRow? row, out ImportFault? fault)
    {
        row = null;
        var rows = file.Rows(map.Delimiter, out fault);
        if (rows is null)
        {
            return null;
        }

        if (rows.ReadHeader() && MappedRow.Bind(rows, map, client.TimeZone, out fault) is { } bound)
        {
            row = bound;
            return rows;
        }

        fault ??= rows.Fault;
        rows.Dispose();
        return null;
    }

    private Refusal Changed(ImportFault fault) => new(
        "import.file-changed",
        $"{fault.In(what.Path).Message.Replace(" Nothing was stored.", string.Empty, StringComparison.Ordinal)} The file changed while it was read. What was stored is whole; run the import again.");

    private static double ShareOf(ImportFile file) => file.Length == 0 ? 1 : (double)file.Position / file.Length;
}
