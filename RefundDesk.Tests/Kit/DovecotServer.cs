using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RefundDesk.Tests.Kit;

/// <summary>
/// A real IMAP server on this machine: Dovecot as a process of its own, with a configuration, users and mail in a temporary folder. Where it is not
/// installed the test is skipped with its name.
/// </summary>
internal sealed class DovecotServer : IAsyncDisposable
{
    public const string User = "returns";
    public const string Password = "open sesame";

    private const string Program = "/usr/sbin/dovecot";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("refunddesk-imap-");
    private Process? _process;

    private DovecotServer()
    {
    }

    public int Port { get; } = FreePort();

    public static async Task<DovecotServer> StartAsync()
    {
        Assert.SkipUnless(File.Exists(Program), "No Dovecot: install dovecot-imapd.");
        var server = new DovecotServer();
        try
        {
            server.Write();
            await server.RunAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes away, as servers do; everything is still there when it runs again.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
            }

            process.Dispose();
        }
    }

    public async Task RunAsync()
    {
        var start = new ProcessStartInfo(Program, ["-F", "-c", Path.Combine(_folder.FullName, "dovecot.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port, deadline.Token);
                using var reader = new StreamReader(client.GetStream());
                if ((await reader.ReadLineAsync(deadline.Token))?.StartsWith("* OK", StringComparison.Ordinal) == true)
                {
                    return;
                }
            }
            catch (SocketException) when (_process is { HasExited: false })
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), deadline.Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Write()
    {
        var root = _folder.FullName;

        // Some of its processes refuse to run as root, and then have users of their own; else everything runs as whoever runs the test.
        var isRoot = Environment.IsPrivilegedProcess;
        var (desk, login, mail, group) = isRoot ? ("dovecot", "dovenull", "nobody", "nogroup") : (Environment.UserName, Environment.UserName, Environment.UserName, Environment.UserName);
        foreach (var folder in new[] { "run", "mail", "state" })
        {
            Directory.CreateDirectory(Path.Combine(root, folder));
        }

        File.WriteAllText(Path.Combine(root, "users"), $"{User}:{{PLAIN}}{Password}\n");
        const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        const UnixFileMode Writable = Readable | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(root, Readable);
            File.SetUnixFileMode(Path.Combine(root, "users"), Readable);
            File.SetUnixFileMode(Path.Combine(root, "mail"), Writable);
            File.SetUnixFileMode(Path.Combine(root, "state"), Writable);
        }

        File.WriteAllText(Path.Combine(root, "dovecot.conf"), string.Create(CultureInfo.InvariantCulture, $$"""
            protocols = imap
            listen = 127.0.0.1
            base_dir = {{root}}/run
            state_dir = {{root}}/state
            log_path = {{root}}/log
            ssl = no
            disable_plaintext_auth = no
            default_internal_user = {{desk}}
            default_internal_group = {{(isRoot ? "dovecot" : group)}}
            default_login_user = {{login}}
            first_valid_uid = 0
            first_valid_gid = 0
            mail_location = maildir:{{root}}/mail
            mail_uid = {{mail}}
            mail_gid = {{group}}
            passdb {
              driver = passwd-file
              args = scheme=PLAIN {{root}}/users
            }
            userdb {
              driver = static
              args = uid={{mail}} gid={{group}} home={{root}}/mail
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = {{Port}}
              }
              inet_listener imaps {
                port = 0
              }
            }
            service anvil {
              chroot =
            }
            service stats {
              chroot =
            }
            """) + "\n");
    }
}
