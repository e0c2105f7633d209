using System.Buffers.Binary;
using SkiaSharp;

namespace RefundDesk.Tests.Kit;

/// <summary>Pictures and documents for tests, made on the spot and the same each time.</summary>
internal static class Pictures
{
    /// <summary>A picture of shapes; another seed is another picture.</summary>
    public static SKBitmap Draw(int seed, int width = 640, int height = 480)
    {
        var random = new Random(seed);
        var picture = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(picture);
        canvas.Clear(Colour());
        for (var i = 0; i < 14; i++)
        {
            using var paint = new SKPaint { Color = Colour(), IsAntialias = true };
            canvas.DrawOval(Part(width), Part(height), Part(width) / 3, Part(height) / 3, paint);
        }

        return picture;
        SKColor Colour() => new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
        float Part(int of) => (float)(random.NextDouble() * of);
    }

    /// <summary>A picture as a file.</summary>
    public static byte[] File(int seed, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg, int width = 640, int height = 480, int quality = 90)
    {
        using var picture = Draw(seed, width, height);
        return Encode(picture, format, quality);
    }

    /// <summary>The same picture, made smaller and saved anew.</summary>
    public static byte[] Smaller(byte[] file, int width, int height, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg, int quality = 60)
    {
        using var picture = SKBitmap.Decode(file);
        using var small = picture.Resize(picture.Info.WithSize(width, height), new SKSamplingOptions(SKCubicResampler.Mitchell));
        return Encode(small, format, quality);
    }

    /// <summary>A JPEG with an EXIF part: the place it was taken at, the camera, and how the camera was held (1 to 8).</summary>
    public static byte[] WithExif(byte[] jpeg, byte orientation = 1)
    {
        var (camera, at) = ("SECRETCAM 9000\0"u8.ToArray(), "51 27 12 N SECRETPLACE\0"u8.ToArray());
        var tiff = new MemoryStream();
        tiff.Write("II*\0"u8);
        Int(8);
        Short(3);
        Entry(0x010F, 2, camera.Length, 8 + 2 + (3 * 12) + 4);
        Entry(0x0112, 3, 1, orientation);
        Entry(0x8825, 4, 1, 8 + 2 + (3 * 12) + 4 + camera.Length);
        Int(0);
        tiff.Write(camera);
        Short(1);
        Entry(0x001D, 2, at.Length, (int)tiff.Position + 12 + 4);
        Int(0);
        tiff.Write(at);
        byte[] exif = [.. "Exif\0\0"u8, .. tiff.ToArray()];
        byte[] comment = [0xFF, 0xFE, 0, 12, .. "SECRETNOTE"u8];
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)((exif.Length + 2) >> 8), (byte)((exif.Length + 2) & 0xFF), .. exif, .. comment, .. jpeg[2..]];

        void Short(int value) => tiff.Write(BitConverter.GetBytes((ushort)value));
        void Int(int value) => tiff.Write(BitConverter.GetBytes(value));
        void Entry(int tag, int type, int count, int value)
        {
            Short(tag);
            Short(type);
            Int(count);
            Int(value);
        }
    }

    /// <summary>A PNG with one more chunk before its pixels.</summary>
    public static byte[] WithChunk(byte[] png, string type, ReadOnlySpan<byte> content) => [.. png[..33], .. Chunk(type, content), .. png[33..]];

    /// <summary>A PNG whose header promises a size, with hardly anything behind it.</summary>
    public static byte[] Promising(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 6);
        using var packed = new MemoryStream();
        using (var zip = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            zip.Write(new byte[100_000]);
        }

        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>A PDF of one page; what is inside its catalogue is the test's.</summary>
    public static byte[] Pdf(string catalogue = "", string more = "") =>
        System.Text.Encoding.Latin1.GetBytes($"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R {catalogue} >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n{more}trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n");

    /// <summary>A picture as a file.</summary>
    public static byte[] Encode(SKBitmap picture, SKEncodedImageFormat format, int quality = 90)
    {
        using var data = picture.Encode(format, quality);
        return data.ToArray();
    }

    private static byte[] Chunk(string type, ReadOnlySpan<byte> content)
    {
        byte[] named = [.. System.Text.Encoding.ASCII.GetBytes(type), .. content];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc(named));
        return [.. length, .. named, .. check];
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
