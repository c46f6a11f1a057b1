using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>One step: with its output (<c>Step</c>), or only as far as the state needs (<c>Advance</c>).</summary>
internal static class StepEmitter
{
    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        string input = plan.ReadsTokens ? "int token" : "ReadOnlySpan<float> input";
        writer.Blank();
        writer.Summary("Advances the state by one step and gives its output.");
        Describe(writer, plan);
        writer.Param("output", $"Receives {DescribeOutput(plan)}.");
        writer.Exception("ArgumentException", "An argument does not have its size.");
        using (writer.Block($"public static void Step(ref State state, {input}, Span<float> output)"))
        {
            EmitChecks(writer, plan);
            writer.Write("global::TinyRnn.ModelArguments.CheckLength(output.Length, OutputSize, nameof(output));");
            EmitInput(writer, plan);
            EmitLayers(writer, plan, plan.Layers.Count, needsLastOutput: true);
            EmitOutput(writer, plan);
        }

        writer.Blank();
        writer.Summary("Advances the state by one step without its output, which costs less.");
        Describe(writer, plan);
        writer.Exception("ArgumentException", "An argument does not have its size.");
        using (writer.Block($"public static void Advance(ref State state, {input})"))
        {
            EmitChecks(writer, plan);
            if (plan.LastStateful < 0)
            {
                writer.Blank();
                writer.Write("// Nothing is carried from step to step.");
            }
            else
            {
                EmitInput(writer, plan);
                EmitLayers(writer, plan, plan.LastStateful + 1, needsLastOutput: false);
            }
        }

        if (plan.ReadsTokens)
        {
            EmitCharacterStep(writer, plan);
        }
    }

    /// <summary>What a row of output is, in words.</summary>
    public static string DescribeOutput(ModelPlan plan)
    {
        string of = plan.Network.Task switch
        {
            NetworkTask.Classify => " of the labels",
            NetworkTask.LanguageModel => " of the next character, by token",
            _ => "",
        };
        int size = plan.Network.OutputSize;
        string what = plan.OutputForm switch
        {
            "Probabilities" => size == 1 ? "1 probability" : $"{size} probabilities",
            "LogProbabilities" => $"{Literals.Count(size, "natural logarithm")} of the probabilities",
            _ when plan.Network.Task == NetworkTask.Raw => Literals.Count(size, "value") + (plan.Network.OutputScaling is null ? "" : ", in the units of the data"),
            _ => Literals.Count(size, "logit"),
        };
        return what + of;
    }

    /// <summary>Documents the parameters of a step's input.</summary>
    private static void Describe(CodeWriter writer, ModelPlan plan)
    {
        writer.Param("state", "The state; its default value is the initial one.");
        if (plan.ReadsTokens)
        {
            writer.Param("token", $"Index of a character in the vocabulary, 0 to {plan.Network.InputSize - 1}.");
            return;
        }

        string units = plan.InputScaling is null ? "" : ", in the units of the data";
        writer.Param("input", $"{Literals.Count(plan.Network.InputSize, "value")}{units}.");
    }

    private static void EmitChecks(CodeWriter writer, ModelPlan plan) => writer.Write(plan.ReadsTokens
        ? "global::TinyRnn.ModelArguments.CheckToken(token, VocabularySize);"
        : "global::TinyRnn.ModelArguments.CheckLength(input.Length, InputSize, nameof(input));");

    private static void EmitInput(CodeWriter writer, ModelPlan plan)
    {
        if (plan.ReadsTokens)
        {
            return;
        }

        writer.Blank();
        if (plan.InputScaling is null)
        {
            writer.Write("ref float x = ref MemoryMarshal.GetReference(input);");
            return;
        }

        // The mean is subtracted before anything is rounded: folded into the bias it would cost the digits of a value
        // that is large beside its deviation.
        writer.Write("// Standardised: (input - mean) / std.");
        writer.Write($"Unsafe.SkipInit(out Floats{plan.Network.InputSize} scaled);");
        using (writer.Block("for (int i = 0; i < InputSize; i++)"))
        {
            writer.Write("scaled[i] = (input[i] - Unsafe.Add(ref Kernels.Floats(Weights.InputMean), i)) / Unsafe.Add(ref Kernels.Floats(Weights.InputStd), i);");
        }

        writer.Blank();
        writer.Write("ref float x = ref scaled[0];");
    }

    private static void EmitLayers(CodeWriter writer, ModelPlan plan, int count, bool needsLastOutput)
    {
        string input = "x";
        for (int i = 0; i < count; i++)
        {
            LayerEmitter layer = plan.Layers[i];
            bool needsOutput = i + 1 < count || needsLastOutput;
            writer.Blank();
            writer.Write($"// {layer.Layer.Name}: {layer.Layer}");
            layer.EmitStep(writer, input, needsOutput);

            // Of the last layer it is done on the caller's span.
            if (i + 1 < count && layer.WholeActivation != Activation.Identity)
            {
                writer.Write(Whole(layer, $"{layer.Local}[..{layer.Layer.OutputSize}]"));
            }

            input = layer.Local + "[0]";
        }
    }

    private static void EmitOutput(CodeWriter writer, ModelPlan plan)
    {
        LayerEmitter last = plan.Layers[plan.Layers.Count - 1];
        writer.Blank();
        writer.Write($"{last.Local}[..OutputSize].CopyTo(output);");
        if (last.WholeActivation != Activation.Identity)
        {
            writer.Write(Whole(last, "output"));
        }

        if (plan.Network.OutputScaling is not null)
        {
            using (writer.Block("for (int i = 0; i < OutputSize; i++)"))
            {
                writer.Write("output[i] = (output[i] * Unsafe.Add(ref Kernels.Floats(Weights.OutputStd), i)) + Unsafe.Add(ref Kernels.Floats(Weights.OutputMean), i);");
            }
        }
    }

    private static string Whole(LayerEmitter layer, string span) =>
        $"global::TinyRnn.Softmax.{(layer.WholeActivation == Activation.Softmax ? "ToProbabilities" : "ToLogProbabilities")}({span});";

    private static void EmitCharacterStep(CodeWriter writer, ModelPlan plan)
    {
        writer.Blank();
        writer.Summary("Advances the state by one character and gives the output, unless the model leaves the character out.");
        writer.Param("state", "The state; its default value is the initial one.");
        writer.Param("character", "A character of the basic plane; for others read tokens with ReadToken.");
        writer.Param("output", $"Receives {DescribeOutput(plan)}; unchanged where the character is left out.");
        writer.Returns("Whether the model read the character.");
        writer.Exception("ArgumentException", plan.Network.Vocabulary!.Unknown == UnknownCharacter.Error
            ? "The output does not have its size, or the character is not in the vocabulary."
            : "The output does not have its size.");
        using (writer.Block("public static bool Step(ref State state, char character, Span<float> output)"))
        {
            writer.Write("""
                int position = 0;
                int token = ReadToken(new ReadOnlySpan<char>(in character), ref position);
                if (token < 0)
                {
                    return false;
                }

                Step(ref state, token, output);
                return true;
                """);
        }
    }
}
