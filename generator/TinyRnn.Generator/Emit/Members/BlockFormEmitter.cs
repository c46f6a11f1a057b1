using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>
/// Several steps of a sequence, layer by layer, for each vector width: the weights of input products are read once for all steps. For a network that
/// needs the whole sequence, the block is that sequence.
/// </summary>
internal static class BlockFormEmitter
{
    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        bool streams = plan.Network.IsStreaming;
        bool last = plan.Network.OutputSteps == OutputSteps.Last;
        string input = plan.ReadsTokens ? "ref int tokens" : "ref float x";
        string argument = plan.ReadsTokens ? "ref tokens" : "ref x";
        string state = streams ? "ref State state, " : "";
        string stateArgument = streams ? "ref state, " : "";
        string block = streams ? "" : "ref float block, ";
        string blockArgument = streams ? "" : "ref block, ";
        string needs = streams && last ? ", bool needsOutput" : "";
        string needsArgument = streams && last ? ", needsOutput" : "";
        writer.Blank();
        writer.Summary(streams
            ? $"Up to {plan.BlockSteps} steps, layer by layer, so that the weights of input products are read once for all steps."
            : "The whole sequence, layer by layer.");
        KernelsEmitter.EmitDispatch(
            writer, plan, "Block", $"{state}{input}, {block}ref float output, int steps{needs}", $"{stateArgument}{argument}, {blockArgument}ref output, "
                + $"steps{needsArgument}");
        foreach (VectorForm form in plan.Forms)
        {
            writer.Blank();
            writer.Write("[__MethodImpl(__MethodImplOptions.AggressiveOptimization | __MethodImplOptions.NoInlining)]");
            using (writer.Block($"private static void Block{form.Suffix}({state}{input}, {block}ref float output, int steps{needs})"))
            {
                EmitBody(writer, plan, form, streams, last);
            }
        }
    }

    private static void EmitBody(CodeWriter writer, ModelPlan plan, VectorForm form, bool streams, bool last)
    {
        int layers = last ? plan.StateLayers : plan.Layers.Count;
        if (streams)
        {
            writer.Write($"__Unsafe.SkipInit(out Floats{plan.BlockSteps * plan.BlockFloats} buffer);");
            writer.Write("ref float block = ref buffer[0];");
        }
        else
        {
            writer.Write("SequenceState state = default;");
            StateEmitter.EmitInitial(writer, plan);
        }

        RowsEmitter.EmitBuffers(writer, plan, "steps", layers);
        string input = RowsEmitter.EmitInput(writer, plan, "steps");
        StepRows rows = RowsEmitter.EmitLayers(writer, plan, form, layers, "steps", input, (layer, context) => layer.EmitBlock(context));
        if (streams && plan.State.HasBackward)
        {
            writer.Blank();
            writer.Write("state.Backward = (state.Backward + (uint)steps) & 1;");
        }

        if (!last)
        {
            RowsEmitter.EmitOutputs(writer, plan, "steps", rows.Last);
            return;
        }

        if (streams)
        {
            writer.Blank();
            using (writer.Block("if (!needsOutput)"))
            {
                writer.Write("return;");
            }
        }

        // Layers after those that a state depends on are needed only for the last step.
        writer.Blank();
        StepRows lastRows = new(plan);
        int[] read =
        [
            .. plan.Layers.Skip(layers).SelectMany(layer => layer.Inputs).Append(plan.Layers.Count - 1).Where(value => value < layers).Distinct()
            .OrderBy(value => value)
        ];
        for (int i = 0; i < read.Length; i++)
        {
            string name = read.Length == 1 ? "lastRow" : $"lastRow{i}";
            writer.Write($"ref float {name} = ref {rows.Of(read[i]).At("(steps - 1)")};");
            lastRows.Set(read[i], new RowLocation(name, 0));
        }

        StepBuffers? buffers = StepFormEmitter.Buffers(writer, plan);
        StepFormEmitter.EmitLayers(writer, plan, form, layers, plan.Layers.Count, lastRows, buffers);
        buffers?.Finish();
        string row = lastRows.Last.First;
        writer.Blank();
        FinishEmitter.EmitCall(writer, plan, row, $"__Unsafe.Add(ref x, (steps - 1) * {plan.Network.InputSize})", "output");
    }
}
