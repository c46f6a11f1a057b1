using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Elementwise;

/// <summary>
/// The formulas of one or several layers along rows, vector by vector; the result of one layer stays in a register for the next. The last vector
/// overlaps the one before it, so that no float after the end of a row is read or written. Rows shorter than a vector are processed value by value,
/// with the same operations.
/// </summary>
/// <param name="name">Name of the method.</param>
/// <param name="summary">What the method computes.</param>
/// <param name="sizes">Size of each row that is read: the size of the result, or 1 for a value that is combined with all.</param>
/// <param name="size">Size of the result.</param>
/// <param name="stages">The layers in order; the last one gives the result.</param>
internal sealed class ElementwiseKernel(string name, string summary, IReadOnlyList<int> sizes, int size, IReadOnlyList<ElementwiseStage> stages) : IKernel
{
    private readonly FloatTable[] _constants = [.. stages.SelectMany(stage => stage.Formula.Constants)];

    public string Name => name;

    public int WidestForm => size >= 16 ? 512 : size >= 8 ? 256 : 128;

    public bool Alternates => false;

    public int RowsOf(VectorForm form) => 1;

    public void Emit(CodeWriter writer, VectorForm form)
    {
        string vector = Aliases.VectorOf(form.Width);
        writer.Blank();
        writer.Summary(summary);
        for (int i = 0; i < sizes.Count; i++)
        {
            writer.Param($"x{i}", Literals.Count(sizes[i], "value") + ".");
        }

        writer.Param("result", $"Receives {Literals.Count(size, "value")}.");
        string parameters = string.Concat(sizes.Select((_, i) => $"ref float x{i}, "));
        using (writer.Block($"private static void {name}{form.Suffix}({parameters}ref float result)"))
        {
            for (int i = 0; i < _constants.Length; i++)
            {
                writer.Write($"ref float constant{i} = ref {_constants[i].First};");
            }

            if (size < form.Lanes)
            {
                EmitSingles(writer, vector);
                return;
            }

            for (int i = 0; i < sizes.Count; i++)
            {
                if (IsShared(i))
                {
                    writer.Write($"{vector}Float value{i} = {vector}.Create(x{i});");
                }
            }

            int whole = size / form.Lanes * form.Lanes;
            if (whole > form.Lanes)
            {
                using (writer.Block($"for (__UIntPtr i = 0; i < {whole}; i += {form.Lanes})"))
                {
                    EmitVector(writer, vector, new FloatOffset("i"), "");
                }
            }
            else
            {
                EmitVector(writer, vector, new FloatOffset("", 0), "");
            }

            if (whole < size)
            {
                writer.Blank();
                EmitVector(writer, vector, new FloatOffset("", size - form.Lanes), "Last");
            }
        }
    }

    public void EmitRows(CodeWriter writer, VectorForm form) => throw new NotSupportedException("values are made row by row");

    private bool IsShared(int operand) => sizes[operand] != size;

    private void EmitVector(CodeWriter writer, string vector, FloatOffset offset, string suffix)
    {
        List<string> values = [];
        for (int i = 0; i < sizes.Count; i++)
        {
            values.Add(IsShared(i) ? $"value{i}" : $"value{i}{suffix}");
            if (!IsShared(i))
            {
                writer.Write($"{vector}Float {values[i]} = {vector}.LoadUnsafe({offset.Arguments($"x{i}")});");
            }
        }

        string result = EmitStages(writer, vector, values, i => $"{vector}.LoadUnsafe({offset.Arguments($"constant{i}")})", suffix);
        writer.Write($"{vector}.StoreUnsafe({result}, {offset.Arguments("result")});");
    }

    private void EmitSingles(CodeWriter writer, string vector)
    {
        for (int at = 0; at < size; at++)
        {
            List<string> values = [];
            for (int i = 0; i < sizes.Count; i++)
            {
                values.Add($"value{i}_{at}");
                writer.Write($"{vector}Float {values[i]} = {vector}.CreateScalar({new FloatOffset("", IsShared(i) ? 0 : at).At($"x{i}")});");
            }

            string result = EmitStages(writer, vector, values, i => $"{vector}.CreateScalar({new FloatOffset("", at).At($"constant{i}")})", $"_{at}");
            writer.Write($"{new FloatOffset("", at).At("result")} = {vector}.ToScalar({result});");
        }
    }

    // Each layer except the last has a variable; the last layer's expression is returned.
    private string EmitStages(CodeWriter writer, string vector, List<string> values, Func<int, string> constant, string suffix)
    {
        int constants = 0;
        for (int i = 0; i < stages.Count; i++)
        {
            int first = constants;
            constants += stages[i].Formula.Constants.Count;
            string[] operands =
            [
                .. stages[i].Operands.Select(operand => operand >= 0 ? values[operand] : $"made{~operand}{suffix}"),
                .. Enumerable.Range(first, constants - first).Select(constant),
            ];
            string result = stages[i].Formula.Of(operands, vector);
            if (i == stages.Count - 1)
            {
                return result;
            }

            writer.Write($"{vector}Float made{i}{suffix} = {result};");
        }

        throw new InvalidOperationException("a loop has at least one layer");
    }
}
