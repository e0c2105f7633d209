using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Bulk;

/// <summary>A file that waits for its mapping.</summary>
/// <param name="ClientKey">The retailer's key.</param>
/// <param name="Kind"><c>orders</c> or <c>requests</c>.</param>
/// <param name="Name">What it was called.</param>
/// <param name="File">Where and how large.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="EarlierMap">The mapping that was used last for the same columns of this retailer; null where there is none.</param>
public sealed record BroughtFile(string ClientKey, string Kind, string Name, KeptFile File, FileColumns Columns, string? EarlierMap)
{
    /// <summary>By which the same columns are known again.</summary>
    public string HeaderHash => HashOf(Columns);

    internal static string HashOf(FileColumns columns) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', columns.Names).ToUpperInvariant())));
}

/// <summary>Takes a file in and looks at its columns; nothing of it is imported yet.</summary>
public sealed class BringFile(DeskDatabase database, ICurrentUser user, ImportFolder folder)
{
    /// <summary>Takes it in.</summary>
    /// <param name="clientKey">The retailer's key.</param>
    /// <param name="kind"><c>orders</c> or <c>requests</c>.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="cancellationToken">Ends it; nothing is kept.</param>
    /// <returns>The file with its columns; or <c>refund.forbidden</c>, <c>request.unknown-client</c>, <c>import.kind</c>, <c>import.too-large</c>, <c>import.empty</c>, <c>import.broken-file</c>.</returns>
    public async Task<Outcome<BroughtFile>> HandleAsync(string clientKey, string kind, string name, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (kind is not ("orders" or "requests"))
        {
            return new Refusal("import.kind", "A file is of orders or of requests.");
        }

        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Import))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == clientKey, cancellationToken);
        if (client is null)
        {
            return IntakeRefusals.UnknownClient(clientKey);
        }

        var shown = name.Length <= 200 ? name : name[^200..];
        var kept = await folder.KeepAsync(client.Id, content, cancellationToken);
        if (!kept.Succeeded)
        {
            return kept.Refusal;
        }

        var columns = FileColumns.Read(folder.FileOf(client.Id, kept.Value.Id), shown);
        if (!columns.Succeeded)
        {
            folder.Drop(client.Id, kept.Value.Id);
            return columns.Refusal;
        }

        return new BroughtFile(clientKey, kind, shown, kept.Value, columns.Value, await EarlierMapAsync(db, client.Id, kind, BroughtFile.HashOf(columns.Value), cancellationToken));
    }

    private static Task<string?> EarlierMapAsync(RefundDeskDbContext db, ClientId client, string kind, string header, CancellationToken cancellationToken) => db.Imports.AsNoTracking()
        .Where(row => row.ClientId == client && row.HeaderHash == header && row.Kind == kind && row.MapJson != null && row.State == ImportState.Done)
        .OrderByDescending(row => row.StartedAt).Select(row => row.MapJson).FirstOrDefaultAsync(cancellationToken);
}
