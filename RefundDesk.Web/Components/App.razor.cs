using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace RefundDesk.Web.Components;

/// <summary>
/// The document. Pages of the desk run in a circuit, without prerendering, so that each page starts once and knows its person;
/// pages marked <see cref="ExcludeFromInteractiveRoutingAttribute"/> (sign-in, account, portal) are plain HTML without any circuit.
/// </summary>
public partial class App
{
    private static readonly InteractiveServerRenderMode WithoutPrerendering = new(prerender: false);

    [CascadingParameter]
    private HttpContext Request { get; set; } = default!;

    private bool IsPortal => Request.Request.Path.StartsWithSegments("/r");

    /// <summary>The desk is in English, whatever the machine it runs on speaks; a retailer's customers have their own language.</summary>
    private string Language => IsPortal ? System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName : "en";

    private bool IsDesk => Request.AcceptsInteractiveRouting();

    private InteractiveServerRenderMode? Mode => IsDesk ? WithoutPrerendering : null;
}
