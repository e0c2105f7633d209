using HarfBuzzSharp;
using SkiaSharp;
using SkiaSharp.HarfBuzz;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>A typeface together with what shapes text for it. It lives as long as the process.</summary>
internal sealed class PrintFont
{
    private readonly Font _shaper;

    private PrintFont(SKTypeface typeface, Font shaper, int unitsPerEm)
    {
        (Typeface, _shaper, UnitsPerEm) = (typeface, shaper, unitsPerEm);
    }

    public SKTypeface Typeface { get; }

    /// <summary>The font's own units to the size of the type.</summary>
    public int UnitsPerEm { get; }

    public static PrintFont Of(SKTypeface typeface)
    {
        // The blob reads the stream's own memory and closes it itself, so it must not be disposed here.
        var face = new Face(typeface.OpenStream(out var index).ToHarfBuzzBlob(), index);
        var shaper = new Font(face);
        shaper.SetScale(face.UnitsPerEm, face.UnitsPerEm);
        shaper.SetFunctionsOpenType();
        return new PrintFont(typeface, shaper, face.UnitsPerEm);
    }

    public bool Has(int codePoint) => Typeface.GetGlyph(codePoint) != 0;

    public void Shape(HarfBuzzSharp.Buffer buffer, Feature[] features) => _shaper.Shape(buffer, features);
}
