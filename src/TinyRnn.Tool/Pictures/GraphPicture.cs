using TinyRnn.Model;

namespace TinyRnn.Tool.Pictures;

/// <summary>The layers of a network with their sizes, and what each of them reads. It is as narrow as a phone; many layers have a line each.</summary>
internal static class GraphPicture
{
    /// <summary>Networks of more layers than this have boxes of one line.</summary>
    public const int MostTallBoxes = 24;

    private const double BoxWidth = 296;
    private const double Margin = 4;
    private const double Gap = 22;
    private const double LaneWidth = 13;
    private const double Padding = 10;

    private static readonly string[] LaneColors = [SvgColors.Orange, SvgColors.Blue, SvgColors.Green, SvgColors.Quiet];

    public static SvgCanvas Draw(Network network)
    {
        GraphLanes lanes = GraphLanes.Of(network);
        bool isTall = network.Layers.Count <= MostTallBoxes;
        double height = isTall ? 42 : 24, left = Margin + (lanes.Width == 0 ? 0 : (lanes.Width * LaneWidth) + 12);
        SvgCanvas canvas = new(left + BoxWidth + Margin, (lanes.Count * (height + Gap)) - Gap + (2 * Margin));
        double Top(int box) => Margin + (box * (height + Gap));
        foreach (GraphLanes.Lane lane in lanes.Lanes)
        {
            DrawLane(canvas, lane, left, height, Top);
        }

        for (int box = 0; box < lanes.Count; box++)
        {
            GraphBox content = GraphBox.Of(network, box - 1);
            DrawBox(canvas, content, left, Top(box), height, isTall);
            if (box + 1 < lanes.Count && lanes.Links[box])
            {
                double x = left + (BoxWidth / 2);
                canvas.Line(x, Top(box) + height, x, Top(box + 1) - 1, SvgColors.Border);
                DrawArrow(canvas, x, Top(box + 1), isDown: true, SvgColors.Border);
                canvas.Text(x + 8, Top(box) + height + 15, content.Size, size: 10, color: SvgColors.Quiet);
            }
        }

        return canvas;
    }

    private static void DrawBox(SvgCanvas canvas, GraphBox box, double x, double y, double height, bool isTall)
    {
        const double Half = (BoxWidth / 2) - Padding;
        canvas.Box(x, y, BoxWidth, height, SvgColors.Paper, 1, box.Color, box.Title);
        canvas.Box(x, y, BoxWidth, height, box.Color, 0.12, box.Color, box.Title);
        if (isTall)
        {
            const double Whole = BoxWidth - (2 * Padding);
            string right = SvgText.Shorten(box.Right, Half, 11);
            canvas.Text(x + Padding, y + 17, SvgText.Shorten(box.Name, Whole - SvgText.Width(right, 11) - 12, 13), bold: true);
            canvas.Text(x + BoxWidth - Padding, y + 17, right, "end", 11, SvgColors.Quiet);
            canvas.Text(x + Padding, y + 33, SvgText.Shorten(box.What, Whole, 11), size: 11);
        }
        else
        {
            string name = SvgText.Shorten(box.Name, Half, 12);
            double taken = SvgText.Width(name, 11, isBold: true) + 10;
            canvas.Text(x + Padding, y + 16, name, size: 11, bold: true);
            canvas.Text(x + Padding + taken, y + 16, SvgText.Shorten(box.What, BoxWidth - (2 * Padding) - taken, 11), size: 11);
        }
    }

    // Out of the lower half of the giver, and into the upper half of each reader.
    private static void DrawLane(SvgCanvas canvas, GraphLanes.Lane lane, double left, double height, Func<int, double> top)
    {
        const double Round = 6;
        string color = LaneColors[lane.Place % LaneColors.Length];
        double x = left - 12 - (lane.Place * LaneWidth), start = top(lane.From) + (height * 0.75);
        double end = top(lane.To[^1]) + (height * 0.3);
        string corner = FormattableString.Invariant($"H{x + Round:0.##}Q{x:0.##} {start:0.##} {x:0.##} {start + Round:0.##}");
        canvas.Stroke(FormattableString.Invariant($"M{left:0.##} {start:0.##}{corner}V{end - Round:0.##}"), color);
        foreach (int reader in lane.To)
        {
            double y = top(reader) + (height * 0.3);
            canvas.Stroke(FormattableString.Invariant($"M{x:0.##} {y - Round:0.##}Q{x:0.##} {y:0.##} {x + Round:0.##} {y:0.##}H{left - 2:0.##}"), color);
            DrawArrow(canvas, left, y, isDown: false, color);
        }
    }

    private static void DrawArrow(SvgCanvas canvas, double x, double y, bool isDown, string color) => canvas.Path(
        isDown
            ? FormattableString.Invariant($"M{x:0.##} {y:0.##}l-3.5 -6h7z")
            : FormattableString.Invariant($"M{x:0.##} {y:0.##}l-6 -3.5v7z"),
        color,
        1);
}
