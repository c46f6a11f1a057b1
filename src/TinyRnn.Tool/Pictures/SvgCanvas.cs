using System.Globalization;
using System.Text;
using TinyRnn.Tool.Files;

namespace TinyRnn.Tool.Pictures;

/// <summary>
/// Writes SVG. Any browser shows such pictures with its own fonts. A plotting library would need native
/// code and would draw blank labels on a machine without fonts.
/// </summary>
internal sealed class SvgCanvas(double width, double height)
{
    private const double TitleSize = 15;
    private const double TitleLine = 20;

    private readonly StringBuilder _elements = new();

    public double Width { get; } = width;

    public double Height { get; } = height;

    /// <summary>The height of a title, with all its lines, at the top of a picture of this width.</summary>
    public static double TitleHeight(string title, double x, double width) => 8 + (TitleLine * TitleLines(title, x, width).Count);

    /// <summary>Draws a title at the top, in as many lines as it needs.</summary>
    public void Title(string title, double x)
    {
        double y = 4;
        foreach (string line in TitleLines(title, x, Width))
        {
            y += TitleLine;
            Text(x, y, line, size: TitleSize, bold: true);
        }
    }

    public void Rectangle(double x, double y, double width, double height, string fill, string? title = null, double opacity = 1)
    {
        Append($"  <rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" fill=\"{fill}\"{Through(opacity)}");
        _elements.Append(title is null ? "/>\n" : $"><title>{XmlText.Escape(title)}</title></rect>\n");
    }

    public void Line(double x1, double y1, double x2, double y2, string color = SvgColors.Faint) =>
        Append($"  <line x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\" stroke=\"{color}\"/>\n");

    public void Polyline(IEnumerable<(double X, double Y)> points, string color, double width = 2, bool isDashed = false)
    {
        string dashes = isDashed ? " stroke-dasharray=\"4 3\"" : "";
        string path = string.Join(" ", points.Select(point => FormattableString.Invariant($"{point.X:0.##},{point.Y:0.##}")));
        Append($"  <polyline points=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"{dashes}/>\n");
    }

    /// <summary>Draws a ring around a point.</summary>
    public void Ring(double x, double y, double radius, string color) =>
        Append(
            $"  <circle cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>\n");

    public void Circle(double x, double y, double radius, string fill) =>
        Append($"  <circle cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\" fill=\"{fill}\"/>\n");

    /// <summary>Draws a filled outline, given as SVG's <c>d</c>.</summary>
    public void Path(string outline, string fill, double opacity) => Append($"  <path d=\"{outline}\" fill=\"{fill}\"{Through(opacity)}/>\n");

    /// <summary>A box with round corners; the rest of its look is a colour that fills it at an opacity, and one around it.</summary>
    public void Box(double x, double y, double width, double height, string fill, double opacity, string stroke, string title)
    {
        Append($"  <rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" rx=\"6\" fill=\"{fill}\"{Through(opacity)} ");
        _elements.Append(CultureInfo.InvariantCulture, $"stroke=\"{stroke}\"><title>{XmlText.Escape(title)}</title></rect>\n");
    }

    /// <summary>A line along an outline, in the words of SVG's <c>d</c>.</summary>
    public void Stroke(string outline, string color, bool isDashed = false)
    {
        string dashes = isDashed ? " stroke-dasharray=\"4 3\"" : "";
        Append($"  <path d=\"{outline}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1.5\"{dashes}/>\n");
    }

    /// <summary>Draws text at its baseline; the anchor is start, middle or end.</summary>
    public void Text(
        double x, double y, string text, string anchor = "start", double size = 12, string color = SvgColors.Ink, double rotation = 0, bool bold = false)
    {
        string turn = rotation == 0 ? "" : FormattableString.Invariant($" transform=\"rotate({rotation} {x:0.##} {y:0.##})\"");
        string weight = bold ? " font-weight=\"600\"" : "";
        Append($"  <text x=\"{x:0.##}\" y=\"{y:0.##}\" font-size=\"{size}\" fill=\"{color}\" ");
        Append($"text-anchor=\"{anchor}\"{weight}{turn}>{XmlText.Escape(text)}</text>\n");
    }

    /// <summary>Writes the picture.</summary>
    /// <returns>Its path.</returns>
    public string Save(RunFiles files, string path) => files.Write(path, ToString());

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="{Width:0}" height="{Height:0}" viewBox="0 0 {Width:0} {Height:0}" font-family="system-ui, sans-serif">
          <style>{SvgColors.DarkStyle(Background + _elements)}</style>
        {Background}{_elements}</svg>

        """);

    private const string Background = $"  <rect width=\"100%\" height=\"100%\" fill=\"{SvgColors.Paper}\"/>\n";

    private static IReadOnlyList<string> TitleLines(string title, double x, double width) => SvgText.Wrap(title, width - x - 16, TitleSize, isBold: true);

    private static string Through(double opacity) => opacity < 1 ? FormattableString.Invariant($" fill-opacity=\"{opacity:0.###}\"") : "";

    private void Append(FormattableString element) => _elements.Append(element.ToString(CultureInfo.InvariantCulture));
}
