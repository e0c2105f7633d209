using System.Security.Cryptography;
using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Components.Shared;

/// <summary>Keeps a fault inside one panel: the person reads a number, the log holds the same number with the exception.</summary>
public partial class PanelBoundary
{
    private string? _number;

    /// <summary>What is out of order, for example <c>The history could not be shown</c>.</summary>
    [Parameter]
    public string Title { get; set; } = "This part could not be shown";

    [Inject]
    private ILogger<PanelBoundary> Log { get; set; } = default!;

    /// <inheritdoc />
    protected override Task OnErrorAsync(Exception exception)
    {
        _number = Convert.ToHexString(RandomNumberGenerator.GetBytes(4));
        Log.LogError(exception, "Fault {Number} in a panel: {Title}", _number, Title);
        return Task.CompletedTask;
    }
}
