using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Web.Features.SelfService;

namespace RefundDesk.Web.Portal.Pages;

/// <summary>What the desk asked, and the form to answer it; nothing where nothing is waited for.</summary>
public partial class AnswerPanel
{
    private OpenQuestion? _question;
    private string? _fault;

    /// <summary>The retailer.</summary>
    [Parameter, EditorRequired]
    public required Retailer Retailer { get; set; }

    /// <summary>The refund the link leads to.</summary>
    [Parameter, EditorRequired]
    public required RefundNumber Number { get; set; }

    /// <summary>What was typed.</summary>
    [SupplyParameterFromForm(FormName = "answer")]
    public string? Answer { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private AnswerOnline Answers { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => _question = await Answers.FindAsync(Retailer.Id, Number, Stop);

    private async Task AnswerAsync()
    {
        if (Answer is { Length: > 2_000 })
        {
            _fault = T["Items.LongNote"];
            return;
        }

        var files = await SentFiles.ReadAsync(Request.Request, Answers.Limits, Stop);
        var answered = await Answers.HandleAsync(Retailer.Id, Number, Answer ?? string.Empty, files, Stop);
        if (answered.Succeeded)
        {
            // Back to the page as it is now, so that loading it again sends nothing twice.
            Navigation.NavigateTo($"{Request.Request.Path}?done=answered");
            return;
        }

        _fault = FaultOf(answered.Refusal, string.Join(", ", files.Select(file => FileNames.Shown(file.Name))));
    }
}
