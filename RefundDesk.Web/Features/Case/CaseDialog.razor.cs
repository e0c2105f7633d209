using Microsoft.AspNetCore.Components;
using MudBlazor;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>Asks for what a step needs: a confirmation before money moves, a text the customer reads, what came back.</summary>
public partial class CaseDialog
{
    private const int ShortestText = 3;
    private const int UsualDays = 14;

    private IReadOnlyDictionary<int, GoodsFound>? _found;
    private IReadOnlyDictionary<int, LineChange>? _lines;
    private string _text = string.Empty;
    private int _days = UsualDays;
    private RefusalGround _ground;
    private string? _fault;
    private ElementReference _box;
    private ElementReference _confirm;

    /// <summary>The step.</summary>
    [Parameter, EditorRequired]
    public required CaseAction Action { get; set; }

    /// <summary>The case as the person sees it.</summary>
    [Parameter, EditorRequired]
    public required CaseView View { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    private IEnumerable<LineView> Goods => View.Order.Lines.Where(line => line is { IsAsked: true, Kind: OrderLineKind.Goods });

    private string Title => Action.Step == CaseStep.Approve ? View.Approval!.Title : TitleOf(Action.Step);

    private bool WantsText => Action.Step is CaseStep.Reject or CaseStep.Ask or CaseStep.SendBack or CaseStep.RecordAnswer or CaseStep.TakeToReview or CaseStep.Appeal or CaseStep.Withdraw;

    /// <summary>What is asked.</summary>
    public static string TitleOf(CaseStep step) => step switch
    {
        CaseStep.Approve => "Approve and pay",
        CaseStep.ChangeAmount => "Change the amount",
        CaseStep.Ask => "Ask the customer",
        CaseStep.AskGoodsBack => "Ask the goods back",
        CaseStep.Reject => "Reject",
        CaseStep.SendBack => "Send back to review",
        CaseStep.RecordAnswer => "Record the answer",
        CaseStep.RecordInspection => "Goods are back",
        CaseStep.RetryPayout => "Pay anew",
        CaseStep.TakeToReview => "Take to review",
        CaseStep.Appeal => "Open again",
        _ => "Withdraw the request",
    };

    /// <summary>What was done, after it was.</summary>
    public static string Done(CaseAction action) => action?.Step switch
    {
        CaseStep.Approve => action.Label switch { "Approve" => "approved", "Approve, first of two" => "first approval given", _ => "sent to a supervisor" },
        CaseStep.ChangeAmount => "amount changed, to be approved anew",
        CaseStep.Ask => "question sent",
        CaseStep.AskGoodsBack => "goods asked back",
        CaseStep.Reject => "rejected",
        CaseStep.SendBack => "sent back to review",
        CaseStep.RecordAnswer => "answer recorded, decided anew",
        CaseStep.RecordInspection => "inspection recorded, decided anew",
        CaseStep.RetryPayout => "being paid anew",
        CaseStep.TakeToReview => "taken to review",
        CaseStep.Appeal => "open again",
        _ => "withdrawn",
    };

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await (WantsText ? _box : _confirm).FocusAsync();
        }
    }

    private static string LabelOf(CaseStep step) => step switch
    {
        CaseStep.Ask => "Question; the customer reads it",
        CaseStep.Reject => "Reason; the customer reads it",
        CaseStep.SendBack => "What the reviewer should look at",
        CaseStep.RecordAnswer => "What the customer answered",
        CaseStep.TakeToReview => "What has to be looked at",
        CaseStep.Appeal => "Why the refusal is contested",
        _ => "Reason, if there is one",
    };

    private string ConfirmOf(CaseAction action) => action.Step switch
    {
        CaseStep.Approve => Title,
        CaseStep.ChangeAmount => "Change amount",
        CaseStep.Ask => "Send question",
        CaseStep.RecordAnswer or CaseStep.RecordInspection => "Record",
        _ => action.Label,
    };

    private void Confirm()
    {
        var text = _text.Trim();
        if ((WantsText || Action.Step == CaseStep.ChangeAmount) && Action.Step != CaseStep.Withdraw && text.Length < ShortestText)
        {
            _fault = "Write at least three characters.";
            return;
        }

        if (Action.Step == CaseStep.ChangeAmount && _lines is null)
        {
            _fault = "Change something first, in amounts that are between nothing and what was charged.";
            return;
        }

        Dialog.Close(DialogResult.Ok(new CaseInput(text, Action.Step == CaseStep.Ask ? _days : null, _found, _ground, _lines)));
    }
}
