using TinyRnn.Generator.Emit.Layers;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>The state: a value of fixed size.</summary>
internal static class StateEmitter
{
    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        writer.Blank();
        writer.Summary(plan.LastStateful < 0
            ? "The state of a network without memory: empty."
            : "What the model remembers between steps. A value that the caller owns: copy it to branch, set it to default to start again.");
        using (writer.Block("public struct State"))
        {
            foreach (StateField field in plan.State)
            {
                writer.Blank();
                writer.Write($"internal Floats{field.PaddedSize} {field.Storage};");
            }

            foreach (StateField field in plan.State)
            {
                writer.Blank();
                writer.Summary(field.Summary);
                writer.Write("[UnscopedRef]");
                writer.Write($"public Span<float> {field.Name} => {field.Storage}[..{field.Size}];");
            }
        }
    }
}
