using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Features.Intake.Calls;

/// <summary>Puts a request in for somebody who calls or writes: the order first, then what is wanted of it. The address holds both.</summary>
public partial class NewRequestPage
{
    private readonly Dictionary<OrderFound, ElementReference> _links = [];
    private IReadOnlyList<ClientToCallFor> _clients = [];
    private OrdersFound? _found;
    private OrderToReturn? _order;
    private ElementReference _box;
    private string _clientKey = string.Empty;
    private string _text = string.Empty;
    private string? _fault;
    private string? _shown;
    private bool _busy;
    private bool _movesFocus;

    /// <summary>What is looked for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    /// <summary>The retailer; all where there is none.</summary>
    [SupplyParameterFromQuery(Name = "client")]
    public string? ClientKey { get; set; }

    /// <summary>The order that is shown.</summary>
    [SupplyParameterFromQuery(Name = "order")]
    public string? OrderNumber { get; set; }

    [Inject]
    private OrdersQuery Orders { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => _clients = await Orders.ClientsAsync(Gone);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        // The frame around the page may be drawn again at any time; what was typed stays.
        if (_shown != Navigation.Uri)
        {
            _shown = Navigation.Uri;
            (_clientKey, _text) = (ClientKey ?? string.Empty, Text ?? OrderNumber ?? string.Empty);
            (_fault, _found, _order) = (null, null, null);
            _links.Clear();
            await LoadAsync();
            _movesFocus = true;
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_movesFocus || _order is not null)
        {
            return;
        }

        _movesFocus = false;
        await (_found is { Orders: [var first, ..] } && _links.TryGetValue(first, out var link) ? link : _box).FocusAsync();
    }

    private static string Address(string client, string order) => $"/requests/new?client={Uri.EscapeDataString(client)}&order={Uri.EscapeDataString(order)}";

    private void Search()
    {
        var client = _clientKey.Length > 0 ? $"&client={Uri.EscapeDataString(_clientKey)}" : string.Empty;
        Navigation.NavigateTo($"/requests/new?q={Uri.EscapeDataString(_text.Trim())}{client}");
    }

    private async Task LoadAsync()
    {
        _busy = true;
        try
        {
            if (ClientKey is not null && OrderNumber is not null)
            {
                var order = await Orders.FindAsync(ClientKey, OrderNumber, Gone);
                (_order, _fault) = (order.Succeeded ? order.Value : null, order.Refusal?.Message);
            }
            else if (!string.IsNullOrWhiteSpace(Text))
            {
                var found = await Orders.SearchAsync(Text, ClientKey, Gone);
                (_found, _fault) = (found.Succeeded ? found.Value : null, found.Refusal?.Message);
                if (_found?.Orders is [var only])
                {
                    Navigation.NavigateTo(Address(only.ClientKey, only.OrderNumber), replace: true);
                }
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
