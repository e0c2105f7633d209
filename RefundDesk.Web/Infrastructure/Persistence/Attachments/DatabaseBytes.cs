using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence.Attachments;

/// <summary>Keeps them in a table: one save, one backup, nothing to sweep.</summary>
internal sealed class DatabaseBytes : IAttachmentBytes
{
    public Task KeepAsync(RefundDeskDbContext db, Attachment attachment, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        db.Add(new AttachmentContentRow { AttachmentId = attachment.Id, ClientId = attachment.ClientId, Bytes = bytes.ToArray() });
        return Task.CompletedTask;
    }

    public async Task<byte[]?> ReadAsync(RefundDeskDbContext db, Attachment attachment, CancellationToken cancellationToken)
    {
        var id = attachment.Id;
        var bytes = await db.AttachmentContents.AsNoTracking().Where(row => row.AttachmentId == id).Select(row => row.Bytes).SingleOrDefaultAsync(cancellationToken);
        return bytes is not null && Convert.ToHexStringLower(SHA256.HashData(bytes)) == attachment.Hash ? bytes : null;
    }

    public Task<int> SweepAsync(CancellationToken cancellationToken) => Task.FromResult(0);
}
