using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Elementwise;

/// <summary>
/// A formula along rows, vector by vector. The last vector reaches back over values that were made before, so that no float behind a row is
/// read or written; fewer values than a vector are taken one by one, with the same operations.
/// </summary>
/// <param name="name">Name of the method.</param>
/// <param name="summary">What it computes.</param>
/// <param name="sizes">Values of each row that is read: as many as the result has, or one that goes with all.</param>
/// <param name="size">Values of the result.</param>
/// <param name="formula">The formula.</param>
/// <param name="constants">Its rows of constants.</param>
internal sealed class ElementwiseKernel(string name, string summary, IReadOnlyList<int> sizes, int size, ElementwiseFormula formula, IReadOnlyList<FloatTable> constants) : IKernel
{
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
            for (int i = 0; i < constants.Count; i++)
            {
                writer.Write($"ref float constant{i} = ref {constants[i].First};");
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
                    EmitVector(writer, vector, new Place("i"), "");
                }
            }
            else
            {
                EmitVector(writer, vector, new Place("", 0), "");
            }

            if (whole < size)
            {
                writer.Blank();
                EmitVector(writer, vector, new Place("", size - form.Lanes), "Last");
            }
        }
    }

    public void EmitRows(CodeWriter writer, VectorForm form) => throw new NotSupportedException("values are made row by row");

    private bool IsShared(int operand) => sizes[operand] != size;

    private void EmitVector(CodeWriter writer, string vector, Place place, string suffix)
    {
        List<string> operands = [];
        for (int i = 0; i < sizes.Count; i++)
        {
            operands.Add(IsShared(i) ? $"value{i}" : $"value{i}{suffix}");
            if (!IsShared(i))
            {
                writer.Write($"{vector}Float {operands[i]} = {vector}.LoadUnsafe({place.Arguments($"x{i}")});");
            }
        }

        operands.AddRange(constants.Select((_, i) => $"{vector}.LoadUnsafe({place.Arguments($"constant{i}")})"));
        writer.Write($"{vector}.StoreUnsafe({formula.Of(operands, vector)}, {place.Arguments("result")});");
    }

    private void EmitSingles(CodeWriter writer, string vector)
    {
        for (int at = 0; at < size; at++)
        {
            List<string> operands = [];
            for (int i = 0; i < sizes.Count; i++)
            {
                operands.Add($"value{i}_{at}");
                writer.Write($"{vector}Float {operands[i]} = {vector}.CreateScalar({new Place("", IsShared(i) ? 0 : at).At($"x{i}")});");
            }

            operands.AddRange(constants.Select((_, i) => $"{vector}.CreateScalar({new Place("", at).At($"constant{i}")})"));
            writer.Write($"{new Place("", at).At("result")} = {vector}.ToScalar({formula.Of(operands, vector)});");
        }
    }
}
