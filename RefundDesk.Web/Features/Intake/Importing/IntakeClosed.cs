using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>Whether a client takes anything new in; asked with every batch, since notice may be given while a file is read.</summary>
internal static class IntakeClosed
{
    /// <summary>What is said of each line that is not taken in for that.</summary>
    public static RejectReason Reason { get; } = new(ClientRefusals.Leaving.Code, ClientRefusals.Leaving.Message);

    /// <summary>True where the client is leaving or has left.</summary>
    public static Task<bool> IsAsync(RefundDeskDbContext db, ClientId client, CancellationToken cancellationToken) =>
        db.Clients.AnyAsync(row => row.Id == client && row.State != ClientState.Active, cancellationToken);
}
