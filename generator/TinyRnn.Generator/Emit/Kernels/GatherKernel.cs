using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>Values of a row in another order.</summary>
internal sealed class GatherKernel(string name, string summary, IReadOnlyList<int> offsets) : IKernel
{
    public string Name => name;

    public int WidestForm => 128;

    public bool Alternates => false;

    public int RowsOf(VectorForm form) => 1;

    public void Emit(CodeWriter writer, VectorForm form)
    {
        writer.Blank();
        writer.Summary(summary);
        writer.Param("x", "The row.");
        writer.Param("result", $"Receives {Literals.Count(offsets.Count, "value")}.");
        using (writer.Block($"private static void {name}{form.Suffix}(ref float x, ref float result)"))
        {
            writer.Write($"global::System.ReadOnlySpan<ushort> offsets = [{string.Join(", ", offsets.Select(offset => $"{offset}"))}];");
            using (writer.Block("for (int i = 0; i < offsets.Length; i++)"))
            {
                writer.Write("__Unsafe.Add(ref result, i) = __Unsafe.Add(ref x, (int)offsets[i]);");
            }
        }
    }

    public void EmitRows(CodeWriter writer, VectorForm form) => throw new NotSupportedException("values are put in order row by row");
}
