using System.Security.Cryptography;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds.Attaching;
using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Attachments;

/// <summary>
/// Decodes a picture, puts it upright and writes it anew: where it was taken, by which camera and whatever else stood inside or behind it is gone,
/// because only the pixels go on.
/// </summary>
internal sealed class PictureReader(AttachmentOptions options)
{
    private const int Quality = 90;

    public Outcome<PreparedFile> Read(ReceivedFile file)
    {
        using var data = SKData.CreateCopy(file.Bytes.Span);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp) || codec.Info.Width <= 0 || codec.Info.Height <= 0)
        {
            return AttachmentRefusals.Unreadable(file.Name);
        }

        // The header says how large it gets: nothing is decoded that was made to fill the memory.
        if ((long)codec.Info.Width * codec.Info.Height > options.Megapixels * 1_000_000L)
        {
            return AttachmentRefusals.Pixels(file.Name, options.Megapixels);
        }

        using var decoded = new SKBitmap();
        if (!decoded.TryAllocPixels(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()))
            || codec.GetPixels(decoded.Info, decoded.GetPixels()) != SKCodecResult.Success)
        {
            return AttachmentRefusals.Unreadable(file.Name);
        }

        using var smaller = Smaller(decoded);
        using var upright = Upright(smaller ?? decoded, codec.EncodedOrigin);
        var picture = upright ?? smaller ?? decoded;
        var (format, mediaType, extension) = codec.EncodedFormat switch
        {
            SKEncodedImageFormat.Jpeg => (SKEncodedImageFormat.Jpeg, "image/jpeg", ".jpg"),
            SKEncodedImageFormat.Png => (SKEncodedImageFormat.Png, "image/png", ".png"),
            _ => (SKEncodedImageFormat.Webp, "image/webp", ".webp"),
        };
        var bytes = Write(picture, format);
        return new PreparedFile(
            AttachmentKind.Photo, mediaType, FileNames.Clean(file.Name, extension, "photo"), bytes,
            Convert.ToHexStringLower(SHA256.HashData(file.Bytes.Span)), Convert.ToHexStringLower(SHA256.HashData(bytes)), PictureLook.Of(picture));
    }

    private SKBitmap? Smaller(SKBitmap picture)
    {
        var longest = Math.Max(picture.Width, picture.Height);
        return longest <= options.LongestSide ? null : Resized(picture, Scaled(picture.Width, longest), Scaled(picture.Height, longest));
    }

    private int Scaled(int side, int longest) => Math.Max(1, (int)((long)side * options.LongestSide / longest));

    private static SKBitmap Resized(SKBitmap picture, int width, int height) =>
        picture.Resize(picture.Info.WithSize(width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear))
        ?? throw new InvalidOperationException($"A picture of {picture.Width} x {picture.Height} could not be made {width} x {height}.");

    /// <summary>Cameras write how they were held instead of turning the picture; null where it is upright already.</summary>
    private static SKBitmap? Upright(SKBitmap picture, SKEncodedOrigin origin)
    {
        var (w, h) = (picture.Width, picture.Height);
        SKMatrix? turn = origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, w, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, w, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, h, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, h, -1, 0, w, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, w, 0, 0, 1),
            _ => null,
        };
        if (turn is not { } matrix)
        {
            return null;
        }

        var isTurned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var upright = new SKBitmap(picture.Info.WithSize(isTurned ? h : w, isTurned ? w : h));
        using var canvas = new SKCanvas(upright);
        canvas.Clear(SKColors.Transparent);
        canvas.SetMatrix(matrix);
        canvas.DrawBitmap(picture, 0, 0);
        return upright;
    }

    /// <summary>Without a colour profile: the pixels are sRGB, which is what is taken for granted where none is named.</summary>
    private static byte[] Write(SKBitmap picture, SKEncodedImageFormat format)
    {
        using var pixels = picture.PeekPixels().WithColorSpace(null!);
        using var data = pixels.Encode(format, Quality) ?? throw new InvalidOperationException($"A picture of {picture.Width} x {picture.Height} could not be written as {format}.");
        return data.ToArray();
    }
}
