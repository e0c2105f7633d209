using RefundDesk.Domain.Refunds.Attaching;
using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Attachments;

/// <summary>
/// How a picture looks: it is divided into fields, and each is compared with the one to its right. What is left of a picture when it is made smaller or
/// saved anew is which of two fields is brighter.
/// </summary>
internal static class PictureLook
{
    // Below this two fields are equally bright; noise of saving must not decide. Brightness is 0 to 255.
    private const double Least = 1.0;

    // Of 64 pairs so many must differ; else it is a picture of nothing, and all those look alike.
    private const int LeastPairs = 8;

    private const int Reduced = 512;

    public static PictureHash? Of(SKBitmap picture)
    {
        var scale = Math.Max(1, Math.Max(picture.Width, picture.Height) / (double)Reduced);
        using var small = scale > 1
            ? picture.Resize(picture.Info.WithSize(Math.Max(1, (int)(picture.Width / scale)), Math.Max(1, (int)(picture.Height / scale))), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear))
            : null;
        var seen = small ?? picture;
        var (coarse, pairs) = Bits(Fields(seen, 9, 8), 9);
        return pairs < LeastPairs ? null : new PictureHash(Number(coarse), Convert.ToHexStringLower(Bytes(Bits(Fields(seen, 17, 16), 17).Bits)));
    }

    /// <summary>Brightness of each field, row by row; transparent is white, as people see it.</summary>
    private static double[] Fields(SKBitmap picture, int columns, int rows)
    {
        var fields = new double[columns * rows];
        var pixels = picture.GetPixelSpan();
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var (left, right) = Range(column, columns, picture.Width);
                var (top, bottom) = Range(row, rows, picture.Height);
                var sum = 0L;
                for (var y = top; y < bottom; y++)
                {
                    var line = pixels.Slice(y * picture.RowBytes, picture.Width * 4);
                    for (var x = left * 4; x < right * 4; x += 4)
                    {
                        sum += (299 * line[x]) + (587 * line[x + 1]) + (114 * line[x + 2]) + (1_000 * (255 - line[x + 3]));
                    }
                }

                fields[(row * columns) + column] = sum / 1_000d / ((right - left) * (bottom - top));
            }
        }

        return fields;
    }

    private static (int From, int To) Range(int index, int count, int size)
    {
        var from = Math.Min(size - 1, (int)((long)index * size / count));
        return (from, Math.Max(from + 1, (int)((index + 1L) * size / count)));
    }

    private static (bool[] Bits, int Pairs) Bits(double[] fields, int columns)
    {
        var (bits, pairs) = (new List<bool>(fields.Length), 0);
        for (var i = 0; i < fields.Length; i++)
        {
            if ((i + 1) % columns != 0)
            {
                var difference = fields[i] - fields[i + 1];
                pairs += Math.Abs(difference) > Least ? 1 : 0;
                bits.Add(difference > Least);
            }
        }

        return ([.. bits], pairs);
    }

    private static ulong Number(bool[] bits) => bits.Aggregate(0UL, (number, bit) => (number << 1) | (bit ? 1UL : 0UL));

    private static byte[] Bytes(bool[] bits) => [.. bits.Chunk(8).Select(eight => (byte)Number(eight))];
}
