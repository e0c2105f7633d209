using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Common;
using RefundDesk.Web.Features.Intake.Bulk.Mapping;
using RefundDesk.Web.Features.Intake.Importing;

namespace RefundDesk.Web.Features.Intake.Bulk;

/// <summary>A file is chosen, its columns are mapped, it is tried and run; below, every import there was. What runs goes on without the page.</summary>
public partial class ImportsPage
{
    private const int LargestMap = 1 << 20;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private IReadOnlyList<(string Key, string Name)>? _clients;
    private IReadOnlyList<ListedImport>? _imports;
    private BroughtFile? _file;
    private MapDraft? _draft;
    private ListedImport? _current;
    private Guid? _started;
    private string? _begun;
    private string? _tried;
    private string? _client;
    private string _kind = "orders";
    private string? _fault;
    private string? _note;
    private bool _busy;

    [Inject]
    private ImportsQuery Imports { get; set; } = default!;

    [Inject]
    private ImportSteps Steps { get; set; } = default!;

    [Inject]
    private IOptions<ImportsOptions> Options { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private bool CanStart => !_busy && _draft is { Fault: null } && _current is not { Runs: true };

    /// <summary>Whether the mapping as it is was tried to its end.</summary>
    private bool WasTried => _tried is not null && _tried == _draft?.ToJson();

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _clients = await Imports.ClientsAsync(Gone);
        _client = _clients.Count > 0 ? _clients[0].Key : null;
        await ReadAsync();
    }

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = LookAsync();
        }
    }

    /// <summary>Looks how far everything is, as long as the page is open; another person's imports are seen to move too.</summary>
    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(LookEvery, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(Gone))
            {
                await InvokeAsync(async () =>
                {
                    await ReadAsync();
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task ReadAsync()
    {
        _imports = await Imports.LatestAsync(Gone);
        _current = _started is { } id ? _imports.FirstOrDefault(import => import.Id == id) : null;
        _tried = _current is { IsDryRun: true, Stage: ImportStage.Done } ? _begun : _tried;
    }

    private async Task BringAsync(InputFileChangeEventArgs chosen)
    {
        if (_busy || _client is null)
        {
            return;
        }

        _busy = true;
        try
        {
            // How much is taken is said by the use case, which counts what really comes.
            await using var content = chosen.File.OpenReadStream(Math.Max(chosen.File.Size, 1), Gone);
            var brought = await Steps.Bring.HandleAsync(_client, _kind, chosen.File.Name, content, Gone);
            _fault = brought.Refusal?.Message;
            if (brought.Succeeded)
            {
                Take(brought.Value);
            }
        }
        catch (IOException broken)
        {
            _fault = $"The file could not be read to its end: {broken.Message}";
        }
        finally
        {
            _busy = false;
        }
    }

    private void Take(BroughtFile file)
    {
        var kind = file.Kind == "orders" ? ImportKind.Orders : ImportKind.Requests;
        (_file, _note, _tried, _started, _current) = (file, null, null, null, null);
        _draft = new MapDraft(kind, file.Columns.Delimiter);
        if (file.EarlierMap is { } earlier && MapDraft.Read(earlier, kind, "The earlier mapping") is { Succeeded: true } read)
        {
            _draft = read.Value;
            _note = "mapped as the last file with the same columns";
        }

        _draft.FitTo(file.Columns);
        _draft.Suggest(file.Columns);
    }

    private async Task LoadMapAsync(InputFileChangeEventArgs chosen)
    {
        if (chosen.File.Size > LargestMap)
        {
            _fault = "The mapping is larger than 1 MB.";
            return;
        }

        using var reader = new StreamReader(chosen.File.OpenReadStream(LargestMap, Gone));
        var read = MapDraft.Read(await reader.ReadToEndAsync(Gone), _draft!.Kind, chosen.File.Name);
        _fault = read.Refusal?.Message;
        if (read.Succeeded)
        {
            _draft = read.Value;
            var gone = _draft.FitTo(_file!.Columns);
            _note = gone.Count == 0 ? $"mapped by {chosen.File.Name}" : $"mapped by {chosen.File.Name}, without columns that are not in this file: {string.Join(", ", gone)}";
        }
    }

    private async Task StartAsync(bool isDryRun)
    {
        if (!CanStart)
        {
            return;
        }

        _busy = true;
        try
        {
            var map = _draft!.ToJson();
            var started = await Steps.Start.HandleAsync(_file!, map, isDryRun, Gone);
            _fault = started.Refusal?.Message;
            if (started.Succeeded)
            {
                (_started, _begun) = (started.Value, map);
                await ReadAsync();
            }
        }
        finally
        {
            _busy = false;
        }
    }

    private Task StopAsync(ListedImport import) => DoAsync(() => Steps.Stop.HandleAsync(import.Id, Gone));

    private Task ResumeAsync(ListedImport import) => DoAsync(() => Steps.Resume.HandleAsync(import.Id, Gone));

    private async Task DoAsync(Func<Task<Outcome>> step)
    {
        _fault = (await step()).Refusal?.Message;
        await ReadAsync();
    }

    private void Forget() => (_file, _draft, _current, _started, _tried, _note, _fault) = (null, null, null, null, null, null, null);
}

/// <summary>What the page of imports can do.</summary>
/// <param name="Bring">Takes a file in.</param>
/// <param name="Start">Begins its import.</param>
/// <param name="Resume">Takes an interrupted one up.</param>
/// <param name="Stop">Stops one.</param>
public sealed record ImportSteps(BringFile Bring, StartImport Start, ResumeImport Resume, StopImport Stop);
