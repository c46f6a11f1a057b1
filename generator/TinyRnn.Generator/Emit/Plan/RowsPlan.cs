using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Plan;

/// <summary>Where the rows of several steps or streams lie in a block. In a graph, rows that are no longer read make room for later ones.</summary>
internal sealed class RowsPlan
{
    /// <summary>The name of the input with the means subtracted.</summary>
    public const string Centred = "centred";

    private readonly List<(int Layer, string Name, int Offset)> _rows = [];

    /// <param name="layers">The layers in order.</param>
    /// <param name="lifetimes">How long their rows are in use; null if each keeps its memory.</param>
    /// <param name="centredInput">Size of the input with the means subtracted; 0 if the input is read unchanged.</param>
    /// <param name="writesInPlace">Whether the last layer writes the output.</param>
    public RowsPlan(IReadOnlyList<LayerEmitter> layers, Lifetimes? lifetimes, int centredInput, bool writesInPlace)
    {
        BufferSpace space = new();
        HashSet<JointRow> joints = [];
        int end = 0;
        LayerEmitter? output = writesInPlace ? layers[layers.Count - 1] : null;
        if (centredInput > 0)
        {
            Add(0, Centred, centredInput, lifetimes?.LastReaderOf(Graph.Input));
        }

        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i] is RecurrentEmitter recurrent)
            {
                foreach ((string name, int stride) in recurrent.Starts)
                {
                    Add(i, name, stride, i);
                }
            }

            if (layers[i].IsView || layers[i] == output || (layers[i].Joint is JointRow row && (row == output?.Joint || !joints.Add(row))))
            {
                continue;
            }

            Add(i, layers[i].Rows, layers[i].Output.Stride, layers[i].Joint is JointRow joint ? lifetimes?.LastReaderOf(joint) : lifetimes?.LastReaderOf(i));
        }

        Floats = lifetimes is null ? end : space.Floats;

        void Add(int layer, string name, int floats, int? lastReader)
        {
            int offset = end;
            if (lifetimes is not null)
            {
                offset = space.Take(floats, layer, lastReader!.Value)!.Value;
            }

            _rows.Add((layer, name, offset));
            end += floats;
        }
    }

    /// <summary>Floats that one row takes in all buffers together.</summary>
    public int Floats { get; }

    /// <summary>The buffers of the first layers: their names, and the floats of each row before them.</summary>
    public IEnumerable<(string Name, int Offset)> Of(int layers) => _rows.Where(row => row.Layer < layers).Select(row => (row.Name, row.Offset));
}
