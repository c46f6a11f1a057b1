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
        writer.Summary("One step; without its output, it ends after the last layer that the state depends on.");
        KernelsEmitter.EmitDispatch(
            writer, plan, "Step", $"ref State state, {input}, ref float output, bool needsOutput", $"ref state, {argument}, ref output, needsOutput");
        foreach (VectorForm form in plan.Forms)
        {
            writer.Blank();
            writer.Write("[__MethodImpl(__MethodImplOptions.AggressiveOptimization | __MethodImplOptions.NoInlining)]");
            using (writer.Block($"private static void Step{form.Suffix}(ref State state, {input}, ref float output, bool needsOutput)"))
            {
                StepBuffers? buffers = Buffers(writer, plan);
                EmitBody(writer, plan, form, buffers);
                buffers?.Finish();
            }
        }
    }

    /// <summary>Where the buffers of a step lie, from here on; null if each is a local variable.</summary>
    public static StepBuffers? Buffers(CodeWriter writer, ModelPlan plan) =>
        plan.Lifetimes is null ? null : new StepBuffers(writer, plan.Lifetimes, plan.WritesInPlace ? plan.LastLayer.Joint : null);

    /// <summary>
    /// Emits one step of the layers from <paramref name="first"/> to before <paramref name="end"/>; their rows are added to <paramref name="rows"/>.
    /// </summary>
    public static void EmitLayers(CodeWriter writer, ModelPlan plan, VectorForm form, int first, int end, StepRows rows, StepBuffers? buffers)
    {
        for (int i = first; i < end; i++)
        {
            LayerEmitter layer = plan.Layers[i];
            bool isLast = layer == plan.LastLayer;
            writer.Blank();
            writer.Write($"// {layer.Comment}");
            if (buffers is not null)
            {
                buffers.Layer = i;
            }

            string? place = isLast && plan.WritesInPlace ? "output" : null;
            string row = layer.EmitStep(new EmitContext(writer, form, rows.InputsOf(layer), plan.State.Backward, place, buffers));
            rows.Set(i, new RowLocation(row, 0));
            if (!isLast && layer.WholeActivation != Activation.Identity)
            {
                writer.Write(FinishEmitter.Whole(layer, $"ref {layer.Output.FirstOf(row)}"));
            }
        }
    }

    private static void EmitBody(CodeWriter writer, ModelPlan plan, VectorForm form, StepBuffers? buffers)
    {
        string input = plan.ReadsTokens ? "token" : "x";
        if (plan.InputMeans is not null)
        {
            // The mean is subtracted first. Folded into the bias, it would cost digits of values that are large compared with their deviation.
            writer.Write(RowsEmitter.InputComment(plan));
            writer.Write($"__Unsafe.SkipInit(out Floats{plan.Network.InputSize} centred);");
            using (writer.Block($"for (int i = 0; i < {plan.Network.InputSize}; i++)"))
            {
                writer.Write($"centred[i] = {RowsEmitter.CentredInput(plan, "i")};");
            }

            input = "centred[0]";
        }

        StepRows rows = new(plan);
        rows.Set(Graph.Input, new RowLocation(input, 0));
        if (plan.LastLayer is ConcatRnnEmitter concat)
        {
            EmitLayers(writer, plan, form, 0, plan.Layers.Count - 1, rows, buffers);
            writer.Blank();
            writer.Write($"// {concat.Comment}");
            if (buffers is not null)
            {
                buffers.Layer = plan.Layers.Count - 1;
            }

            EmitContext context = new(writer, form, rows.InputsOf(concat), plan.State.Backward, null, buffers);
            concat.EmitLastStep(context, row => FinishEmitter.EmitCall(writer, plan, row, "x", "output"));
            EmitBackward(writer, plan);
            return;
        }

        EmitLayers(writer, plan, form, 0, plan.StateLayers, rows, buffers);
        EmitBackward(writer, plan);
        writer.Blank();
        using (writer.Block("if (!needsOutput)"))
        {
            writer.Write("return;");
        }

        EmitLayers(writer, plan, form, plan.StateLayers, plan.Layers.Count, rows, buffers);
        writer.Blank();
        FinishEmitter.EmitCall(writer, plan, rows.Last.First, "x", "output");
    }

    private static void EmitBackward(CodeWriter writer, ModelPlan plan)
    {
        if (plan.State.HasBackward)
        {
            writer.Blank();
            writer.Write("state.Backward ^= 1;");
        }
    }
}
