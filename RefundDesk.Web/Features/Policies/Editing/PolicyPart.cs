using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Policies.Editing;

/// <summary>A part of the editor: a section, a list, a field.</summary>
public abstract class PolicyPart : ComponentBase
{
    /// <summary>What is written.</summary>
    [CascadingParameter]
    public required PolicyForm Form { get; set; }

    /// <summary>The document.</summary>
    protected ReturnPolicy Policy => Form.Document!;

    /// <summary>Does a change and tells that there was one.</summary>
    protected Task Do(Action change)
    {
        ArgumentNullException.ThrowIfNull(change);
        change();
        return Form.Tell();
    }

    /// <summary>Changes the document and tells it.</summary>
    protected Task Change(Func<ReturnPolicy, ReturnPolicy> change) => Do(() => Form.Change(change));
}

/// <summary>A field of the document.</summary>
public abstract class PolicyField : PolicyPart
{
    /// <summary>Where it stands in the document: <c>windows[1].days</c>.</summary>
    [Parameter, EditorRequired]
    public required string Path { get; set; }

    /// <summary>What it is.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>In a table, whose head says it.</summary>
    [Parameter]
    public bool IsLabelHidden { get; set; }

    /// <summary>What nothing means.</summary>
    [Parameter]
    public string? Placeholder { get; set; }

    /// <summary>What is wrong with it, or with an item in it.</summary>
    protected string? Fault => Form.FaultIn(Path);
}

/// <summary>An item of a list while it is written.</summary>
/// <typeparam name="TItem">The kind of item.</typeparam>
/// <param name="Item">The item.</param>
/// <param name="Path">Where it stands in the document: <c>windows[1]</c>.</param>
/// <param name="Name">What it is called: <c>window 2</c>.</param>
/// <param name="Put">Puts another in its place.</param>
public sealed record PolicyRow<TItem>(TItem Item, string Path, string Name, Func<ReturnPolicy, Func<TItem, TItem>, ReturnPolicy> Put);
