using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Plan;

/// <summary>Which layer reads a layer's row last, those that read a view of it included.</summary>
internal sealed class Lifetimes
{
    private readonly int[] _lastReader;

    public Lifetimes(IReadOnlyList<LayerEmitter> layers)
    {
        // The first place is that of the network's input. Behind the last layer its row is the output.
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
    }

    /// <summary>The last reader of a layer's row, or of <see cref="Graph.Input"/>.</summary>
    public int LastReaderOf(int layer) => _lastReader[layer + 1];
}
