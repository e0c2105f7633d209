using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using RefundDesk.Domain.Policies;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Policies;

/// <summary>Asks for what a step of a version needs: a reason, a date, or nothing but the confirmation.</summary>
public partial class PolicyStepDialog
{
    private const int ShortestText = 3;

    private string _text = string.Empty;
    private DateOnly? _day;
    private bool _atOnce;
    private string? _fault;
    private ElementReference _box;
    private ElementReference _confirm;

    /// <summary>The step.</summary>
    [Parameter, EditorRequired]
    public required PolicyStep Step { get; set; }

    /// <summary>The version.</summary>
    [Parameter, EditorRequired]
    public required PolicyVersionRow Row { get; set; }

    /// <summary>The client.</summary>
    [Parameter, EditorRequired]
    public required PolicyVersionList Shelf { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private DeskClock Clock { get; set; } = default!;

    private bool WantsText => Step is PolicyStep.SendBack or PolicyStep.Withdraw or PolicyStep.RollBack;

    private string Title => Step switch
    {
        PolicyStep.Review => "Agree to this version",
        PolicyStep.SendBack => "Send back",
        PolicyStep.Activate => "Activate",
        PolicyStep.Withdraw => "Withdraw",
        _ => "Go back to an older version",
    };

    private DateOnly Tomorrow => WindowClock.LocalDate(Clock.Now, Shelf.TimeZone).AddDays(1);

    /// <inheritdoc />
    protected override void OnInitialized() => _day = Tomorrow;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await (WantsText ? _box : _confirm).FocusAsync();
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void Confirm()
    {
        var text = _text.Trim();
        _fault = WantsText && text.Length < ShortestText ? "Write at least three characters."
            : Step == PolicyStep.Activate && !_atOnce && _day is null ? "Choose a day."
            : null;
        if (_fault is null)
        {
            Dialog.Close(DialogResult.Ok(new PolicyStepInput(text, _atOnce ? null : _day)));
        }
    }
}
