using System.Globalization;
using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Attaching;

namespace RefundDesk.Web.Features.Intake.Calls;

/// <summary>
/// Writes a request down. What would come of it is shown as soon as typing stops; it is put in only as it was shown, and once, however
/// often the button is pressed.
/// </summary>
public partial class RequestComposer
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(350);

    private RequestDraft _draft = default!;
    private OrderToReturn? _order;
    private IReadOnlyList<OtherRequest>? _others;
    private IReadOnlyList<PreparedFile> _files = [];
    private RequestPreview? _preview;
    private Refusal? _refusal;
    private CancellationTokenSource? _looking;
    private bool _busy;

    /// <summary>The purchase.</summary>
    [Parameter, EditorRequired]
    public required OrderToReturn Order { get; set; }

    /// <summary>The person wants to see the order as it is now.</summary>
    [Parameter]
    public EventCallback LookAgain { get; set; }

    [Inject]
    private PreviewRequest Previews { get; set; } = default!;

    [Inject]
    private SubmitRequest Submitting { get; set; } = default!;

    [Inject]
    private IFileIntake Intake { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private EvidenceFacts? Evidence => _files.Count == 0 ? null
        : new EvidenceFacts(_files.Count(file => file.Kind == AttachmentKind.Photo), _files.Count(file => file.Kind == AttachmentKind.Pdf), 0);

    private bool IsStale => _looking is not null;

    private bool CanSubmit => _preview is not null && !IsStale && !_busy && _draft.Missing is null;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (ReferenceEquals(_order, Order))
        {
            return;
        }

        var isFirst = _order is null;
        _order = Order;
        if (isFirst)
        {
            _draft = new RequestDraft(Order, Time.GetUtcNow());
        }
        else
        {
            _draft.Renew(Order);
        }

        // Whoever writes down a second request knows of the first one before the first click.
        _others = await Previews.OthersAsync(Order.ClientKey, Order.OrderNumber, Gone);
        if (!isFirst)
        {
            await ChangedAsync();
        }
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Task ComesAsync(bool letter)
    {
        _draft.IsLetter = letter;
        return ChangedAsync();
    }

    private Task LetterCameAsync(ChangeEventArgs change)
    {
        _draft.LetterDay = DateOnly.TryParseExact(change.Value as string, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        return ChangedAsync();
    }

    /// <summary>Looks once nothing was changed for a moment; what was shown before stays, greyed, until the new answer takes its place.</summary>
    private Task ChangedAsync()
    {
        _looking?.Cancel();
        if (_draft.Missing is null)
        {
            return LookSoonAsync();
        }

        (_looking, _preview, _refusal) = (null, null, null);
        return Task.CompletedTask;
    }

    private async Task LookSoonAsync()
    {
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(Gone);
        _looking = mine;
        StateHasChanged();
        try
        {
            await LookAsync(mine.Token);
        }
        finally
        {
            if (_looking == mine)
            {
                _looking = null;
            }
        }
    }

    private async Task LookAsync(CancellationToken superseded)
    {
        await Task.Delay(Rest, Time, superseded);
        var seen = await Previews.HandleAsync(Order.ClientKey, Order.OrderNumber, _draft.ToRequest(), Evidence, superseded);
        superseded.ThrowIfCancellationRequested();
        (_preview, _refusal) = (seen.Succeeded ? seen.Value : null, seen.Refusal);
    }

    private Task FilesAsync(IReadOnlyList<PreparedFile> files)
    {
        _files = files;
        return ChangedAsync();
    }

    private Task LookAgainAsync()
    {
        _refusal = null;
        return LookAgain.InvokeAsync();
    }

    private async Task SubmitAsync()
    {
        if (!CanSubmit)
        {
            return;
        }

        _busy = true;
        try
        {
            var submitted = await Submitting.HandleAsync(Order.ClientKey, Order.OrderNumber, _draft.ToRequest(), new RequestFiles(_files), CancellationToken.None);
            if (submitted.Succeeded)
            {
                Navigation.NavigateTo($"/cases/{submitted.Value.Number}");
            }
            else
            {
                (_preview, _refusal) = (null, submitted.Refusal);
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
