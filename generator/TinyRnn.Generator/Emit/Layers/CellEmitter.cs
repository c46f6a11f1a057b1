using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>One direction of a recurrent layer: its weights, kernels and state.</summary>
internal abstract class CellEmitter
{
    private readonly StateLayout _state;

    /// <param name="pass">The direction.</param>
    /// <param name="name">Prefix of the names of data and kernels.</param>
    /// <param name="state">Where the state is added.</param>
    protected CellEmitter(RecurrentPass pass, string name, StateLayout state)
    {
        _state = state;
        Name = name;
        IsReverse = pass.IsReverse;
    }

    public string Name { get; }

    public bool IsReverse { get; }

    public RecurrentInput Input { get; protected set; } = null!;

    /// <summary>Floats of the hidden state with padding.</summary>
    public int PaddedOutput { get; protected set; }

    public StateField Hidden { get; protected set; } = null!;

    public abstract IEnumerable<WeightData> Data { get; }

    public abstract IEnumerable<IKernel> Kernels { get; }

    /// <summary>The kernel of the recurrent product, where it has a form for several streams that pays.</summary>
    public virtual PanelKernel? StreamKernel => null;

    /// <summary>What <see cref="StreamKernel"/> reads of the state behind the hidden state.</summary>
    public virtual StateField? Cell => null;

    public abstract long MultiplyAdds { get; }

    protected StateLayout State => _state;

    /// <summary>Whether the new hidden state may be written over the old one.</summary>
    public virtual bool IsOnePass(VectorForm form) => false;

    /// <summary>Emits one step.</summary>
    /// <param name="context">Where it stands.</param>
    /// <param name="start">What the sums start from.</param>
    /// <param name="x">The input, for a kernel that adds it itself.</param>
    /// <param name="state">The state, for a cell state.</param>
    /// <param name="hidden">The old hidden state.</param>
    /// <param name="next">The new one.</param>
    /// <param name="turn">The number of the step, odd or even.</param>
    public abstract void EmitCell(EmitContext context, string start, string x, string state, string hidden, string next, string turn);

    /// <summary>The arguments of a kernel that reads the input itself, or not.</summary>
    protected string InputArgument(string x) => Input.Small is null ? "" : $"ref {x}, ";

    protected static IReadOnlyList<float>? Initial(Network network, RecurrentLayer layer, string tensor) =>
        layer.Options.HasInitialState ? network.Tensors[tensor].Values : null;

    /// <summary>The rows of a weight matrix in the order of a kernel's tiles; -1 for padding.</summary>
    protected static IReadOnlyList<int> RowsOf(UnitTiles tiles, int firstGate = 0) =>
        [.. tiles.Rows.Select(row => row.Unit < tiles.Units ? ((firstGate + row.Gate) * tiles.Units) + row.Unit : -1)];

    /// <summary>The sum of the biases of a row, and of codes of the hidden state what they begin at.</summary>
    protected static Func<int, double> BiasOf(Network network, RecurrentPass pass, Tensor? hidden = null) =>
        row => pass.BiasNames.Sum(name => (double)network.Tensors[name].Values[row]) + (hidden?.OffsetOf(row) ?? 0);
}
