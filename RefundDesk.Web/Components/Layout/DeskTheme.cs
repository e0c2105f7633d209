using MudBlazor;

namespace RefundDesk.Web.Components.Layout;

/// <summary>The values of <c>wwwroot/css/tokens.css</c> for MudBlazor.</summary>
public static class DeskTheme
{
    private static readonly string[] Font = ["Inter", "system-ui", "sans-serif"];

    /// <summary>Light and dark, Inter at 13 px, borders rather than shadows.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Background = "#f5f6f8",
            BackgroundGray = "#fbfbfd",
            Surface = "#ffffff",
            TextPrimary = "#171d29",
            TextSecondary = "#5a6374",
            TextDisabled = "#858e9e",
            ActionDefault = "#5a6374",
            ActionDisabled = "#858e9e",
            Divider = "#e2e5ea",
            DividerLight = "#e2e5ea",
            LinesDefault = "#e2e5ea",
            LinesInputs = "#cdd2da",
            TableLines = "#e2e5ea",
            TableHover = "#fbfbfd",
            TableStriped = "#fbfbfd",
            Primary = "#3b4fd0",
            PrimaryContrastText = "#ffffff",
            Secondary = "#5a6374",
            Success = "#1b7a4b",
            Warning = "#9a5b00",
            Error = "#b3261e",
            Info = "#1f6390",
            HoverOpacity = 0.04,
        },
        PaletteDark = new PaletteDark
        {
            Background = "#10131a",
            BackgroundGray = "#1c212b",
            Surface = "#171b23",
            TextPrimary = "#e7eaf0",
            TextSecondary = "#a0a9b9",
            TextDisabled = "#737d8f",
            ActionDefault = "#a0a9b9",
            ActionDisabled = "#737d8f",
            Divider = "#272d39",
            DividerLight = "#272d39",
            LinesDefault = "#272d39",
            LinesInputs = "#3a4252",
            TableLines = "#272d39",
            TableHover = "#1c212b",
            TableStriped = "#1c212b",
            Primary = "#94a3ff",
            PrimaryContrastText = "#10131a",
            Secondary = "#a0a9b9",
            SecondaryContrastText = "#10131a",
            Success = "#63c695",
            SuccessContrastText = "#10131a",
            Warning = "#e8b35a",
            WarningContrastText = "#10131a",
            Error = "#f28b82",
            ErrorContrastText = "#10131a",
            Info = "#7fbde6",
            InfoContrastText = "#10131a",
            HoverOpacity = 0.06,
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", AppbarHeight = "48px", DrawerWidthLeft = "196px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Font, FontSize = "13px", LineHeight = "1.45", LetterSpacing = "normal" },
            H1 = new H1Typography { FontFamily = Font, FontSize = "17px", FontWeight = "650", LineHeight = "1.3", LetterSpacing = "-.01em" },
            H2 = new H2Typography { FontFamily = Font, FontSize = "15px", FontWeight = "600", LineHeight = "1.3", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = Font, FontSize = "14px", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
            Subtitle1 = new Subtitle1Typography { FontFamily = Font, FontSize = "13px", LetterSpacing = "normal" },
            Subtitle2 = new Subtitle2Typography { FontFamily = Font, FontSize = "12px", FontWeight = "600", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Font, FontSize = "13px", LineHeight = "1.45", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Font, FontSize = "13px", LineHeight = "1.45", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Font, FontSize = "13px", FontWeight = "550", LineHeight = "1.5", LetterSpacing = "normal", TextTransform = "none" },
            Caption = new CaptionTypography { FontFamily = Font, FontSize = "12px", LetterSpacing = "normal" },
            Overline = new OverlineTypography { FontFamily = Font, FontSize = "11px", LetterSpacing = "normal", TextTransform = "none" },
        },
        Shadows = Flat(),
    };

    private static Shadow Flat()
    {
        var shadows = new Shadow();
        Array.Fill(shadows.Elevation, "none");
        return shadows;
    }
}
