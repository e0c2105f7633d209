using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds.Mailing;

namespace RefundDesk.Web.Infrastructure.Mailboxes;

/// <summary>Reads mailboxes over IMAP, one connection a look.</summary>
internal sealed class ImapMailboxes(IOptions<MailboxesOptions> options) : IMailboxes
{
    public IReadOnlyList<WatchedMailbox> All { get; } = [.. (options.Value.Boxes ?? []).Select(Of)];

    public long MessageBytes => options.Value.MessageBytes;

    public async Task<IMailboxConnection> OpenAsync(WatchedMailbox mailbox, CancellationToken cancellationToken)
    {
        var box = (options.Value.Boxes ?? []).First(box => Of(box) == mailbox);
        var client = new ImapClient { Timeout = options.Value.TimeoutSeconds * 1_000 };
        try
        {
            return await ImapFaults.AsIoAsync(async () =>
            {
                await client.ConnectAsync(box.Host, box.Port, SecurityOf(box.Security), cancellationToken);
                await client.AuthenticateAsync(box.User, box.Password, cancellationToken);
                var folder = await client.GetFolderAsync(box.Folder, cancellationToken);
                await folder.OpenAsync(FolderAccess.ReadWrite, cancellationToken);
                return new ImapConnection(client, folder, box, options.Value.MessageBytes);
            });
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static WatchedMailbox Of(Mailbox box) => new(box.Client, box.Name, box.OwnAddress, box.TrustedHost is { Length: > 0 } host ? host : null);

    private static SecureSocketOptions SecurityOf(MailboxSecurity security) => security switch
    {
        MailboxSecurity.None => SecureSocketOptions.None,
        MailboxSecurity.Always => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.SslOnConnect,
    };
}

/// <summary>One look into a folder.</summary>
internal sealed class ImapConnection(ImapClient client, IMailFolder folder, Mailbox box, long mostBytes) : IMailboxConnection
{
    private const int MovedAtOnce = 100;
    private const int Chunk = 1 << 16;

    public long Validity => folder.UidValidity;

    public Task<IReadOnlyList<MailboxItem>> ListAsync(CancellationToken cancellationToken) => ImapFaults.AsIoAsync<IReadOnlyList<MailboxItem>>(async () =>
    {
        var uids = await folder.SearchAsync(SearchQuery.NotDeleted, cancellationToken);
        if (uids.Count == 0)
        {
            return [];
        }

        var summaries = await folder.FetchAsync(uids, new FetchRequest(MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.InternalDate), cancellationToken);
        return [.. summaries.OrderBy(item => item.UniqueId.Id).Select(item => new MailboxItem(item.UniqueId.Id, item.Size ?? 0, (item.InternalDate ?? DateTimeOffset.MaxValue).ToUniversalTime()))];
    });

    public Task<FetchedMail?> ReadAsync(MailboxItem item, CancellationToken cancellationToken) => ImapFaults.AsIoAsync<FetchedMail?>(async () =>
    {
        var uid = UidOf(item.Uid);
        if (item.Bytes > mostBytes)
        {
            return await HeadAsync(uid, cancellationToken);
        }

        try
        {
            await using var stream = await folder.GetStreamAsync(uid, string.Empty, cancellationToken);
            return await ReadToEndAsync(stream, cancellationToken) is { } raw ? new FetchedMail(raw) : await HeadAsync(uid, cancellationToken);
        }
        catch (MessageNotFoundException)
        {
            return null;
        }
    });

    public Task MoveAsync(IReadOnlyList<long> uids, bool failed, CancellationToken cancellationToken) => ImapFaults.AsIoAsync(async () =>
    {
        var target = await FolderAsync(failed ? box.FailedFolder : box.DoneFolder, cancellationToken);
        foreach (var some in uids.Chunk(MovedAtOnce))
        {
            await folder.MoveToAsync([.. some.Select(UidOf)], target, cancellationToken);
        }

        return true;
    });

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (client.IsConnected)
            {
                await client.DisconnectAsync(quit: true, CancellationToken.None);
            }
        }
        catch (Exception fault) when (ImapFaults.IsServers(fault))
        {
            // The server went first: everything that matters was answered before.
        }
        finally
        {
            client.Dispose();
        }
    }

    private static UniqueId UidOf(long uid) => new((uint)uid);

    /// <summary>The server's word about the size is not trusted.</summary>
    private async Task<byte[]?> ReadToEndAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var chunk = new byte[Chunk];
        for (int read; (read = await stream.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            if (kept.Length + read > mostBytes)
            {
                return null;
            }

            kept.Write(chunk, 0, read);
        }

        return kept.ToArray();
    }

    private async Task<FetchedMail?> HeadAsync(UniqueId uid, CancellationToken cancellationToken)
    {
        var found = await folder.FetchAsync([uid], new FetchRequest(MessageSummaryItems.Envelope), cancellationToken);
        return found is [var item, ..] ? new FetchedMail(null, item.Envelope?.From.Mailboxes.FirstOrDefault()?.Address, item.Envelope?.Subject) : null;
    }

    private async Task<IMailFolder> FolderAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetFolderAsync(path, cancellationToken);
        }
        catch (FolderNotFoundException)
        {
            var parent = client.GetFolder(client.PersonalNamespaces[0]);
            foreach (var part in path.Split(parent.DirectorySeparator))
            {
                parent = await parent.CreateAsync(part, isMessageFolder: true, cancellationToken) ?? throw new IOException($"The folder {path} cannot be made.");
            }

            return parent;
        }
    }
}

/// <summary>Says what a mail server did wrong as the port says it.</summary>
internal static class ImapFaults
{
    public static bool IsServers(Exception fault) =>
        fault is IOException or SocketException or TimeoutException or ProtocolException or CommandException or AuthenticationException or SslHandshakeException
            or ServiceNotConnectedException or ServiceNotAuthenticatedException or FolderNotFoundException or FolderNotOpenException;

    public static async Task<T> AsIoAsync<T>(Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (Exception fault) when (fault is not IOException && IsServers(fault))
        {
            throw new IOException(fault.Message, fault);
        }
    }
}
