using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Components.Layout;

/// <summary>Search, what the page puts beside it, and the person.</summary>
public partial class TopBar
{
    private string? _text;

    /// <summary>light, dark or system.</summary>
    [Parameter]
    public string Theme { get; set; } = "system";

    /// <summary>Another theme was chosen.</summary>
    [Parameter]
    public EventCallback<string> ThemeChanged { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private void Search()
    {
        if (!string.IsNullOrWhiteSpace(_text))
        {
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameters("/search", new Dictionary<string, object?> { ["q"] = _text.Trim() }));
        }
    }
}
