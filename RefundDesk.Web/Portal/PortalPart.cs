using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using RefundDesk.Domain.Common;
using RefundDesk.Web.Features.SelfService;

namespace RefundDesk.Web.Portal;

/// <summary>A part of a customer's page with a form of its own.</summary>
public abstract class PortalPart : ComponentBase
{
    /// <summary>The request.</summary>
    [CascadingParameter]
    protected HttpContext Request { get; set; } = default!;

    /// <summary>The words.</summary>
    [Inject]
    protected IStringLocalizer<PortalText> T { get; set; } = default!;

    /// <summary>Ends with the request.</summary>
    protected CancellationToken Stop => Request.RequestAborted;

    /// <summary>A refusal in the customer's language.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="file">The file it is about, as the customer calls it.</param>
    protected string FaultOf(Refusal refusal, string file) => InWords(T, refusal, file);

    /// <summary>A refusal in the customer's language; what there are no words for is said in general.</summary>
    internal static string InWords(IStringLocalizer<PortalText> text, Refusal refusal, string file)
    {
        var own = text[$"Refusal.{refusal.Code}", file];
        return own.ResourceNotFound ? text["Refusal.other"] : own;
    }
}
