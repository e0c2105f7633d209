using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Intake.Withdrawing;

/// <summary>The declarations of withdrawal a person must find out about.</summary>
public partial class WithdrawalsPage
{
    private IReadOnlyList<WithdrawalToLookAt>? _rows;
    private WithdrawalToLookAt? _open;
    private string? _case;
    private string _why = string.Empty;
    private string? _fault;
    private string? _done;
    private bool _busy;

    [Inject]
    private WithdrawalsQuery Withdrawals { get; set; } = default!;

    [Inject]
    private CloseWithdrawal Close { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => _rows = await Withdrawals.ToLookAtAsync(Gone);

    /// <summary>The agent's form with the order, or with the search for it.</summary>
    private static string Address(WithdrawalToLookAt row) => row.HasOrder
        ? $"/requests/new?client={Uri.EscapeDataString(row.ClientKey)}&order={Uri.EscapeDataString(row.Statement.Contract)}"
        : $"/requests/new?client={Uri.EscapeDataString(row.ClientKey)}&q={Uri.EscapeDataString(row.Statement.Email)}";

    private void Open(WithdrawalToLookAt row)
    {
        _open = row == _open ? null : row;
        (_case, _why, _fault, _done) = (null, string.Empty, null, null);
    }

    private async Task CloseAsync()
    {
        if (_busy || _open is not { } open)
        {
            return;
        }

        RefundNumber? number = null;
        if (!string.IsNullOrWhiteSpace(_case))
        {
            if (!RefundNumber.TryParse(_case, out var parsed))
            {
                _fault = $"'{_case}' is no number of a refund, for example RD-7K3M-9QX2.";
                return;
            }

            number = parsed;
        }

        _busy = true;
        try
        {
            var closed = await Close.HandleAsync(open.Number, number, _why, Gone);
            (_fault, _done) = (closed.Refusal?.Message, closed.Succeeded ? $"{open.Number} is closed." : null);
            if (closed.Succeeded)
            {
                _open = null;
            }

            _rows = await Withdrawals.ToLookAtAsync(Gone);
        }
        finally
        {
            _busy = false;
        }
    }
}
