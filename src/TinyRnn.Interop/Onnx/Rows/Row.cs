using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>What a step computes: a row of values, from the elements of other rows.</summary>
/// <param name="Size">Number of values.</param>
/// <param name="Node">Name of the node that computes it, for reports.</param>
internal abstract record Row(int Size, string Node)
{
    /// <summary>The row that replaces this one, if it is part of a cell that is written out.</summary>
    public Row? ReplacedBy { get; set; }

    /// <summary>The elements that it is computed from, input by input.</summary>
    public virtual IReadOnlyList<Element[]> Inputs => [];

    // A row belongs to its node; two equal rows are still different.
    public virtual bool Equals(Row? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>The network's input: numbers, or a token one-hot.</summary>
internal sealed record InputRow(int Size, bool IsTokens, string Node) : Row(Size, Node);

/// <summary>The token itself, before a table or a one-hot converts it to values.</summary>
internal sealed record TokenRow(string Node) : Row(1, Node);

/// <summary>A state that the caller passes.</summary>
internal sealed record StateRow(int Size, string Node) : Row(Size, Node)
{
    /// <summary>The values of earlier steps that it holds; null for another kind of state.</summary>
    public Element[]? Earlier { get; set; }
}

/// <summary>The length of each sequence of a batch, which TinyRnn knows from the sequence itself.</summary>
internal sealed record LengthRow(string Node) : Row(1, Node);

/// <summary>A row of a table.</summary>
internal sealed record EmbeddingRow(float[] Table, int Tokens, int Size, string Node) : Row(Size, Node);

/// <summary>W x + b with W [Size][Source.Length].</summary>
internal sealed record DenseRow(Element[] Source, float[] Weight, float[]? Bias, int Size, string Node) : Row(Size, Node)
{
    public override IReadOnlyList<Element[]> Inputs => [Source];
}

/// <summary>scale_i * x_i + shift_i.</summary>
internal sealed record AffineRow(Element[] Source, double[] Scale, double[] Shift, AffineForm Form, string Node) : Row(Source.Length, Node)
{
    /// <summary>The numbers as the file has them.</summary>
    public float[] Numbers { get; init; } = [];

    /// <summary>-x.</summary>
    public static AffineRow Negative(Element[] source, string node) =>
        new(source, [.. source.Select(_ => -1.0)], new double[source.Length], AffineForm.Other, node);

    /// <summary>Whether it is (x - c) / d of the network's input, which is the scaling of the format.</summary>
    public bool IsScalingOfInput =>
        Form == AffineForm.Over
        && Source is [{ Row: AffineRow { Form: AffineForm.Minus, Source: [{ Row: InputRow { IsTokens: false } input }, ..] } minus }, ..]
        && Linear.IsWhole(Source, minus) && Linear.IsWhole(minus.Source, input) && Numbers.All(value => value > 0f && float.IsFinite(value))
            && minus.Numbers.All(float.IsFinite);

    public override IReadOnlyList<Element[]> Inputs => [Source];
}

/// <summary>How an affine row was written in the file.</summary>
internal enum AffineForm
{
    /// <summary>x - c.</summary>
    Minus,

    /// <summary>x / c.</summary>
    Over,

    /// <summary>x * c.</summary>
    Times,

    /// <summary>x + c.</summary>
    Plus,

    /// <summary>In another way.</summary>
    Other,
}

/// <summary>A convolution: W [Outputs][taps * channels / groups] at each window of values that lie position by position, channel by channel.</summary>
internal sealed record ConvolutionRow(Element[] Source, Window Window, float[] Weight, float[]? Bias, int Outputs, int Groups, string Node)
    : Row(checked(Outputs * Window.Positions), Node)
{
    public override IReadOnlyList<Element[]> Inputs => [Source];
}

/// <summary>The maximum or the mean of each channel in each window.</summary>
internal sealed record WindowPooledRow(
    Element[] Source, Window Window, WindowPoolingMode Mode, string Node) : Row(checked(Window.Channels * Window.Positions), Node)
{
    public override IReadOnlyList<Element[]> Inputs => [Source];
}

/// <summary>phi(x).</summary>
internal sealed record ActivationRow(Element[] Source, ActivationFunction Activation, string Node) : Row(Source.Length, Node)
{
    public override IReadOnlyList<Element[]> Inputs => [Source];
}

/// <summary>a + b.</summary>
internal sealed record SumRow(Element[] Left, Element[] Right, string Node) : Row(Left.Length, Node)
{
    public override IReadOnlyList<Element[]> Inputs => [Left, Right];
}

/// <summary>a * b: a gate, a mask, or a part of a cell that is written out.</summary>
internal sealed record ProductRow(Element[] Left, Element[] Right, string Node) : Row(Left.Length, Node)
{
    public override IReadOnlyList<Element[]> Inputs => [Left, Right];
}

/// <summary>Another combination of two results, value by value.</summary>
internal sealed record CombinedRow(CombineOperation Operation, Element[] Left, Element[] Right, string Node) : Row(Left.Length, Node)
{
    public override IReadOnlyList<Element[]> Inputs => [Left, Right];
}

/// <summary>f(x), with the limits of a clip or the exponent of a power.</summary>
internal sealed record FunctionRow(Function Function, Element[] Source, string Node) : Row(Source.Length, Node)
{
    public float Low { get; init; }

    public float High { get; init; }

    public float Exponent { get; init; } = 1f;

    public override IReadOnlyList<Element[]> Inputs => [Source];
}

/// <summary>x if it is above 0, else slope_i * x_i.</summary>
internal sealed record PreluRow(Element[] Source, float[] Slopes, string Node) : Row(Source.Length, Node)
{
    public override IReadOnlyList<Element[]> Inputs => [Source];
}

/// <summary>One value for each group of values of a step.</summary>
internal sealed record ReducedRow(ReduceMode Mode, Element[] Source, int Groups, string Node) : Row(Groups, Node)
{
    public override IReadOnlyList<Element[]> Inputs => [Source];
}

/// <summary>Each group of values of a step, normalised; with a factor and an offset for each value, or none.</summary>
internal sealed record NormalizedRow(Element[] Source, int Groups, float Epsilon, float[]? Scale, float[]? Shift, string Node) : Row(Source.Length, Node)
{
    public override IReadOnlyList<Element[]> Inputs => [Source];
}

/// <summary>The number of the iteration within a Loop, which chooses a step.</summary>
internal sealed record IterationRow(string Node) : Row(1, Node);

/// <summary>Values of earlier steps: value i is that of its source, as many steps ago as its lag says, and 0 before the first step.</summary>
internal sealed record DelayedRow(Element[] Source, int[] Lags, string Node) : Row(Source.Length, Node)
{
    public override IReadOnlyList<Element[]> Inputs => [Source];
}

/// <summary>The hidden states of a recurrent node, direction by direction.</summary>
internal sealed record RecurrentRow(Element[] Source, RecurrentCell Cell, string Node) : Row(Cell.Output * Cell.Directions.Count, Node)
{
    /// <summary>Whether sequences of a batch have their own lengths, so that the last step of the batch is not that of each sequence.</summary>
    public bool HasLengths { get; init; }

    /// <summary>The caller's states that it starts from, hidden and cell; empty if it starts by itself.</summary>
    public IReadOnlyList<string> StateNames { get; init; } = [];

    /// <summary>These states value by value, direction by direction: the hidden states and, for an LSTM, the cell states.</summary>
    public Element[] FirstHidden { get; init; } = [];

    /// <summary>See <see cref="FirstHidden"/>.</summary>
    public Element[] FirstCell { get; init; } = [];

    public override IReadOnlyList<Element[]> Inputs => [Source];
}

/// <summary>The cell states of an LSTM.</summary>
internal sealed record CellRow(RecurrentRow Hidden) : Row(Hidden.Cell.Hidden * Hidden.Cell.Directions.Count, Hidden.Node);

/// <summary>The parameters of a recurrent node, in TinyRnn's order of the gates.</summary>
internal sealed record RecurrentCell(string Kind, int Inputs, int Hidden, Direction Direction, IReadOnlyList<DirectionWeights> Directions)
{
    /// <summary>phi.</summary>
    public ActivationFunction Activation { get; init; } = Model.Activation.Tanh;

    /// <summary>Activation of the gates of a GRU or an LSTM.</summary>
    public ActivationFunction GateActivation { get; init; } = Model.Activation.Sigmoid;

    /// <summary>Activation of an LSTM's cell state before the output gate.</summary>
    public ActivationFunction CellActivation { get; init; } = Model.Activation.Tanh;

    /// <summary>The limit of the pre-activations, or no limit.</summary>
    public float? Clip { get; init; }

    /// <summary>Whether an LSTM's forget gate is 1 - i and has no rows.</summary>
    public bool HasCoupledGates { get; init; }

    public GruReset Reset { get; init; }

    public BiasForm Bias { get; init; }

    public bool HasPeepholes { get; init; }

    public bool HasInitialState { get; init; }

    /// <summary>Number of values that a projection makes from the hidden ones; 0 without one.</summary>
    public int Projection { get; init; }

    /// <summary>Number of values of one direction's output.</summary>
    public int Output => Projection > 0 ? Projection : Hidden;

    public int Gates => Kind switch
    {
        "GRU" => 3,
        "LSTM" => HasCoupledGates ? 3 : 4,
        _ => 1,
    };
}

/// <summary>The weights of one direction.</summary>
internal sealed record DirectionWeights(float[] Input, float[] Hidden)
{
    public float[]? BiasInput { get; init; }

    public float[]? BiasHidden { get; init; }

    public float[]? Peephole { get; init; }

    public float[]? Projection { get; init; }

    public float[]? InitialHidden { get; init; }

    public float[]? InitialCell { get; init; }
}
