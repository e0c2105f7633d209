using Microsoft.AspNetCore.Components;
using MudBlazor;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Customers;

namespace RefundDesk.Web.Features.Customers;

/// <summary>What is known of one customer, and the steps that change it.</summary>
public partial class CustomerPanels
{
    private static readonly DialogOptions Small = new() { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true };

    private string? _fault;
    private bool _busy;

    /// <summary>The customer.</summary>
    [Parameter, EditorRequired]
    public CustomerView Customer { get; set; } = default!;

    /// <summary>Something was changed: read it anew.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [Inject]
    private NoteStanding Standing { get; set; } = default!;

    [Inject]
    private SeparateCustomer Separate { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    private static string WordOf(ErasureState state) => state switch
    {
        ErasureState.Asked => "Erasure asked",
        ErasureState.Held => "Erasure held",
        ErasureState.Running => "Being erased",
        _ => "Erased",
    };

    private Task ToggleAsync(CustomerStanding one) => OnceAsync(() => Standing.HandleAsync(Customer.ClientKey, Customer.Reference, Customer.Standing ^ one, CancellationToken.None));

    private Task SeparateAsync() => OnceAsync(() => Separate.HandleAsync(Customer.ClientKey, Customer.Reference, CancellationToken.None));

    private Task MergeAsync() => ShowAsync("Same person", wantsReference: true);

    private Task ForgetAsync() => ShowAsync("Erase personal data", wantsReference: false);

    private async Task ShowAsync(string title, bool wantsReference)
    {
        var parameters = new DialogParameters<CustomerDialog> { { dialog => dialog.Customer, Customer }, { dialog => dialog.Merges, wantsReference } };
        if (await (await Dialogs.ShowAsync<CustomerDialog>(title, parameters, Small)).Result is { Canceled: false })
        {
            await Changed.InvokeAsync();
        }
    }

    private async Task OnceAsync(Func<Task<Outcome>> step)
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            _fault = (await step()).Refusal?.Message;
            await Changed.InvokeAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
