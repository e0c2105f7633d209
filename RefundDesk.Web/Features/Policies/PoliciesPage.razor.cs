using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Features.Policies;

/// <summary>The clients and which version of their policy is in force.</summary>
public partial class PoliciesPage
{
    private IReadOnlyList<PolicyClientRow>? _rows;

    [Inject]
    private PoliciesQuery Policies { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => _rows = await Policies.ClientsAsync(Gone);

    private static string Count(int count, string noun) => count switch { 0 => "—", 1 => $"1 {noun}", _ => $"{count} {noun}s" };
}
