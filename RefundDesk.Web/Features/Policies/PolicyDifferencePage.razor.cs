using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Features.Policies;

/// <summary>What two versions have differently, in words.</summary>
public partial class PolicyDifferencePage
{
    private PolicyComparison? _comparison;
    private string? _fault;

    /// <summary>The client's key.</summary>
    [Parameter]
    public string ClientKey { get; set; } = string.Empty;

    /// <summary>The one version.</summary>
    [Parameter]
    public int From { get; set; }

    /// <summary>The other version.</summary>
    [Parameter]
    public int To { get; set; }

    [Inject]
    private PolicyDifference Difference { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var found = await Difference.HandleAsync(ClientKey, From, To, Gone);
        (_comparison, _fault) = (found.Succeeded ? found.Value : null, found.Refusal?.Message);
    }
}
