using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Features.Customers;

/// <summary>Finds a customer and shows the one that is named in the address.</summary>
public partial class CustomersPage
{
    private IReadOnlyList<CustomerFound>? _found;
    private CustomerView? _view;
    private string _text = string.Empty;
    private string? _fault;
    private bool _busy;

    /// <summary>What is looked for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    /// <summary>The client of the customer that is shown.</summary>
    [SupplyParameterFromQuery(Name = "client")]
    public string? ClientKey { get; set; }

    /// <summary>The customer that is shown.</summary>
    [SupplyParameterFromQuery(Name = "reference")]
    public string? Reference { get; set; }

    [Inject]
    private CustomersQuery Customers { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => LoadAsync();

    private static string Address(string client, string reference) => $"/customers?client={Uri.EscapeDataString(client)}&reference={Uri.EscapeDataString(reference)}";

    private void Search() => Navigation.NavigateTo($"/customers?q={Uri.EscapeDataString(_text.Trim())}");

    private async Task LoadAsync()
    {
        _busy = true;
        try
        {
            (_fault, _view, _found) = (null, null, null);
            if (ClientKey is not null && Reference is not null)
            {
                var view = await Customers.FindAsync(ClientKey, Reference, Gone);
                (_view, _fault) = (view.Succeeded ? view.Value : null, view.Refusal?.Message);
            }
            else if (!string.IsNullOrWhiteSpace(Text))
            {
                _text = Text;
                var found = await Customers.SearchAsync(Text, Gone);
                (_found, _fault) = (found.Succeeded ? found.Value : null, found.Refusal?.Message);
                if (_found is [var only])
                {
                    Navigation.NavigateTo(Address(only.ClientKey, only.Reference), replace: true);
                }
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
