using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Plan;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>Where a layer's code is emitted, with the names around it.</summary>
/// <param name="Writer">The writer of the method.</param>
/// <param name="Vector">The form of the method.</param>
/// <param name="Inputs">The layer's inputs.</param>
/// <param name="Backward">The direction in which this step reads its weights, for kernels that alternate.</param>
/// <param name="Target">Where a dense layer may write the output of a step, or null.</param>
/// <param name="Buffers">The buffers of a graph's step; null if each is a local variable.</param>
internal sealed record EmitContext(
    CodeWriter Writer, VectorForm Vector, IReadOnlyList<RowLocation> Inputs, string Backward, string? Target = null, StepBuffers? Buffers = null)
{
    /// <summary>
    /// The first float of the input of a layer with one input: of the row in a step, else of all rows. For tokens it is the variable, or the ref to
    /// the first token.
    /// </summary>
    public string Input => Inputs[0].First;

    /// <summary>Floats from one row of that input to the next.</summary>
    public int InputStride => Inputs[0].Stride;

    /// <summary>
    /// Emits the memory of a layer's row in a step and returns its first float. For a part of a joint row, returns the first float of the joint row,
    /// which is declared with its first part.
    /// </summary>
    public string EmitRow(LayerEmitter layer) =>
        Target ?? (Buffers is not null && layer.Joint is JointRow joint ? Buffers.EmitJoint(this, joint) : EmitRow(layer.Local, layer.Output.Stride));

    /// <summary>Emits the memory of the layer's row in a step and returns its first float.</summary>
    public string EmitRow(string local, int floats) => EmitBuffer(local, floats, Buffers?.TakeRow(floats));

    /// <summary>Emits memory that only this layer needs and returns its first float.</summary>
    public string EmitBuffer(string local, int floats) => EmitBuffer(local, floats, Buffers?.Take(floats));

    /// <summary>Emits a copy of such memory to a field of the state.</summary>
    /// <param name="local">The name of the memory.</param>
    /// <param name="first">Its first float.</param>
    /// <param name="field">The field, of the same size.</param>
    /// <param name="floats">Their size.</param>
    public void EmitStore(string local, string first, string field, int floats) =>
        Writer.Write(first == local ? $"Copy(ref {local}, ref {field}[0], {floats});" : $"{field} = {local};");

    public string Form(IKernel kernel) => kernel.Form(Vector);

    /// <summary>The first float of input row <paramref name="row"/>.</summary>
    public string InputAt(string row) => Row(Input, row, InputStride);

    public static string Row(string first, string row, int stride) => stride == 0 ? first : $"__Unsafe.Add(ref {first}, {row} * {stride})";

    /// <summary>Emits a local variable at a given place, or with memory of its own, and returns its first float.</summary>
    public string EmitBuffer(string local, int floats, string? place)
    {
        if (place is null)
        {
            Writer.Write($"__Unsafe.SkipInit(out Floats{floats} {local});");
            return local + "[0]";
        }

        Writer.Write($"ref float {local} = ref {place};");
        return local;
    }

    /// <summary>Runs a kernel over rows: as many as possible at once, the others one by one.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="count">Number of rows, an expression of type int.</param>
    /// <param name="arguments">First floats and strides, in the order of the kernel's parameters.</param>
    public void EmitRows(IKernel kernel, string count, params (string First, int Stride)[] arguments)
    {
        int rows = kernel.RowsOf(Vector);
        string start = "0";
        if (rows > 1)
        {
            string whole = $"whole{kernel.Name}";
            Writer.Write($"int {whole} = {count} - ({count} % {rows});");
            string all = string.Join(", ", arguments.Select(argument => $"ref {argument.First}"));
            Writer.Write($"{kernel.RowsForm(Vector)}({all}, (__UIntPtr){whole}{kernel.BackwardArgument(Backward)});");
            start = whole;
        }

        using (Writer.Block($"for (int row = {start}; row < {count}; row++)"))
        {
            string one = string.Join(", ", arguments.Select(argument => $"ref {Row(argument.First, "row", argument.Stride)}"));
            Writer.Write($"{Form(kernel)}({one}{kernel.BackwardArgument(Backward)});");
        }
    }
}

/// <summary>Where a layer's input rows lie.</summary>
/// <param name="First">The first float of the first row; for tokens the variable, or the ref to the first token.</param>
/// <param name="Stride">Floats from one row to the next; 0 for a single row.</param>
internal sealed record RowLocation(string First, int Stride)
{
    /// <summary>The first float of a row.</summary>
    public string At(string row) => EmitContext.Row(First, row, Stride);
}
