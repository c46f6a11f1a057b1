using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>
/// Emits one layer: its kernels, its part of the state and its part of a step. A new kind of layer is one class and
/// one line in <see cref="Create"/>.
/// </summary>
internal abstract class LayerEmitter(Layer layer, string name)
{
    public Layer Layer { get; } = layer;

    /// <summary>The layer's name as an identifier in Pascal case.</summary>
    public string Name { get; } = name;

    /// <summary>The layer's name as a local variable.</summary>
    public string Local => "layer" + Name;

    public abstract IReadOnlyList<PanelMatrix> Matrices { get; }

    /// <summary>The floats that the layer carries from step to step.</summary>
    public virtual IReadOnlyList<StateField> State => [];

    /// <summary>The layer's floats of output, padded.</summary>
    public abstract int PaddedOutput { get; }

    /// <summary>The activation that is left to do on the whole output, after the kernels.</summary>
    public Activation WholeActivation => Layer.OutputActivation.IsElementwise() ? Activation.Identity : Layer.OutputActivation;

    public static LayerEmitter Create(Layer layer, string name, Network network, bool isOneHot) => layer switch
    {
        DenseLayer dense => new DenseEmitter(dense, name, network, isOneHot),
        RnnLayer rnn => new RnnEmitter(rnn, name, network, isOneHot),
        ConcatRnnLayer concat => new ConcatRnnEmitter(concat, name, network, isOneHot),
        _ => throw new NotSupportedException($"no emitter for layers of kind '{layer.Kind}'"),
    };

    /// <summary>Every name of a kernel, of weights or of a local that a layer's name may lead to.</summary>
    public static string[] DerivedNames(string name) =>
    [
        .. new[] { name, name + "Output", name + "Next" }
            .SelectMany(matrix => new[] { matrix, matrix + "128", matrix + "256", matrix + "512", matrix + "Start" }),
    ];

    public abstract void EmitKernels(CodeWriter writer);

    /// <summary>
    /// Emits the layer's part of a step: from <paramref name="input"/>, the first float of its input, to a local named
    /// <see cref="Local"/> that holds the output, and the next state.
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <param name="input">An expression for <c>ref</c>; not used by a layer that reads tokens.</param>
    /// <param name="needsOutput">Whether somebody reads the output.</param>
    public abstract void EmitStep(CodeWriter writer, string input, bool needsOutput);

    protected static void AddInput(PanelMatrix matrix, Tensor weight, int columns, bool isOneHot)
    {
        if (isOneHot)
        {
            matrix.AddTokens(weight, columns);
        }
        else
        {
            matrix.AddInput("x", weight, 0, columns);
        }
    }

    /// <summary>A call of a matrix's kernel.</summary>
    protected static void EmitCall(CodeWriter writer, PanelMatrix matrix, string input, string hidden, string result)
    {
        string start = matrix.TableRows > 0
            ? $"Unsafe.Add(ref Kernels.Floats(Weights.{matrix.Name}Start), token * {matrix.Layout.PaddedRows})"
            : $"Kernels.Floats(Weights.{matrix.Name}Start)";
        IEnumerable<string> inputs = matrix.Inputs.Select(part => part.Name == "h" ? $"ref {hidden}, " : $"ref {input}, ");
        writer.Write($"Kernels.{matrix.Name}(ref {start}, {string.Join("", inputs)}ref {result});");
    }

    protected static void EmitBuffer(CodeWriter writer, string local, int size) =>
        writer.Write($"Unsafe.SkipInit(out Floats{size} {local});");
}

/// <summary>Some floats of the state.</summary>
/// <param name="Name">Name in Pascal case.</param>
/// <param name="Size">Floats that count.</param>
/// <param name="PaddedSize">Floats that are kept.</param>
/// <param name="Summary">What they are.</param>
internal sealed record StateField(string Name, int Size, int PaddedSize, string Summary)
{
    /// <summary>Name of the field that holds them.</summary>
    public string Storage => Name + "Storage";
}
