using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>One direction of a recurrent layer: its weights, kernels and state.</summary>
internal abstract class CellEmitter
{
    private readonly StateLayout _state;

    /// <param name="direction">The direction.</param>
    /// <param name="name">Prefix of the names of data and kernels.</param>
    /// <param name="state">Receives the fields of the state.</param>
    protected CellEmitter(RecurrentDirection direction, string name, StateLayout state)
    {
        _state = state;
        Name = name;
        IsReverse = direction.IsReverse;
    }

    public string Name { get; }

    public bool IsReverse { get; }

    public RecurrentInput Input { get; protected set; } = null!;

    /// <summary>Floats of the hidden state, padding included.</summary>
    public int PaddedOutput { get; protected set; }

    public StateField Hidden { get; protected set; } = null!;

    public abstract IEnumerable<WeightData> Data { get; }

    public abstract IEnumerable<IKernel> Kernels { get; }

    /// <summary>The kernel of the recurrent product, if its form for several streams is faster; else null.</summary>
    public virtual PanelKernel? StreamKernel => null;

    /// <summary>The arguments for state that <see cref="StreamKernel"/> reads besides the hidden state.</summary>
    public virtual StateField? Cell => null;

    public abstract long MultiplyAdds { get; }

    protected StateLayout State => _state;

    /// <summary>Whether the new hidden state may be written over the old one.</summary>
    public virtual bool IsOnePass(VectorForm form) => false;

    /// <summary>Emits one step.</summary>
    /// <param name="context">Where the code is emitted.</param>
    /// <param name="start">The start values of the sums.</param>
    /// <param name="x">The input, for a kernel that adds its products by itself.</param>
    /// <param name="state">The state, for a cell state.</param>
    /// <param name="hidden">The old hidden state.</param>
    /// <param name="next">The new hidden state.</param>
    /// <param name="backward">An expression: 1 to read the weights from back to front, 0 from front to back.</param>
    public abstract void EmitCell(EmitContext context, string start, string x, string state, string hidden, string next, string backward);

    /// <summary>The input arguments of a kernel: the input itself if the kernel adds its products, else none.</summary>
    protected string InputArgument(string x) => Input.Small is null ? "" : $"ref {x}, ";

    protected static IReadOnlyList<float>? Initial(Network network, RecurrentLayer layer, string tensor) =>
        layer.Options.HasInitialState ? network.Tensors[tensor].Values : null;

    /// <summary>The rows of a weight matrix in the order of a kernel's tiles; -1 for padding.</summary>
    protected static IReadOnlyList<int> RowsOf(UnitTiles tiles, int firstGate = 0) =>
        [.. tiles.Rows.Select(row => row.Unit < tiles.Units ? ((firstGate + row.Gate) * tiles.Units) + row.Unit : -1)];

    /// <summary>The sum of a row's biases and, for a quantised hidden state, the offset of its range.</summary>
    protected static Func<int, double> BiasOf(Network network, RecurrentDirection direction, Tensor? hidden = null) =>
        row => direction.BiasNames.Sum(name => (double)network.Tensors[name].Values[row]) + (hidden?.OffsetOf(row) ?? 0);
}
