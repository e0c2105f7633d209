using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Features.Access;

/// <summary>Section <c>Desk</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Desk";

    /// <summary>Where people reach the desk, for links that leave it; default <c>http://localhost:5000</c>.</summary>
    [Required, Url]
    public string PublicUrl { get; set; } = "http://localhost:5000";
}
