namespace RefundDesk.Web.Features.Access;

/// <summary>Addresses of this desk only: an address in a link must not lead people elsewhere.</summary>
internal static class LocalAddress
{
    /// <summary>The address where it is a path of ours; else the start.</summary>
    public static string Of(string? address) =>
        address is ['/', ..] && address is not ['/', '/' or '\\', ..] && !address.Any(char.IsControl) ? address : "/";
}
