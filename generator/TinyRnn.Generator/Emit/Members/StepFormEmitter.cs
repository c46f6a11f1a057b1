using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>One step, for each vector width.</summary>
internal static class StepFormEmitter
{
    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        string input = plan.ReadsTokens ? "int token" : "ref float x";
        string argument = plan.ReadsTokens ? "token" : "ref x";
        writer.Blank();
        writer.Summary("One step; without its output it ends behind the last layer that remembers something.");
        KernelsEmitter.EmitDispatch(writer, plan, "Step", $"ref State state, {input}, ref float output, bool needsOutput", $"ref state, {argument}, ref output, needsOutput");
        foreach (VectorForm form in plan.Forms)
        {
            writer.Blank();
            writer.Write("[__MethodImpl(__MethodImplOptions.AggressiveOptimization | __MethodImplOptions.NoInlining)]");
            using (writer.Block($"private static void Step{form.Suffix}(ref State state, {input}, ref float output, bool needsOutput)"))
            {
                EmitBody(writer, plan, form);
            }
        }
    }

    /// <summary>The layers from <paramref name="first"/> to before <paramref name="end"/>, of one step; gives the first float of the last one's row.</summary>
    public static string EmitLayers(CodeWriter writer, ModelPlan plan, VectorForm form, int first, int end, string input)
    {
        for (int i = first; i < end; i++)
        {
            LayerEmitter layer = plan.Layers[i];
            bool isLast = layer == plan.LastLayer;
            writer.Blank();
            writer.Write($"// {layer.Layer.Name}: {layer.Layer}");
            input = layer.EmitStep(new EmitContext(writer, form, input, 0, plan.State.Turn, isLast && plan.WritesInPlace ? "output" : null));
            if (!isLast && layer.WholeActivation != Activation.Identity)
            {
                writer.Write(FinishEmitter.Whole(layer, $"ref {input}"));
            }
        }

        return input;
    }

    private static void EmitBody(CodeWriter writer, ModelPlan plan, VectorForm form)
    {
        string input = plan.ReadsTokens ? "token" : "x";
        if (plan.InputMeans is not null)
        {
            // Folded into the bias the mean would cost the digits of a value that is large beside its deviation.
            writer.Write(RowsEmitter.InputComment(plan));
            writer.Write($"__Unsafe.SkipInit(out Floats{plan.Network.InputSize} centred);");
            using (writer.Block($"for (int i = 0; i < {plan.Network.InputSize}; i++)"))
            {
                writer.Write($"centred[i] = {RowsEmitter.CentredInput(plan, "i")};");
            }

            input = "centred[0]";
        }

        int stateful = plan.LastStateful + 1;
        if (plan.LastLayer is ConcatRnnEmitter concat)
        {
            input = EmitLayers(writer, plan, form, 0, plan.Layers.Count - 1, input);
            writer.Blank();
            writer.Write($"// {concat.Layer.Name}: {concat.Layer}");
            concat.EmitLastStep(new EmitContext(writer, form, input, 0, plan.State.Turn), row => FinishEmitter.EmitCall(writer, plan, row, "x", "output"));
            EmitTurn(writer, plan);
            return;
        }

        input = EmitLayers(writer, plan, form, 0, stateful, input);
        EmitTurn(writer, plan);
        writer.Blank();
        using (writer.Block("if (!needsOutput)"))
        {
            writer.Write("return;");
        }

        input = EmitLayers(writer, plan, form, stateful, plan.Layers.Count, input);
        writer.Blank();
        FinishEmitter.EmitCall(writer, plan, input, "x", "output");
    }

    private static void EmitTurn(CodeWriter writer, ModelPlan plan)
    {
        if (plan.State.HasTurn)
        {
            writer.Blank();
            writer.Write("state.Turn ^= 1;");
        }
    }
}
