using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>What blocks of steps and steps of several streams have in common: buffers, centred input, layers over rows.</summary>
internal static class RowsEmitter
{
    /// <summary>Declares refs to each layer's rows inside <c>block</c>.</summary>
    public static void EmitBuffers(CodeWriter writer, ModelPlan plan, string count, int layers)
    {
        int offset = 0;
        if (plan.InputMeans is not null)
        {
            Declare("centred", plan.Network.InputSize);
        }

        for (int i = 0; i < layers; i++)
        {
            LayerEmitter layer = plan.Layers[i];
            if (layer is RecurrentEmitter recurrent)
            {
                foreach ((string name, int stride) in recurrent.Starts)
                {
                    Declare(name, stride);
                }
            }

            if (layer == plan.LastLayer && plan.WritesInPlace)
            {
                writer.Write($"ref float {layer.Rows} = ref output;");
                continue;
            }

            Declare(layer.Rows, layer.Output.Stride);
        }

        void Declare(string name, int stride)
        {
            writer.Write($"ref float {name} = ref {(offset == 0 ? "block" : $"__Unsafe.Add(ref block, {count} * {offset})")};");
            offset += stride;
        }
    }

    /// <summary>What is done to the input, as a comment.</summary>
    public static string InputComment(ModelPlan plan) => plan.InputDeviations is null
        ? "// Less the mean; the deviation is part of the weights."
        : "// Less the mean, divided by the deviation.";

    /// <summary>Value <c>i</c> of an input row less its mean and, where the weights have it not in them, divided by its deviation.</summary>
    public static string CentredInput(ModelPlan plan, string offset)
    {
        string centred = $"__Unsafe.Add(ref x, {offset}) - __Unsafe.Add(ref Floats(Weights.InputMean), i)";
        return plan.InputDeviations is null ? centred : $"({centred}) / __Unsafe.Add(ref Floats(Weights.InputStd), i)";
    }

    /// <summary>Subtracts the means; gives the first float of the input rows.</summary>
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
                writer.Write($"__Unsafe.Add(ref centred, (row * {size}) + i) = {CentredInput(plan, $"(row * {size}) + i")};");
            }
        }

        return "centred";
    }

    /// <summary>The layers over all rows; gives the first float of the last one's rows and their stride.</summary>
    public static (string Rows, int Stride) EmitLayers(CodeWriter writer, ModelPlan plan, VectorForm form, int layers, string count, string input, Action<LayerEmitter, EmitContext> emit)
    {
        int stride = plan.ReadsTokens ? 1 : plan.Network.InputSize;
        for (int i = 0; i < layers; i++)
        {
            LayerEmitter layer = plan.Layers[i];
            writer.Blank();
            writer.Write($"// {layer.Layer.Name}: {layer.Layer}");
            emit(layer, new EmitContext(writer, form, input, stride, "0"));
            if (layer != plan.LastLayer && layer.WholeActivation != Activation.Identity)
            {
                using (writer.Block($"for (int row = 0; row < {count}; row++)"))
                {
                    writer.Write(FinishEmitter.Whole(layer, $"ref {EmitContext.Row(layer.Rows, "row", layer.Output.Stride)}"));
                }
            }

            input = layer.Rows;
            stride = layer.Output.Stride;
        }

        return (input, stride);
    }

    /// <summary>The outputs of all rows.</summary>
    public static void EmitOutputs(CodeWriter writer, ModelPlan plan, string count, string rows, int stride)
    {
        if (plan.WritesInPlace)
        {
            return;
        }

        writer.Blank();
        using (writer.Block($"for (int row = 0; row < {count}; row++)"))
        {
            writer.Write($"ref float result = ref {EmitContext.Row("output", "row", plan.Network.OutputSize)};");
            FinishEmitter.EmitCall(writer, plan, EmitContext.Row(rows, "row", stride), EmitContext.Row("x", "row", plan.Network.InputSize), "result");
        }
    }
}
