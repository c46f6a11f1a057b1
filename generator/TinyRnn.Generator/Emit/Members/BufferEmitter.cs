namespace TinyRnn.Generator.Emit.Members;

/// <summary>Buffers of fixed sizes, on the stack or inside the state.</summary>
internal static class BufferEmitter
{
    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        foreach (int size in plan.BufferSizes)
        {
            writer.Blank();
            writer.Summary(Literals.Count(size, "float") + " in place.");
            writer.Write($"[InlineArray({size})]");
            using (writer.Block($"internal struct Floats{size}"))
            {
                writer.Write("private float _first;");
            }
        }
    }
}
