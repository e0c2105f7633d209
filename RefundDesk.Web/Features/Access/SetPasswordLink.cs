using Microsoft.AspNetCore.WebUtilities;

namespace RefundDesk.Web.Features.Access;

/// <summary>The link by which a person chooses a password: works once, since choosing makes every older one void.</summary>
internal static class SetPasswordLink
{
    public const string Path = "/account/set-password";

    /// <summary>The whole address.</summary>
    public static string To(string publicUrl, Guid user, string token) =>
        $"{publicUrl.TrimEnd('/')}{Path}?person={user:N}&key={WebEncoders.Base64UrlEncode(Convert.FromBase64String(token))}";

    /// <summary>The token of a link; null where the text is none.</summary>
    public static string? Read(string? key)
    {
        try
        {
            return key is { Length: > 0 and < 2_000 } ? Convert.ToBase64String(WebEncoders.Base64UrlDecode(key)) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
