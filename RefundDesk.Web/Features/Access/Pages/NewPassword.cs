using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Features.Access.Pages;

/// <summary>A password typed twice, and the old one where there is one.</summary>
public sealed class NewPassword : IValidatableObject
{
    /// <summary>True where the old password is asked for.</summary>
    public bool AsksOld { get; set; }

    /// <summary>The password until now.</summary>
    public string Old { get; set; } = string.Empty;

    /// <summary>The new one.</summary>
    [Required(ErrorMessage = "Write a new password.")]
    [StringLength(128, MinimumLength = 12, ErrorMessage = "At least 12 characters, at most 128.")]
    public string Password { get; set; } = string.Empty;

    /// <summary>The new one again.</summary>
    [Compare(nameof(Password), ErrorMessage = "The two are not alike.")]
    public string Again { get; set; } = string.Empty;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AsksOld && Old.Length == 0)
        {
            yield return new ValidationResult("Write the password you have now.", [nameof(Old)]);
        }
    }
}
