using System.Collections.Concurrent;
using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>The report's own fonts and, for letters they lack, those installed on the machine.</summary>
internal sealed class PrintFonts
{
    private static readonly Lazy<PrintFonts> Loaded = new(() => new PrintFonts());

    private readonly PrintFont _regular = PrintFont.Of(Embedded("Inter-Regular.ttf"));
    private readonly PrintFont _semiBold = PrintFont.Of(Embedded("Inter-SemiBold.ttf"));
    private readonly ConcurrentDictionary<string, PrintFont> _installed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, PrintFont?> _fallbacks = new();
    private readonly Lazy<string[]> _families = new(() => [.. SKFontManager.Default.FontFamilies.Order(SansFirst)]);

    /// <summary>The fonts of this process: they are read once and only read after that.</summary>
    public static PrintFonts Shared => Loaded.Value;

    private static IComparer<string> SansFirst { get; } = Comparer<string>.Create((one, other) => (Rank(one), one).CompareTo((Rank(other), other)));

    public PrintFont Of(PrintWeight weight) => weight == PrintWeight.SemiBold ? _semiBold : _regular;

    /// <summary>The font that has a letter: the report's own, else an installed one, else the own one, which draws a box.</summary>
    public PrintFont For(int codePoint, PrintWeight weight)
    {
        var own = Of(weight);
        return own.Has(codePoint) ? own : _fallbacks.GetOrAdd(codePoint, Installed) ?? own;
    }

    /// <summary>An embedded font file.</summary>
    public static Stream OpenEmbedded(string file) =>
        typeof(PrintFonts).Assembly.GetManifestResourceStream("RefundDesk.Fonts." + file)
        ?? throw new InvalidOperationException($"The font {file} is not embedded in this build.");

    private static SKTypeface Embedded(string file)
    {
        using var stream = OpenEmbedded(file);
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"The embedded font {file} cannot be read.");
    }

    private PrintFont? Installed(int codePoint)
    {
        var matched = SKFontManager.Default.MatchCharacter(codePoint);
        if (matched is not null && matched.GetGlyph(codePoint) != 0)
        {
            return _installed.GetOrAdd(matched.FamilyName, _ => PrintFont.Of(matched));
        }

        // Skia's build without fontconfig lists the installed families but never matches a letter: look through them.
        foreach (var family in _families.Value)
        {
            if (_installed.TryGetValue(family, out var known) && known.Has(codePoint))
            {
                return known;
            }

            var typeface = SKFontManager.Default.MatchFamily(family);
            if (typeface is not null && typeface.GetGlyph(codePoint) != 0)
            {
                return _installed.GetOrAdd(family, _ => PrintFont.Of(typeface));
            }
        }

        return null;
    }

    private static int Rank(string family) => family switch
    {
        _ when family.Contains("Mono", StringComparison.OrdinalIgnoreCase) || family.Contains("Math", StringComparison.OrdinalIgnoreCase) => 3,
        _ when family.Contains("Serif", StringComparison.OrdinalIgnoreCase) => 2,
        _ when family.Contains("Sans", StringComparison.OrdinalIgnoreCase) => 0,
        _ => 1,
    };
}
