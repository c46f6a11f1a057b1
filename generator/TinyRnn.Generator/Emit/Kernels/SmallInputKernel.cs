using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>Computes the start values of a recurrent kernel for several streams with few input values: bias + W x, in the kernel's own
/// order.</summary>
internal sealed class SmallInputKernel(string name, string summary, SmallInput small, FloatTable bias) : IKernel
{
    public string Name { get; } = name;

    public int WidestForm => bias.Columns % 16 == 0 ? 512 : bias.Columns % 8 == 0 ? 256 : 128;

    public bool Alternates => false;

    public int RowsOf(VectorForm form) => 1;

    public void Emit(CodeWriter writer, VectorForm form)
    {
        string vector = Aliases.VectorOf(form.Width);
        writer.Blank();
        writer.Summary(summary);
        writer.Param("x", Literals.Count(small.Columns, "value") + " of input.");
        writer.Param("start", $"Receives {bias.Columns} values.");
        using (writer.Block($"private static void {Name}{form.Suffix}(ref float x, ref float start)"))
        {
            writer.Write($"ref float bias = ref {bias.First};");
            writer.Write($"ref float inputWeights = ref {small.Weights.First};");
            using (writer.Block($"for (__UIntPtr i = 0; i < {bias.Columns}; i += {form.Lanes})"))
            {
                writer.Write($"{vector}Float sum = {vector}.LoadUnsafe(ref bias, i);");
                for (int column = 0; column < small.Columns; column++)
                {
                    string value = new FloatOffset("").At("x", small.OffsetOf(column));
                    writer.Write(
                        $"sum = {vector}.MultiplyAddEstimate({vector}.Create({value}), "
                            + $"{vector}.LoadUnsafe({new FloatOffset("i").Arguments("inputWeights", small.WeightsOf(column))}), sum);");
                }

                writer.Write($"{vector}.StoreUnsafe(sum, ref start, i);");
            }
        }
    }

    public void EmitRows(CodeWriter writer, VectorForm form) => throw new NotSupportedException("start values are computed row by row");
}
