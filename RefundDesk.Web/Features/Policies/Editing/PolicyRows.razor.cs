using System.Globalization;
using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Policies.Editing;

/// <summary>A list of the document: its items are added, removed and moved, and the keyboard stays with the item.</summary>
/// <typeparam name="TItem">The kind of item.</typeparam>
public partial class PolicyRows<TItem>
{
    private readonly Dictionary<int, ElementReference> _shown = [];
    private ElementReference _add;
    private int? _focus;

    /// <summary>Where the list stands in the document.</summary>
    [Parameter, EditorRequired]
    public required string Path { get; set; }

    /// <summary>What one item is called: <c>window</c>.</summary>
    [Parameter, EditorRequired]
    public required string One { get; set; }

    /// <summary>What an empty list means.</summary>
    [Parameter]
    public string? None { get; set; }

    /// <summary>How its fields are laid out: a style beside <c>policy-row-fields</c>.</summary>
    [Parameter]
    public string? Shape { get; set; }

    /// <summary>The items.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<TItem> Items { get; set; }

    /// <summary>An item that is added.</summary>
    [Parameter, EditorRequired]
    public required Func<TItem> New { get; set; }

    /// <summary>Puts other items into the document.</summary>
    [Parameter, EditorRequired]
    public required Func<ReturnPolicy, IReadOnlyList<TItem>, ReturnPolicy> Write { get; set; }

    /// <summary>The items of a document.</summary>
    [Parameter, EditorRequired]
    public required Func<ReturnPolicy, IReadOnlyList<TItem>> Read { get; set; }

    /// <summary>The fields of an item.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment<PolicyRow<TItem>> Fields { get; set; }

    private string Article => "aeiou".Contains(One[0], StringComparison.Ordinal) ? "an" : "a";

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus is { } place)
        {
            _focus = null;
            await (place >= 0 && place < Items.Count ? _shown[place] : _add).FocusAsync();
        }
    }

    private PolicyRow<TItem> RowOf(int index) => new(
        Items[index],
        string.Create(CultureInfo.InvariantCulture, $"{Path}[{index}]"),
        string.Create(CultureInfo.InvariantCulture, $"{One} {index + 1}"),
        (policy, change) => Write(policy, [.. Read(policy).Select((item, place) => place == index ? change(item) : item)]));

    private Task AddAsync() => PutAsync([.. Items, New()], Items.Count);

    private Task RemoveAsync(int index) => PutAsync([.. Items.Where((_, place) => place != index)], Math.Min(index, Items.Count - 2));

    private Task MoveAsync(int from, int to)
    {
        var moved = Items.ToList();
        (moved[from], moved[to]) = (moved[to], moved[from]);
        return PutAsync(moved, to);
    }

    private Task PutAsync(IReadOnlyList<TItem> items, int focus) => Do(() =>
    {
        _focus = focus;
        Form.ChangeList(Path, policy => Write(policy, items));
    });
}
