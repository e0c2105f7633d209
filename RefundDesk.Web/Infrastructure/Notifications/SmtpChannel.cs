using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds.Telling;

namespace RefundDesk.Web.Infrastructure.Notifications;

/// <summary>Hands messages to a mail server, one after the other over a connection that is kept while there is something to send.</summary>
internal sealed class SmtpChannel(IOptions<NotificationOptions> options, TimeProvider time) : INotificationChannel, IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private SmtpClient? _client;
    private long _usedAt;

    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        using var message = MimeMail.Build(mail, time.GetUtcNow());
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var client = await ConnectAsync(cancellationToken);
            await client.SendAsync(message, cancellationToken);
            _usedAt = time.GetTimestamp();
        }
        catch (SmtpCommandException fault) when (fault.ErrorCode == SmtpErrorCode.RecipientNotAccepted && (int)fault.StatusCode >= 500)
        {
            throw new UndeliverableException($"The mail server refuses the recipient: {(int)fault.StatusCode}", fault);
        }
        catch
        {
            Drop();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        Drop();
        _turn.Dispose();
    }

    private async Task<SmtpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_client is { IsConnected: true } && time.GetElapsedTime(_usedAt) < KeptFor)
        {
            return _client;
        }

        Drop();
        var smtp = options.Value.Smtp;
        _client = new SmtpClient { Timeout = smtp.TimeoutSeconds * 1_000 };
        await _client.ConnectAsync(smtp.Host ?? "localhost", smtp.Port, Of(smtp.Security), cancellationToken);
        if (smtp.User is { Length: > 0 } user)
        {
            await _client.AuthenticateAsync(user, smtp.Password ?? string.Empty, cancellationToken);
        }

        return _client;
    }

    private static SecureSocketOptions Of(SmtpSecurity security) => security switch
    {
        SmtpSecurity.None => SecureSocketOptions.None,
        SmtpSecurity.Always => SecureSocketOptions.StartTls,
        SmtpSecurity.OnConnect => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTlsWhenAvailable,
    };

    private void Drop()
    {
        _client?.Dispose();
        _client = null;
    }
}
