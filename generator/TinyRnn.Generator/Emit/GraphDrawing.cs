using TinyRnn.Model;

namespace TinyRnn.Generator.Emit;

/// <summary>
/// Draws a network for people: one line for each layer, with a lane on its left for each value that a later layer still reads. <c>o</c> makes a value
/// and reads the one directly above it; <c>+</c> reads a value that is read again later; <c>'</c> reads a value for the last time.
/// </summary>
internal static class GraphDrawing
{
    // More layers would hide the sizes below the drawing. The middle of the graph is left out.
    private const int MostLayers = 120;
    private const int LastLayers = 40;

    // With more lanes there is no room for the layers' descriptions; the names of their inputs say the same.
    private const int MostLanes = 20;
    private const int MostNames = 6;
    private const int NameWidth = 12;

    /// <summary>The lines: a drawing and, unless it is a plain chain, how to read it.</summary>
    public static IEnumerable<string> Lines(Network network)
    {
        Graph graph = network.Graph;
        List<string>? lanes = Lanes(graph);
        int count = graph.Nodes.Count;
        int leftOut = count > MostLayers ? count - MostLayers : 0;
        int end = leftOut > 0 ? MostLayers - LastLayers : count;
        int width = lanes?.Max(line => line.Length) ?? 0;
        string input = network.Tokens is null ? Literals.Count(network.InputSize, "value") : $"one of {Literals.Count(network.InputSize, network.Tokens.Noun)}";
        yield return Line(Graph.Input, Graph.InputName, input);
        for (int i = 0; i < count; i++)
        {
            if (i == end && leftOut > 0)
            {
                yield return $"{":".PadRight(width)}  ({Literals.Count(leftOut, "layer")} left out here)";
                i += leftOut;
            }

            yield return Line(i, graph.Nodes[i].Layer.Name, graph.Nodes[i].Layer + Inputs(graph, i));
        }

        if (width > 1)
        {
            yield return "";
            yield return "o makes a value and reads the one above it, + reads one that is read again further down, ' reads one for the last time.";
        }

        string Line(int layer, string name, string what) => $"{(lanes is null ? "" : lanes[layer + 1].PadRight(width) + "  ")}{name,-NameWidth} {what}";
    }

    // An input is named unless it is the layer before.
    private static string Inputs(Graph graph, int layer)
    {
        IReadOnlyList<int> inputs = graph.Nodes[layer].Inputs;
        if (inputs.Count == 1 && inputs[0] == layer - 1)
        {
            return "";
        }

        int named = inputs.Count > MostNames ? MostNames - 1 : inputs.Count - 1;
        string[] names = [.. inputs.Take(named + 1).Select(input => input == Graph.Input ? Graph.InputName : graph.Nodes[input].Layer.Name)];
        string last = inputs.Count > MostNames ? $"{Literals.Plain(inputs.Count - named)} more" : names[named];
        return named == 0 ? $" of {last}" : $" of {string.Join(", ", names.Take(named))} and {last}";
    }

    // The lanes beside the input and each layer; null if there are too many.
    private static List<string>? Lanes(Graph graph)
    {
        int[] lastReader = new int[graph.Nodes.Count + 1];
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (int input in graph.Nodes[i].Inputs)
            {
                lastReader[input + 1] = i;
            }
        }

        // The value in each lane, or null.
        List<int?> lanes = [Graph.Input];
        List<string> lines = ["o"];
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            IReadOnlyList<int> inputs = graph.Nodes[i].Inputs;
            int own = lanes.FindIndex(value => value is int read && inputs.Contains(read) && lastReader[read + 1] == i);
            own = own >= 0 ? own : lanes.IndexOf(null);
            if (own < 0)
            {
                own = lanes.Count;
                lanes.Add(null);
            }

            if (lanes.Count > MostLanes)
            {
                return null;
            }

            lines.Add(Draw(lanes, own, inputs, value => lastReader[value + 1] == i));
            for (int lane = 0; lane < lanes.Count; lane++)
            {
                lanes[lane] = lane == own ? i : lanes[lane] is int value && lastReader[value + 1] > i ? value : null;
            }
        }

        return lines;
    }

    private static string Draw(List<int?> lanes, int own, IReadOnlyList<int> inputs, Func<int, bool> isLast)
    {
        bool IsMet(int lane) => lane == own || (lanes[lane] is int value && inputs.Contains(value));
        int[] met = [.. Enumerable.Range(0, lanes.Count).Where(IsMet)];
        string line = "";
        for (int lane = 0; lane < lanes.Count; lane++)
        {
            bool isWithin = lane > met[0] && lane <= met[met.Length - 1];
            string mark = lane == own ? "o"
                : lanes[lane] is not int value ? isWithin ? "-" : " "
                : !IsMet(lane) ? "|"
                : isLast(value) ? "'" : "+";
            line += (lane == 0 ? "" : isWithin ? "-" : " ") + mark;
        }

        return line.TrimEnd();
    }
}
