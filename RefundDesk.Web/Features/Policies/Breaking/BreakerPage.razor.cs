using System.Globalization;
using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Policies.Breaking;

/// <summary>A client's limits on automation's pace, what stopped, and the way to let it go on.</summary>
public partial class BreakerPage
{
    private ClientBreakers? _view;
    private Refusal? _fault;
    private string _reason = string.Empty;
    private bool _busy;

    /// <summary>The client's key.</summary>
    [Parameter]
    public string ClientKey { get; set; } = string.Empty;

    [Inject]
    private BreakersQuery Breakers { get; set; } = default!;

    [Inject]
    private LetGoOn Letting { get; set; } = default!;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => LoadAsync();

    private static string Happened(BreakerStop stop) => string.Create(
        CultureInfo.InvariantCulture, $"{stop.Count:N0} decisions of {DeskText.Of(stop.Amount)} within an hour; the limit was {Words(stop.Limit, stop.Amount.Currency)}.");

    private static string Words(BreakerLimit limit, Currency currency) => string.Join(" or ", new[]
    {
        limit.CountAnHour is { } most ? string.Create(CultureInfo.InvariantCulture, $"{most:N0} decisions") : null,
        limit.AmountAnHourMinor is { } minor ? DeskText.Of(Money.Of(minor, currency)) : null,
    }.OfType<string>());

    private async Task LoadAsync()
    {
        var read = await Breakers.HandleAsync(ClientKey, Gone);
        (_view, _fault) = (read.Succeeded ? read.Value : null, read.Refusal);
    }

    private async Task LetGoOnAsync(long trip)
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var done = await Letting.HandleAsync(trip, _reason, Gone);
            if (done.Succeeded)
            {
                _reason = string.Empty;
            }

            await LoadAsync();
            _fault = done.Refusal ?? _fault;
        }
        finally
        {
            _busy = false;
        }
    }
}
