using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using RefundDesk.Web.Features.SelfService;

namespace RefundDesk.Web.Portal;

/// <summary>A page of a retailer's customers: plain HTML, one request.</summary>
public abstract class PortalPage : ComponentBase
{
    /// <summary>The retailer's key, from the address.</summary>
    [Parameter]
    public string ClientKey { get; set; } = string.Empty;

    /// <summary>The request.</summary>
    [CascadingParameter]
    protected HttpContext Request { get; set; } = default!;

    /// <summary>The words.</summary>
    [Inject]
    protected IStringLocalizer<PortalText> T { get; set; } = default!;

    /// <summary>Leads on.</summary>
    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    /// <summary>Whose page it is; null where there is no such retailer.</summary>
    protected Retailer? Retailer { get; private set; }

    /// <summary>What went wrong, in words; null where nothing did.</summary>
    protected string? Fault { get; set; }

    /// <summary>Ends with the request.</summary>
    protected CancellationToken Stop => Request.RequestAborted;

    [Inject]
    private Retailers Retailers { get; set; } = default!;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Request.Response.Headers.CacheControl = "no-store";
        Request.Response.Headers["X-Robots-Tag"] = "noindex";
        Retailer = await Retailers.FindAsync(ClientKey, Stop);
        if (Retailer is null)
        {
            LeadNowhere();
        }
    }

    /// <summary>Says that there is nothing here; the page draws <see cref="PortalNowhere"/>, since the desk's own page for that is for the desk's people.</summary>
    protected void LeadNowhere() => Request.Response.StatusCode = StatusCodes.Status404NotFound;

    /// <summary>Counts a try; where it is one too many the same page says calmly to wait.</summary>
    /// <param name="order">The order a code is asked for; null where one is tried.</param>
    protected bool MayGoOn(string? order)
    {
        if (Services.GetRequiredService<PortalThrottle>().Count(Request.Connection.RemoteIpAddress, order is null ? null : $"{ClientKey} {order.Trim()}") is not { } wait)
        {
            return true;
        }

        Request.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        Request.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        Fault = T["TooMany", (int)Math.Ceiling(wait.TotalMinutes)];
        return false;
    }
}
