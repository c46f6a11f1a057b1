using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>The state: a value of fixed size. A model that needs the whole sequence keeps its state private.</summary>
internal static class StateEmitter
{
    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        if (!plan.Network.IsStreaming)
        {
            writer.Blank();
            writer.Summary("What the layers remember within a sequence.");
            using (writer.Block("private struct SequenceState"))
            {
                EmitFields(writer, plan);
            }

            return;
        }

        string start = plan.Network.HasInitialState ? "begin with InitialState" : "set it to default to start again";
        writer.Blank();
        writer.Summary(plan.StateLayers == 0
            ? "The state of a network without memory: empty."
            : $"What the model remembers between steps. The caller owns this value: copy it to branch, {start}, save it "
                + "elsewhere with StateForm.");
        using (writer.Block("public struct State"))
        {
            EmitFields(writer, plan);
            foreach (StateField field in plan.State.Fields.Where(field => field.Summary.Length > 0))
            {
                writer.Blank();
                writer.Summary(field.Summary);
                writer.Write("[global::System.Diagnostics.CodeAnalysis.UnscopedRef]");
                writer.Write($"public global::System.Span<float> {field.Name} => {field.Storage}[..{field.Size}];");
            }
        }

        EmitInitialState(writer, plan);
    }

    /// <summary>Fills the variable <c>state</c> with the model's initial state, if it has one.</summary>
    public static void EmitInitial(CodeWriter writer, ModelPlan plan)
    {
        foreach (StateField field in plan.State.Fields.Where(field => field.Initial is not null))
        {
            writer.Write($"__MemoryMarshal.Cast<ulong, float>(Weights.{field.Name}Initial)[..{field.Size}].CopyTo(state.{field.Storage});");
        }
    }

    private static void EmitFields(CodeWriter writer, ModelPlan plan)
    {
        foreach (StateField field in plan.State.Fields)
        {
            writer.Blank();
            writer.Write($"internal Floats{field.PaddedSize} {field.Storage};");
        }

        if (plan.State.HasBackward)
        {
            writer.Blank();
            writer.Summary("Whether the next step reads large weights from back to front; results do not depend on it.");
            writer.Write("internal uint Backward;");
        }
    }

    private static void EmitInitialState(CodeWriter writer, ModelPlan plan)
    {
        writer.Blank();
        if (!plan.Network.HasInitialState)
        {
            writer.Summary("The state before the first step: all zeros, the default value.");
            writer.Write("public static State InitialState => default;");
            return;
        }

        writer.Summary("The state before the first step, as stored in the model.");
        using (writer.Block("public static State InitialState"))
        {
            using (writer.Block("get"))
            {
                writer.Write("State state = default;");
                EmitInitial(writer, plan);
                writer.Write("return state;");
            }
        }
    }
}
