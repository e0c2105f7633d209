using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Features.Access.Pages;

/// <summary>The private addresses a person declares.</summary>
public partial class AddressesPage
{
    private string _shown = string.Empty;
    private string? _fault;
    private bool _isSaved;

    [SupplyParameterFromForm(FormName = "addresses")]
    private string? Addresses { get; set; }

    [Inject]
    private DeclareAddresses Declaring { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => _shown = Addresses ?? await ReadAsync();

    private async Task<string> ReadAsync() => string.Join('\n', await Declaring.ReadAsync(CancellationToken.None));

    private async Task SaveAsync()
    {
        var saved = await Declaring.HandleAsync(Addresses, CancellationToken.None);
        (_fault, _isSaved) = (saved.Refusal?.Message, saved.Succeeded);
        if (saved.Succeeded)
        {
            _shown = await ReadAsync();
        }
    }
}
