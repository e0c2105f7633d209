using System.Globalization;
using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>The mails a person must find out about.</summary>
public partial class MailsPage
{
    private IReadOnlyList<MailToLookAt>? _rows;
    private MailToLookAt? _open;
    private MailContent? _content;
    private RefundNumber? _doneCase;
    private string _target = string.Empty;
    private string _why = string.Empty;
    private string? _fault;
    private string? _done;
    private bool _busy;

    [Inject]
    private MailsQuery Mails { get; set; } = default!;

    [Inject]
    private ConnectMail Connecting { get; set; } = default!;

    [Inject]
    private CloseMail Closing { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => _rows = await Mails.ToLookAtAsync(Gone);

    /// <summary>The agent's form with the sender's orders.</summary>
    private static string FormAddress(MailToLookAt row) => $"/requests/new?client={Uri.EscapeDataString(row.ClientKey)}&q={Uri.EscapeDataString(row.From)}";

    /// <summary>What the text model thinks, as a suggestion; null where there is none.</summary>
    private static string? Suggestion(MailToLookAt row) => row.Concern is not { } concern ? null
        : $"Suggested by text model: {Words(concern)}, {Percent(row.ConcernPermille)}{(row.Reason is { } reason ? $" · {DomainText.Of(reason).ToLowerInvariant()}, {Percent(row.ReasonPermille)}" : string.Empty)}";

    private static string Words(CustomerConcern concern) => concern switch
    {
        CustomerConcern.WantsRefund => "wants money back",
        CustomerConcern.AsksAboutRefund => "asks about a refund",
        CustomerConcern.WantsToCancel => "wants to stop an order",
        CustomerConcern.AsksForDelivery => "asks where the goods are",
        _ => "something else",
    };

    private static string Percent(int permille) => string.Create(CultureInfo.InvariantCulture, $"{(permille + 5) / 10} %");

    private async Task OpenAsync(MailToLookAt row)
    {
        (_open, _content) = (row == _open ? null : row, null);
        (_target, _why, _fault, _done, _doneCase) = (row.OrderNumber ?? row.CaseNumber?.ToString() ?? string.Empty, string.Empty, null, null, null);
        if (_open is not null && (_content = await Mails.FindAsync(row.Id, Gone)) is null)
        {
            _fault = MailRefusals.NotFound.Message;
            _rows = await Mails.ToLookAtAsync(Gone);
        }
    }

    private Task ConnectAsync() => TakeAsync(async open =>
    {
        var connected = await Connecting.HandleAsync(open.Id, _target, Gone);
        (_fault, _done, _doneCase) = connected.Succeeded ? (null, "The mail is attached to", connected.Value) : (connected.Refusal.Message, (string?)null, (RefundNumber?)null);
        return connected.Succeeded;
    });

    private Task CloseAsync(bool spam) => TakeAsync(async open =>
    {
        var closed = await Closing.HandleAsync(open.Id, _why, spam, Gone);
        (_fault, _done, _doneCase) = (closed.Refusal?.Message, closed.Succeeded ? (spam ? "The mail is marked as spam." : "The mail is closed.") : null, null);
        return closed.Succeeded;
    });

    private async Task TakeAsync(Func<MailToLookAt, Task<bool>> step)
    {
        if (_busy || _open is not { } open)
        {
            return;
        }

        _busy = true;
        try
        {
            if (await step(open))
            {
                (_open, _content) = (null, null);
                _rows = await Mails.ToLookAtAsync(Gone);
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
