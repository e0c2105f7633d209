using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Components.Layout;

/// <summary>Who is signed in, the theme, the account and the way out.</summary>
public partial class UserMenu
{
    private static readonly string[] Themes = ["light", "dark", "system"];

    /// <summary>light, dark or system.</summary>
    [Parameter]
    public string Theme { get; set; } = "system";

    /// <summary>Another theme was chosen.</summary>
    [Parameter]
    public EventCallback<string> ThemeChanged { get; set; }
}
