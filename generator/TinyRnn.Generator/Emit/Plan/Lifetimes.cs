using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Plan;

/// <summary>Which layer is the last to read a layer's row; layers that read a view of the row count too.</summary>
internal sealed class Lifetimes
{
    private readonly int[] _lastReader;
    private readonly Dictionary<JointRow, int> _joints = [];

    public Lifetimes(IReadOnlyList<LayerEmitter> layers)
    {
        // The first entry is for the network's input. The row of the last layer stays in use as the output.
        _lastReader = [.. Enumerable.Range(Graph.Input, layers.Count + 1)];
        _lastReader[layers.Count] = layers.Count;
        for (int reader = layers.Count - 1; reader >= 0; reader--)
        {
            int last = layers[reader].IsView ? _lastReader[reader + 1] : reader;
            foreach (int input in layers[reader].Inputs)
            {
                _lastReader[input + 1] = Math.Max(_lastReader[input + 1], last);
            }
        }

        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i].Joint is JointRow joint)
            {
                _joints[joint] = Math.Max(_lastReader[i + 1], _joints.TryGetValue(joint, out int last) ? last : i);
            }
        }
    }

    /// <summary>The last reader of a layer's row, or of <see cref="Graph.Input"/>.</summary>
    public int LastReaderOf(int layer) => _lastReader[layer + 1];

    /// <summary>The last reader of a joint row, or of one of its parts.</summary>
    public int LastReaderOf(JointRow row) => _joints[row];
}
