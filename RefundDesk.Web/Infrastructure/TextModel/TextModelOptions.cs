namespace RefundDesk.Web.Infrastructure.TextModel;

/// <summary>Section <c>TextModel</c>: what customers' mails are read with.</summary>
public sealed class TextModelOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "TextModel";

    /// <summary>The model's file; a relative path begins at the executable. Empty: nothing is suggested. Default <c>text-model/concerns.model</c>, which ships.</summary>
    public string Path { get; set; } = "text-model/concerns.model";

    /// <summary>The whole path; null where nothing is to be suggested.</summary>
    internal string? FullPath => string.IsNullOrWhiteSpace(Path) ? null : System.IO.Path.GetFullPath(Path, AppContext.BaseDirectory);
}
