using System.Globalization;
using System.Security;
using System.Text;
using TinyRnn.Tool.Files;

namespace TinyRnn.Tool.Pictures;

/// <summary>
/// Writes SVG. Pictures are text that any browser shows with fonts of its own: a plotting library would bring native
/// code and would draw blank labels on a machine without fonts.
/// </summary>
internal sealed class SvgCanvas(double width, double height)
{
    public const string Ink = "#1f2933";
    public const string Faint = "#d9dee4";
    private readonly StringBuilder _elements = new();

    public double Width { get; } = width;

    public double Height { get; } = height;

    /// <summary>CSS, such as colours for viewers that are dark; empty for none.</summary>
    public string Style { get; init; } = "";

    public void Rectangle(double x, double y, double width, double height, string fill, string? title = null)
    {
        Append($"  <rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" fill=\"{fill}\"");
        _elements.Append(title is null ? "/>\n" : $"><title>{SecurityElement.Escape(title)}</title></rect>\n");
    }

    public void Line(double x1, double y1, double x2, double y2, string color = Faint) =>
        Append($"  <line x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\" stroke=\"{color}\"/>\n");

    public void Polyline(IEnumerable<(double X, double Y)> points, string color, double width = 2)
    {
        string path = string.Join(" ", points.Select(point => FormattableString.Invariant($"{point.X:0.##},{point.Y:0.##}")));
        Append($"  <polyline points=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"/>\n");
    }

    public void Circle(double x, double y, double radius, string fill) =>
        Append($"  <circle cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\" fill=\"{fill}\"/>\n");

    /// <summary>A filled outline, in the words of SVG's <c>d</c>.</summary>
    public void Path(string outline, string fill, double opacity)
    {
        string through = opacity < 1 ? FormattableString.Invariant($" fill-opacity=\"{opacity:0.###}\"") : "";
        Append($"  <path d=\"{outline}\" fill=\"{fill}\"{through}/>\n");
    }

    /// <summary>Text at its baseline; anchor is start, middle or end.</summary>
    public void Text(double x, double y, string text, string anchor = "start", double size = 12, string color = Ink, double rotation = 0, bool bold = false)
    {
        string turn = rotation == 0 ? "" : FormattableString.Invariant($" transform=\"rotate({rotation} {x:0.##} {y:0.##})\"");
        string weight = bold ? " font-weight=\"600\"" : "";
        Append($"  <text x=\"{x:0.##}\" y=\"{y:0.##}\" font-size=\"{size}\" fill=\"{color}\" ");
        Append($"text-anchor=\"{anchor}\"{weight}{turn}>{SecurityElement.Escape(text)}</text>\n");
    }

    /// <summary>Writes the picture.</summary>
    /// <returns>Where it is.</returns>
    public string Save(RunFiles files, string path) => files.Write(path, ToString());

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="{Width:0}" height="{Height:0}" viewBox="0 0 {Width:0} {Height:0}" font-family="system-ui, sans-serif">
        {(Style.Length == 0 ? "" : $"  <style>{Style}</style>\n")}  <rect width="100%" height="100%" fill="#ffffff"/>
        {_elements}</svg>

        """);

    private void Append(FormattableString element) => _elements.Append(element.ToString(CultureInfo.InvariantCulture));
}
