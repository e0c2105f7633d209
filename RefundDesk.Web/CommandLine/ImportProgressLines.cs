using System.Globalization;
using RefundDesk.Web.Features.Intake.Importing;
using Spectre.Console;

namespace RefundDesk.Web.CommandLine;

/// <summary>Shows how far an import is: one line that is rewritten on a terminal, a line every few seconds elsewhere.</summary>
internal sealed class ImportProgressLines : IProgress<ImportProgress>, IDisposable
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(5);

    private readonly TextWriter _error;
    private readonly IAnsiConsole? _terminal;
    private readonly TimeProvider _time;
    private readonly long _began;
    private long _last;
    private bool _shown;

    public ImportProgressLines(TextWriter error, bool interactive, TimeProvider time)
    {
        (_error, _time) = (error, time);
        _terminal = interactive ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) }) : null;
        _began = _last = time.GetTimestamp();
    }

    /// <inheritdoc />
    public void Report(ImportProgress value)
    {
        var now = _time.GetTimestamp();
        if (_time.GetElapsedTime(_last, now) < (_terminal is null ? Elsewhere : OnTerminal))
        {
            return;
        }

        _last = now;
        var seconds = Math.Max(0.001, _time.GetElapsedTime(_began, now).TotalSeconds);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{(value.IsChecking ? "checking" : "storing")} {value.Share,4:P0}  {value.Lines:N0} lines, {seconds:0} s");
        if (_terminal is null)
        {
            _error.WriteLine(text);
            return;
        }

        _shown = true;
        var full = (int)(Math.Clamp(value.Share, 0, 1) * 30);
        _terminal.Markup($"\r[blue]{new string('━', full)}[/][grey]{new string('━', 30 - full)}[/] {Markup.Escape(text)}   ");
    }

    /// <summary>Leaves the line, so that what follows begins on one of its own.</summary>
    public void Finish()
    {
        if (_shown)
        {
            _error.WriteLine();
            _shown = false;
        }
    }

    /// <inheritdoc />
    public void Dispose() => Finish();
}
