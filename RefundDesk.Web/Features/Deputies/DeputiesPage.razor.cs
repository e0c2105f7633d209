using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Features.Deputies;

/// <summary>Holiday cover: who deputises for whom, and lending the own authority.</summary>
public partial class DeputiesPage
{
    private IReadOnlyList<DeputyRow>? _rows;
    private IReadOnlyList<(string Email, string Name)> _candidates = [];
    private string _email = string.Empty;
    private DateOnly _from;
    private DateOnly _until;
    private string? _fault;
    private bool _busy;

    [Inject]
    private DeputiesQuery Deputies { get; set; } = default!;

    [Inject]
    private LendAuthority Lend { get; set; } = default!;

    [Inject]
    private TakeAuthorityBack TakeBack { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _from = DateOnly.FromDateTime(Time.GetLocalNow().DateTime);
        _until = _from.AddDays(7);
        _candidates = await Deputies.CandidatesAsync(Gone);
        await LoadAsync();
    }

    private static string ToneOf(DeputyState state) => state switch { DeputyState.InForce => "ok", DeputyState.Coming => "info", _ => "calm" };

    private static string WordOf(DeputyState state) => state switch { DeputyState.InForce => "In force", DeputyState.Coming => "Coming", _ => "Over" };

    private async Task LoadAsync() => _rows = await Deputies.ReadAsync(Gone);

    private Task LendAsync() => OnceAsync(() => Lend.HandleAsync(_email, MidnightOf(_from), MidnightOf(_until.AddDays(1)), Gone));

    private Task EndAsync(DeputyRow row) => OnceAsync(() => TakeBack.HandleAsync(row.Id, Gone));

    /// <summary>Days begin where the desk stands.</summary>
    private DateTimeOffset MidnightOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Time.LocalTimeZone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private async Task OnceAsync(Func<Task<Outcome>> step)
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            _fault = (await step()).Refusal?.Message;
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
