using System.Globalization;
using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Refunds.Withdrawing;
using RefundDesk.Web.Features.SelfService.Withdrawing;

namespace RefundDesk.Web.Portal.Pages;

/// <summary>
/// The withdrawal function of Article 11a of Directive 2011/83/EU: a form and a confirmation, nothing more. It asks neither for a code nor for a reason.
/// </summary>
public partial class WithdrawPage
{
    private WithdrawalStatement? _check;

    [SupplyParameterFromForm(FormName = "withdraw")]
    private WithdrawalForm Form { get; set; } = default!;

    [Inject]
    private DeclareWithdrawal Declare { get; set; } = default!;

    [Inject]
    private TrackingLinks Links { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Form ??= new();
        Form.Key ??= Guid.CreateVersion7(Time.GetUtcNow()).ToString("N");
        await base.OnInitializedAsync();
        if (Retailer is { OffersWithdrawal: false })
        {
            LeadNowhere();
        }
    }

    private async Task GoOnAsync()
    {
        if (Retailer is not { OffersWithdrawal: true } || Form.Step == "change")
        {
            return;
        }

        var statement = new WithdrawalStatement(Form.Name ?? string.Empty, Form.Contract ?? string.Empty, Form.Email ?? string.Empty, Form.Parts).Tidied();
        if (statement.FirstFault() is { } fault)
        {
            Fault = T[$"Refusal.{fault.Code}"];
            return;
        }

        if (Form.Step != "confirm" || !Guid.TryParse(Form.Key, out var key))
        {
            _check = statement;
            return;
        }

        // Counted by where the acknowledgement goes, so that nobody's mailbox is filled; what was typed is kept on the page.
        if (!MayGoOn(statement.Email))
        {
            _check = statement;
            return;
        }

        var declared = await Declare.HandleAsync(Retailer.Id, statement, key, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, Stop);
        if (declared.Succeeded)
        {
            Navigation.NavigateTo(Links.ToWithdrawal(ClientKey, Retailer.Id, declared.Value.Number));
            return;
        }

        Fault = T[$"Refusal.{declared.Refusal.Code}"];
    }
}

/// <summary>What was typed.</summary>
public sealed class WithdrawalForm
{
    /// <summary>The key of the declaration, made when the form was drawn: sent twice it is one.</summary>
    public string? Key { get; set; }

    /// <summary>Which button.</summary>
    public string? Step { get; set; }

    /// <summary>Who withdraws.</summary>
    public string? Name { get; set; }

    /// <summary>What identifies the contract.</summary>
    public string? Contract { get; set; }

    /// <summary>Where the acknowledgement goes.</summary>
    public string? Email { get; set; }

    /// <summary>Which part; nothing for all.</summary>
    public string? Parts { get; set; }
}
