using TinyRnn.Model;

namespace TinyRnn.Tool.Pictures;

/// <summary>
/// A network as a column of boxes: the input, the layers in their order and the output. What a box gives to the one below it goes straight down; what others
/// read goes down a lane beside the boxes, short ones near them.
/// </summary>
internal sealed class GraphLanes
{
    private GraphLanes(int count, bool[] links, IReadOnlyList<Lane> lanes)
    {
        Count = count;
        Links = links;
        Lanes = lanes;
        Width = lanes.Count == 0 ? 0 : lanes.Max(lane => lane.Place) + 1;
    }

    /// <summary>Number of boxes. The first is the input, the last the output.</summary>
    public int Count { get; }

    /// <summary>Whether each box but the last is read by the one below it.</summary>
    public IReadOnlyList<bool> Links { get; }

    public IReadOnlyList<Lane> Lanes { get; }

    /// <summary>How many lanes lie beside each other.</summary>
    public int Width { get; }

    public static GraphLanes Of(Network network)
    {
        int count = network.Layers.Count + 2;
        List<int>[] readers = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
        for (int layer = 0; layer < network.Layers.Count; layer++)
        {
            foreach (int input in network.Graph.Nodes[layer].Inputs.Distinct())
            {
                readers[input + 1].Add(layer + 1);
            }
        }

        readers[count - 2].Add(count - 1);
        if (network.Residual is not null)
        {
            readers[0].Add(count - 1);
        }

        bool[] links = [.. Enumerable.Range(0, count - 1).Select(box => readers[box].Contains(box + 1))];
        return new GraphLanes(count, links, Place(readers));
    }

    private static List<Lane> Place(List<int>[] readers)
    {
        List<Lane> placed = [];
        IEnumerable<(int From, int[] To)> values = readers.Select((list, box) => (box, list.Where(reader => reader > box + 1).ToArray()))
            .Where(value => value.Item2.Length > 0)
            .OrderBy(value => value.Item2[^1] - value.box);
        foreach ((int from, int[] to) in values)
        {
            int place = 0;
            while (placed.Any(lane => lane.Place == place && lane.From < to[^1] && from < lane.To[^1]))
            {
                place++;
            }

            placed.Add(new Lane(from, to, place));
        }

        return placed;
    }

    /// <summary>What a box gives to boxes that do not lie below it.</summary>
    /// <param name="From">The box that gives it.</param>
    /// <param name="To">The boxes that read it, from top to bottom.</param>
    /// <param name="Place">How many places the lane is away from the boxes.</param>
    public sealed record Lane(int From, int[] To, int Place);
}
