namespace RefundDesk.Web.Components.Shared;

/// <summary>Places in the top bar that pages fill with <c>SectionContent SectionId="Slots.Actions"</c>.</summary>
public static class Slots
{
    /// <summary>Whether what is shown follows the database by itself.</summary>
    public static readonly object Live = new();

    /// <summary>Which clients' work is shown.</summary>
    public static readonly object Client = new();

    /// <summary>The page's next step, for example the next case.</summary>
    public static readonly object Actions = new();
}
