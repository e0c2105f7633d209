using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>The shops that orders are pulled from: how they stand, what is held back and why.</summary>
public partial class SourcesPage
{
    private static readonly DialogOptions Small = new() { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true };
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private IReadOnlyList<ListedSource>? _rows;
    private IReadOnlyList<HeldBack> _held = [];
    private bool _mayChange;
    private string? _fault;
    private string? _note;

    [Inject]
    private SourcesQuery Sources { get; set; } = default!;

    [Inject]
    private SourcePageSteps Steps { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _mayChange = await Sources.MayChangeAsync(Gone);
        await ReadAsync();
    }

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = FollowAsync();
        }
    }

    private static string PauseWord(ListedSource row) => row.State == SourceState.Paused ? "Resume" : "Pause";

    /// <summary>Nodes move the rows: they are read again as long as the page is open.</summary>
    private async Task FollowAsync()
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

    private async Task ReadAsync() => (_rows, _held) = (await Sources.ReadAsync(Gone), await Sources.HeldAsync(Gone));

    private async Task LookAsync(ListedSource row)
    {
        _fault = (await Steps.Look.AskAsync(row.Id, Gone)).Refusal?.Message;
        _note = _fault is null ? $"{SourceWords.Host(row)} is looked into now." : null;
        await ReadAsync();
    }

    private async Task PauseAsync(ListedSource row)
    {
        (_fault, _note) = ((await Steps.Pause.HandleAsync(row.Id, row.State != SourceState.Paused, Gone)).Refusal?.Message, null);
        await ReadAsync();
    }

    private async Task ChangeAsync(ListedSource row)
    {
        (_fault, _note) = (null, null);
        var about = new DialogParameters<ChangeSourceDialog> { { dialog => dialog.Source, row } };
        await (await Dialogs.ShowAsync<ChangeSourceDialog>("Change a shop", about, Small)).Result;
        await ReadAsync();
    }

    private async Task AddAsync()
    {
        (_fault, _note) = (null, null);
        var dialog = await Dialogs.ShowAsync<AddSourceDialog>("Add a shop", Small);
        if (await dialog.Result is { Canceled: false })
        {
            _note = "The shop lets us in. Its orders are read now.";
        }

        await ReadAsync();
    }
}
