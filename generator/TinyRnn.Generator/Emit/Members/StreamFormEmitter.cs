using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>One step of several independent streams, for each vector width: every layer reads its weights once for all of them.</summary>
internal static class StreamFormEmitter
{
    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        string input = plan.ReadsTokens ? "ref int tokens" : "ref float x";
        string argument = plan.ReadsTokens ? "ref tokens" : "ref x";
        writer.Blank();
        writer.Summary($"One step of up to {plan.BlockSteps} streams, which share one read of the weights.");
        KernelsEmitter.EmitDispatch(
            writer, plan, "Streams", $"ref State states, {input}, ref float output, int count", $"ref states, {argument}, ref output, count");
        foreach (VectorForm form in plan.Forms)
        {
            writer.Blank();
            writer.Write("[__MethodImpl(__MethodImplOptions.AggressiveOptimization | __MethodImplOptions.NoInlining)]");
            using (writer.Block($"private static void Streams{form.Suffix}(ref State states, {input}, ref float output, int count)"))
            {
                EmitBody(writer, plan, form);
            }
        }
    }

    private static void EmitBody(CodeWriter writer, ModelPlan plan, VectorForm form)
    {
        writer.Write($"__Unsafe.SkipInit(out Floats{plan.BlockSteps * plan.BlockFloats} buffer);");
        writer.Write("ref float block = ref buffer[0];");
        RowsEmitter.EmitBuffers(writer, plan, "count", plan.Layers.Count);
        string input = RowsEmitter.EmitInput(writer, plan, "count");
        StepRows rows = RowsEmitter.EmitLayers(writer, plan, form, plan.Layers.Count, "count", input, (layer, context) => layer.EmitStreams(context));
        if (plan.State.HasBackward)
        {
            writer.Blank();
            using (writer.Block("for (int row = 0; row < count; row++)"))
            {
                writer.Write("__Unsafe.Add(ref states, row).Backward ^= 1;");
            }
        }

        RowsEmitter.EmitOutputs(writer, plan, "count", rows.Last);
    }
}
