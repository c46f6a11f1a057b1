namespace TinyRnn.Tool.Pictures;

/// <summary>
/// The colours of pictures, each with its counterpart for dark mode. An element has the light colour as an attribute, which every viewer understands,
/// and the picture's style replaces it in dark mode.
/// </summary>
internal static class SvgColors
{
    public const string Paper = "#ffffff";
    public const string Ink = "#1f2933";
    public const string Quiet = "#6b7785";
    public const string Faint = "#d9dee4";
    public const string Border = "#9aa5b1";
    public const string Empty = "#eef1f4";
    public const string Blue = "#2563eb";
    public const string Orange = "#c2410c";
    public const string Green = "#15803d";

    /// <summary>The colour of areas, at all opacities.</summary>
    public const string Full = "#1d4eb8";

    /// <summary>The colour of areas with text, at all opacities.</summary>
    public const string Shade = "#1e4fb9";

    /// <summary>The colour of text on a dark shade.</summary>
    public const string OnShade = "#fdfdfe";

    private static readonly (string Light, string Dark)[] Pairs =
    [
        (Paper, "#14181d"), (Ink, "#e6e9ed"), (Quiet, "#9aa5b1"), (Faint, "#343c46"), (Border, "#5c6773"), (Empty, "#252b33"), (Blue, "#7fb0ff"),
        (Orange, "#fb923c"), (Green, "#4ade80"), (Full, "#7fb0ff"), (Shade, "#3566d6"), (OnShade, "#ffffff"),
    ];

    /// <summary>The dark-mode style of a picture with these elements.</summary>
    public static string DarkStyle(string elements)
    {
        IEnumerable<string> rules = from pair in Pairs
                                    from attribute in (string[])["fill", "stroke"]
                                    let selector = $"{attribute}=\"{pair.Light}\""
                                    where elements.Contains(selector, StringComparison.Ordinal)
                                    select $"[{selector}] {{ {attribute}: {pair.Dark} }}";
        return $"@media (prefers-color-scheme: dark) {{ {string.Join(' ', rules)} }}";
    }
}
