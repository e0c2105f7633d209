using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Features.Access.Pages;

/// <summary>A code as typed.</summary>
public sealed class OneCode
{
    /// <summary>As typed, with spaces or hyphens.</summary>
    [Required(ErrorMessage = "Write the code.")]
    [StringLength(40, ErrorMessage = "This is longer than any code.")]
    public string Code { get; set; } = string.Empty;

    /// <summary>Without spaces and hyphens, as apps show them in groups.</summary>
    public string Bare => Code.Replace(" ", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal);
}
