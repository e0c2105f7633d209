using System.Collections.Concurrent;
using System.Diagnostics;

namespace RefundDesk.Tests.Torture;

/// <summary>The application in a process of its own, to be killed.</summary>
internal sealed class DeskProcess : IAsyncDisposable
{
    private const string Listens = "Now listening on: ";

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DeskProcess(Process process) => _process = process;

    /// <summary>Starts it and waits until it works.</summary>
    /// <param name="settings">Keys and values of the configuration.</param>
    public static async Task<DeskProcess> StartAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Path.GetTempPath() };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "RefundDesk.Web.dll"));
        foreach (var (key, value) in settings)
        {
            start.ArgumentList.Add($"--{key}={value}");
        }

        var desk = new DeskProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        desk._process.OutputDataReceived += (_, line) => desk.Hear(line.Data);
        desk._process.ErrorDataReceived += (_, line) => desk.Hear(line.Data);
        desk._process.Exited += (_, _) => desk._started.TrySetException(new InvalidOperationException($"The desk stopped by itself: {desk.Said}"));
        desk._process.Start();
        desk._process.BeginOutputReadLine();
        desk._process.BeginErrorReadLine();
        try
        {
            await desk._started.Task.WaitAsync(StartsWithin, TimeProvider.System, cancellationToken);
            return desk;
        }
        catch
        {
            await desk.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where it is reached.</summary>
    public Uri Address => new(_said.First(line => line.Contains(Listens, StringComparison.Ordinal)).Split(Listens)[1].Trim());

    private string Said => string.Join('\n', _said);

    /// <summary>Ends it as a power cut would: it notices nothing (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        _said.Enqueue(line);
        if (line.Contains("Application started", StringComparison.Ordinal))
        {
            _started.TrySetResult();
        }
    }
}
