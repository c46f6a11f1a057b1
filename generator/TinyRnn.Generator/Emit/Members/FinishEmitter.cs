using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>From the last layer's row to the output: soft-max, scaling, residual connection.</summary>
internal static class FinishEmitter
{
    private const int MostSingleCopies = 4;

    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        if (!plan.NeedsFinish)
        {
            return;
        }

        Network network = plan.Network;
        int size = network.OutputSize;
        string input = network.Residual is null ? "" : "ref float x, ";
        writer.Blank();
        writer.Summary("Turns the last layer's row into the output.");
        using (writer.Block($"private static void Finish(ref float row, {input}ref float output)"))
        {
            EmitCopy(writer, plan, "row", "output");
            if (plan.LastLayer.WholeActivation != Activation.Identity)
            {
                writer.Write(Whole(plan.LastLayer, "ref output"));
            }

            if (network.OutputScaling is not null)
            {
                writer.Write("ref float mean = ref Floats(Weights.OutputMean);");
                writer.Write("ref float std = ref Floats(Weights.OutputStd);");
                using (writer.Block($"for (int i = 0; i < {size}; i++)"))
                {
                    writer.Write("__Unsafe.Add(ref output, i) = (__Unsafe.Add(ref output, i) * __Unsafe.Add(ref std, i)) + __Unsafe.Add(ref mean, i);");
                }
            }

            for (int i = 0; i < network.Residual?.Inputs.Count; i++)
            {
                string factor = network.Residual.Factor == 1f ? "" : $"{Literals.Of(network.Residual.Factor)} * ";
                writer.Write($"__Unsafe.Add(ref output, {i}) += {factor}__Unsafe.Add(ref x, {network.Residual.Inputs[i]});");
            }
        }
    }

    /// <summary>Emits the way from a row to the output.</summary>
    public static void EmitCall(CodeWriter writer, ModelPlan plan, string row, string input, string output)
    {
        if (plan.NeedsFinish)
        {
            writer.Write($"Finish(ref {row}, {(plan.Network.Residual is null ? "" : $"ref {input}, ")}ref {output});");
            return;
        }

        if (plan.WritesInPlace)
        {
            return;
        }

        if (plan.Network.OutputSize > MostSingleCopies)
        {
            EmitCopy(writer, plan, row, output);
            return;
        }

        int column = 0;
        foreach ((int offset, int columns) in plan.LastLayer.Output.Pieces)
        {
            for (int i = 0; i < columns; i++, column++)
            {
                writer.Write($"{new Panels.FloatOffset("", column).At(output)} = {new Panels.FloatOffset("", offset + i).At(row)};");
            }
        }
    }

    // A row may have floats between its pieces, such as those of two directions, that are not part of the output.
    private static void EmitCopy(CodeWriter writer, ModelPlan plan, string row, string output)
    {
        int column = 0;
        foreach ((int offset, int columns) in plan.LastLayer.Output.Pieces)
        {
            writer.Write($"Copy(ref {new Panels.FloatOffset("", offset).At(row)}, ref {new Panels.FloatOffset("", column).At(output)}, {columns});");
            column += columns;
        }
    }

    /// <summary>Soft-max or its logarithm over a layer's row.</summary>
    public static string Whole(LayerEmitter layer, string first)
    {
        string method = layer.WholeActivation switch
        {
            Activation.Softmax => "ToProbabilities",
            Activation.LogSoftmax => "ToLogProbabilities",
            _ => throw new NotSupportedException($"the generator does not know {layer.WholeActivation} over a whole output"),
        };
        return $"global::TinyRnn.Softmax.{method}(__MemoryMarshal.CreateSpan({first}, {layer.Layer.OutputSize}));";
    }
}
