namespace TinyRnn.Interop.Onnx;

/// <summary>The value of a name while the graph is read.</summary>
internal abstract record Value
{
    /// <summary>Number of axes.</summary>
    public abstract int Rank { get; }
}

/// <summary>A tensor whose elements are known: floats, or integers of which some may be sizes that are known only during a run.</summary>
internal sealed record Constant : Value
{
    public Constant(int[] dims, float[] floats)
    {
        Dims = dims;
        Floats = floats;
    }

    public Constant(int[] dims, Extent[] integers)
    {
        Dims = dims;
        Integers = integers;
    }

    public int[] Dims { get; }

    public float[]? Floats { get; }

    public Extent[]? Integers { get; }

    public int Count => Floats?.Length ?? Integers!.Length;

    /// <inheritdoc/>
    public override int Rank => Dims.Length;

    /// <summary>The same elements with other sizes.</summary>
    public Constant Reshape(int[] dims) => Floats is float[] floats ? new Constant(dims, floats) : new Constant(dims, Integers!);

    /// <summary>Elements of this tensor by index.</summary>
    public Constant Pick(int[] dims, int[] indices) => Floats is float[] floats
        ? new Constant(dims, Array.ConvertAll(indices, i => floats[i]))
        : new Constant(dims, Array.ConvertAll(indices, i => Integers![i]));
}

/// <summary>The run-time axes that lie along an axis of a signal.</summary>
internal enum Along
{
    /// <summary>None: values of one row.</summary>
    Features,

    /// <summary>The steps.</summary>
    Time,

    /// <summary>The sequences of a batch, which TinyRnn runs one by one.</summary>
    Batch,

    /// <summary>The batch's sequences, and in each the steps.</summary>
    BatchTime,

    /// <summary>The steps, and in each the batch's sequences.</summary>
    TimeBatch,
}

/// <summary>One axis of a signal; the size is used only along features.</summary>
internal readonly record struct Axis(Along Along, int Size = 1)
{
    public bool IsOne => Along == Along.Features && Size == 1;

    public bool HasTime => Along is Along.Time or Along.BatchTime or Along.TimeBatch;
}

/// <summary>The steps of a row that a value is computed from.</summary>
internal enum StepView
{
    /// <summary>The same step.</summary>
    Every,

    /// <summary>The step before, or the initial state before the first step.</summary>
    Previous,

    /// <summary>The last step.</summary>
    Last,

    /// <summary>The first step.</summary>
    First,

    /// <summary>The mean over the steps.</summary>
    Mean,

    /// <summary>The maximum over the steps.</summary>
    Max,
}

/// <summary>One value of a signal: a value of a row relative to a step, or a constant if there is no row.</summary>
internal readonly record struct Element(Row? Row, StepView View, int Index, float Value = 0f)
{
    /// <summary>The same value of the row that replaces its row.</summary>
    public Element Current => Row switch
    {
        StateRow { Earlier: Element[] earlier } => earlier[Index],
        { ReplacedBy: Row other } => this with { Row = other },
        _ => this,
    };

    public static Element Of(float constant) => new(null, StepView.Every, 0, constant);
}

/// <summary>A tensor that depends on the input. Its elements are those of one step and one sequence, row-major along the axes of features.</summary>
internal sealed record Signal(Axis[] Axes, Element[] Elements) : Value
{
    /// <summary>Steps of zeros before the first one; if negative, steps cut off there.</summary>
    public int Before { get; init; }

    /// <summary>Steps cut off at the end; if negative, steps of zeros after the last one.</summary>
    public int Without { get; init; }

    /// <summary>Whether it has other steps than the network.</summary>
    public bool IsShifted => Before != 0 || Without != 0;

    /// <summary>Whether only the last step was cut off.</summary>
    public bool LacksLast => Before == 0 && Without == 1;

    /// <summary>Whether its steps are in reverse order.</summary>
    public bool IsReversed { get; init; }

    /// <inheritdoc/>
    public override int Rank => Axes.Length;

    /// <summary>Whether it has a value at each step.</summary>
    public bool HasTime => Axes.Any(axis => axis.HasTime);

    /// <summary>All values of a row, step by step.</summary>
    public static Element[] ElementsOf(Row row, StepView view = StepView.Every) => [.. Enumerable.Range(0, row.Size).Select(i => new Element(row, view, i))];

    /// <summary>Elements by index along other axes.</summary>
    public Signal Pick(Axis[] axes, int[] indices) => this with { Axes = axes, Elements = Array.ConvertAll(indices, i => Elements[i]) };
}

/// <summary>A list of parts of a tensor.</summary>
internal sealed record PartsValue(IReadOnlyList<Value> Parts) : Value
{
    /// <inheritdoc/>
    public override int Rank => 0;
}

/// <summary>A list of results of the same kind, one for each step.</summary>
/// <param name="Item">The result of a step, or of all of them with the steps along its first axis; null while the list is empty.</param>
internal sealed record SequenceValue(Signal? Item) : Value
{
    /// <summary>Whether the loop that made it has ended.</summary>
    public bool IsWhole { get; init; }

    /// <inheritdoc/>
    public override int Rank => 0;
}
