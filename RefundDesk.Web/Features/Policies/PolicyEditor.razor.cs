using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;
using RefundDesk.Domain.Policies;
using RefundDesk.Web.Features.Policies.Editing;

namespace RefundDesk.Web.Features.Policies;

/// <summary>Writes a version: fields for what is common, the text for everything, both in step.</summary>
public partial class PolicyEditor
{
    private PolicyForm _form = default!;
    private List<(PolicyFault Fault, int? Line)> _faults = [];
    private string? _refusal;
    private bool _busy;

    /// <summary>The version as it is stored.</summary>
    [Parameter, EditorRequired]
    public required PolicyVersionView View { get; set; }

    /// <summary>It was stored.</summary>
    [Parameter]
    public EventCallback Saved { get; set; }

    /// <summary>Whether there is something that is not stored.</summary>
    [Parameter]
    public EventCallback<bool> DirtyChanged { get; set; }

    /// <summary>The section that is open, see <see cref="PolicySections"/>; the first where there is none of this name.</summary>
    [Parameter]
    public string? Section { get; set; }

    /// <summary>Another section was opened.</summary>
    [Parameter]
    public EventCallback<string?> SectionChanged { get; set; }

    [Inject]
    private EditPolicy Edit { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    private string State => !_form.IsDirty ? "Everything is stored." : !_form.CanBeStored ? "Cannot be stored yet: see the faults." : _faults.Count > 0 ? "Not stored yet. It can be kept as a draft." : "Not stored yet.";

    private PolicySection Shown => PolicySections.All.FirstOrDefault(section => section.Key == Section) ?? PolicySections.All[0];

    private int Lines => _form.Text.Count(letter => letter == '\n') + 1;

    private string LineNumbers => string.Join('\n', Enumerable.Range(1, Lines).Select(line => line.ToString(CultureInfo.InvariantCulture)));

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _form = new PolicyForm(View.Content, View.Row.Comment, View.Shelf.Currency) { Tell = ChangedAsync };
        _faults = [.. _form.FaultsWithLines()];
    }

    private static string Count(int faults) => faults == 1 ? "1 fault" : string.Create(CultureInfo.InvariantCulture, $"{faults} faults");

    private Task OpenAsync(PolicySection section) => SectionChanged.InvokeAsync(section.Key);

    private Task TextAsync(string? text)
    {
        _form.SetText(text);
        return ChangedAsync();
    }

    private Task ChangedAsync()
    {
        _faults = [.. _form.FaultsWithLines()];
        StateHasChanged();
        return DirtyChanged.InvokeAsync(_form.IsDirty);
    }

    private async Task AskAsync(LocationChangingContext leaving)
    {
        if (_form.IsDirty && await Dialogs.ShowMessageBoxAsync("Leave without saving?", "What you changed in this version is not stored.", yesText: "Leave", cancelText: "Stay") != true)
        {
            leaving.PreventNavigation();
        }
    }

    private async Task SaveAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var edited = await Edit.HandleAsync(View.Shelf.Key, View.Row.Version, View.Row.Revision, _form.Text, _form.Comment, CancellationToken.None);
            _refusal = edited.Refusal?.Message;
            if (edited.Succeeded)
            {
                await Saved.InvokeAsync();
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
