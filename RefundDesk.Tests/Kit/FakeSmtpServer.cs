using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RefundDesk.Tests.Kit;

/// <summary>A mail server on this machine that keeps what it is given, refuses recipients that begin with <c>gone</c>, and hangs up on <c>drop</c>.</summary>
internal sealed class FakeSmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;
    private int _connections;

    public FakeSmtpServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => _connections;

    /// <summary>Whole messages, header and body, as they came.</summary>
    public ConcurrentQueue<string> Received { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _serving;
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                Interlocked.Increment(ref _connections);
                talks.Add(TalkAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.UTF8);
                await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 fake");
                while (await reader.ReadLineAsync(_stopping.Token) is { } line && await AnswerAsync(line, reader, writer))
                {
                }
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException)
            {
                client.Close();
            }
        }
    }

    private async Task<bool> AnswerAsync(string line, StreamReader reader, StreamWriter writer)
    {
        switch (line.ToUpperInvariant())
        {
            case var hello when hello.StartsWith("EHLO", StringComparison.Ordinal):
                await writer.WriteLineAsync("250-fake\r\n250 8BITMIME");
                return true;
            case var recipient when recipient.StartsWith("RCPT TO:<GONE", StringComparison.Ordinal):
                await writer.WriteLineAsync("550 no such person");
                return true;
            case var recipient when recipient.StartsWith("RCPT TO:<DROP", StringComparison.Ordinal):
                return false;
            case "DATA":
                await writer.WriteLineAsync("354 go on");
                Received.Enqueue(await ReadMessageAsync(reader));
                await writer.WriteLineAsync("250 kept");
                return true;
            case "QUIT":
                await writer.WriteLineAsync("221 bye");
                return false;
            default:
                await writer.WriteLineAsync("250 fine");
                return true;
        }
    }

    private async Task<string> ReadMessageAsync(StreamReader reader)
    {
        var message = new StringBuilder();
        while (await reader.ReadLineAsync(_stopping.Token) is { } line and not ".")
        {
            message.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append('\n');
        }

        return message.ToString();
    }
}
