using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace RefundDesk.Web.Features.Customers;

/// <summary>The two steps about a customer that want a second look: merging and erasing.</summary>
public partial class CustomerDialog
{
    private string _into = string.Empty;
    private string? _fault;
    private bool _busy;

    /// <summary>The customer.</summary>
    [Parameter, EditorRequired]
    public CustomerView Customer { get; set; } = default!;

    /// <summary>True merges, false erases.</summary>
    [Parameter]
    public bool Merges { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private MergeCustomers Merge { get; set; } = default!;

    [Inject]
    private AskCustomerErasure Forget { get; set; } = default!;

    private async Task TakeAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var taken = Merges
                ? await Merge.HandleAsync(Customer.ClientKey, Customer.Reference, _into.Trim(), CancellationToken.None)
                : await Forget.HandleAsync(Customer.ClientKey, Customer.Reference, CancellationToken.None);
            _fault = taken.Refusal?.Message;
            if (taken.Succeeded)
            {
                Dialog.Close();
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
