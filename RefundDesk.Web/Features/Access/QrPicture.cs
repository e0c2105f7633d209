using Microsoft.AspNetCore.Components;
using QRCoder;

namespace RefundDesk.Web.Features.Access;

/// <summary>The picture an authenticator app reads, drawn into the page: no other host and no script sees the key.</summary>
internal static class QrPicture
{
    /// <summary>The address apps understand.</summary>
    public static string AddressFor(string account, string key) =>
        $"otpauth://totp/RefundDesk:{Uri.EscapeDataString(account)}?secret={key}&issuer=RefundDesk&digits=6";

    /// <summary>An inline SVG; nothing in it is text from outside.</summary>
    public static MarkupString Of(string address)
    {
        using var data = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return new MarkupString(picture.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute));
    }
}
