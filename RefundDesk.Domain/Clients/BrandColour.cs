using System.Globalization;
using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.Clients;

/// <summary>
/// A retailer's colour as its customers' pages use it: as it is where it can be read, else as much darker or lighter as it takes. Contrast and
/// luminance as WCAG 2.2 defines them, 4.5 to 1 for text.
/// </summary>
public sealed record BrandColour
{
    /// <summary>What text needs, with enough to spare for grounds that are tinted with the colour itself.</summary>
    private const double Enough = 5.5;

    private static readonly (int R, int G, int B) White = (255, 255, 255);
    private static readonly (int R, int G, int B) DarkPanel = (0x17, 0x1b, 0x23);

    private BrandColour(string text, (int R, int G, int B) colour)
    {
        Text = text;
        OnLight = Written(Until(colour, (0, 0, 0), White));
        OnDark = Written(Until(colour, White, DarkPanel));
    }

    /// <summary>As the retailer has it, <c>#rrggbb</c> in lower case.</summary>
    public string Text { get; }

    /// <summary>For text on white, and under white text.</summary>
    public string OnLight { get; }

    /// <summary>For text on the dark theme's panels, and under its dark text.</summary>
    public string OnDark { get; }

    /// <summary>Reads a colour.</summary>
    /// <param name="text"><c>#rrggbb</c>.</param>
    /// <returns>The colour; or <c>client.brand-colour</c>.</returns>
    public static Outcome<BrandColour> Read(string? text)
    {
        var tidy = text?.Trim().ToLowerInvariant() ?? string.Empty;
        return tidy.Length == 7 && tidy[0] == '#' && int.TryParse(tidy.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)
            ? new BrandColour(tidy, (rgb >> 16, (rgb >> 8) & 255, rgb & 255))
            : new Refusal("client.brand-colour", $"'{text}' is no colour: write # and six digits of 0-9 and a-f, for example #0b7a4b.");
    }

    /// <summary>The contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance).</summary>
    public static double Contrast((int R, int G, int B) one, (int R, int G, int B) other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance((int R, int G, int B) colour) => (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));

    private static double Linear(int part) => part / 255.0 is var share and <= 0.04045 ? share / 12.92 : Math.Pow(((part / 255.0) + 0.055) / 1.055, 2.4);

    /// <summary>Goes towards another colour, a twentieth a step, until it stands out enough.</summary>
    private static (int R, int G, int B) Until((int R, int G, int B) colour, (int R, int G, int B) towards, (int R, int G, int B) ground)
    {
        for (var step = 0; step < 20; step++)
        {
            var mixed = (Mix(colour.R, towards.R, step), Mix(colour.G, towards.G, step), Mix(colour.B, towards.B, step));
            if (Contrast(mixed, ground) >= Enough)
            {
                return mixed;
            }
        }

        return towards;
    }

    private static int Mix(int from, int to, int step) => ((from * (20 - step)) + (to * step)) / 20;

    private static string Written((int R, int G, int B) colour) => $"#{colour.R:x2}{colour.G:x2}{colour.B:x2}";
}
