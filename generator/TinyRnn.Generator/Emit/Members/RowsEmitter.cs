using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Plan;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>The common parts of blocks of steps and of steps of several streams: buffers, centred input, layers over rows.</summary>
internal static class RowsEmitter
{
    /// <summary>Declares refs to each layer's rows within <c>block</c>.</summary>
    public static void EmitBuffers(CodeWriter writer, ModelPlan plan, string count, int layers)
    {
        foreach ((string name, int offset) in plan.Rows.Of(layers))
        {
            writer.Write($"ref float {name} = ref {(offset == 0 ? "block" : $"__Unsafe.Add(ref block, {count} * {offset})")};");
        }

        if (layers == plan.Layers.Count && plan.WritesInPlace)
        {
            writer.Write($"ref float {plan.LastLayer.Rows} = ref output;");
        }
    }

    /// <summary>The comment that says what is done to the input.</summary>
    public static string InputComment(ModelPlan plan) => plan.InputDeviations is null
        ? "// Subtracts the mean; the weights contain the division by the deviation."
        : "// Subtracts the mean and divides by the deviation.";

    /// <summary>Value <c>i</c> of an input row less its mean and, unless the weights contain the division, divided by its deviation.</summary>
    public static string CentredInput(ModelPlan plan, string offset)
    {
        string centred = $"__Unsafe.Add(ref x, {offset}) - __Unsafe.Add(ref Floats(Weights.InputMean), i)";
        return plan.InputDeviations is null ? centred : $"({centred}) / __Unsafe.Add(ref Floats(Weights.InputStd), i)";
    }

    /// <summary>Subtracts the means; returns the first float of the input rows.</summary>
    public static string EmitInput(CodeWriter writer, ModelPlan plan, string count)
    {
        if (plan.InputMeans is null)
        {
            return plan.ReadsTokens ? "tokens" : "x";
        }

        int size = plan.Network.InputSize;
        writer.Blank();
        writer.Write(InputComment(plan));
        using (writer.Block($"for (int row = 0; row < {count}; row++)"))
        {
            using (writer.Block($"for (int i = 0; i < {size}; i++)"))
            {
                writer.Write($"__Unsafe.Add(ref {RowsPlan.Centred}, (row * {size}) + i) = {CentredInput(plan, $"(row * {size}) + i")};");
            }
        }

        return RowsPlan.Centred;
    }

    /// <summary>Emits the layers over all rows; returns where each layer's rows lie.</summary>
    public static StepRows EmitLayers(
        CodeWriter writer, ModelPlan plan, VectorForm form, int layers, string count, string input, Action<LayerEmitter, EmitContext> emit)
    {
        StepRows rows = new(plan);
        rows.Set(Graph.Input, new RowLocation(input, plan.ReadsTokens ? 1 : plan.Network.InputSize));
        for (int i = 0; i < layers; i++)
        {
            LayerEmitter layer = plan.Layers[i];
            writer.Blank();
            writer.Write($"// {layer.Comment}");
            EmitContext context = new(writer, form, rows.InputsOf(layer), "0");
            emit(layer, context);
            if (layer != plan.LastLayer && layer.WholeActivation != Activation.Identity)
            {
                using (writer.Block($"for (int row = 0; row < {count}; row++)"))
                {
                    writer.Write(FinishEmitter.Whole(layer, $"ref {EmitContext.Row(layer.Output.FirstOf(layer.Rows), "row", layer.Output.Stride)}"));
                }
            }

            rows.Set(i, layer.IsView ? context.Inputs[0] : new RowLocation(layer.Rows, layer.Output.Stride));
        }

        return rows;
    }

    /// <summary>Emits the outputs of all rows.</summary>
    public static void EmitOutputs(CodeWriter writer, ModelPlan plan, string count, RowLocation rows)
    {
        if (plan.WritesInPlace)
        {
            return;
        }

        writer.Blank();
        using (writer.Block($"for (int row = 0; row < {count}; row++)"))
        {
            writer.Write($"ref float result = ref {EmitContext.Row("output", "row", plan.Network.OutputSize)};");
            FinishEmitter.EmitCall(writer, plan, rows.At("row"), EmitContext.Row("x", "row", plan.Network.InputSize), "result");
        }
    }
}
