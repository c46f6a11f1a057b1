using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>One step: with its output (<c>Step</c>), for several streams, or only for the state (<c>Advance</c>).</summary>
internal static class StepEmitter
{
    /// <summary>The id of the error for a call of the step of a model that has none.</summary>
    public const string NoStepId = "TRNN030";

    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        if (!plan.Network.IsStreaming)
        {
            EmitMissingStep(writer, plan);
            return;
        }

        string input = plan.ReadsTokens ? "int token" : "global::System.ReadOnlySpan<float> input";
        writer.Blank();
        writer.Summary("Advances the state by one step and writes its output.");
        Describe(writer, plan);
        writer.Param("output", $"Receives {DescribeOutput(plan)}.");
        writer.Exception("ArgumentException", "An argument has the wrong size.");
        using (writer.Block($"public static void Step(ref State state, {input}, global::System.Span<float> output)"))
        {
            EmitChecks(writer, plan);
            writer.Write("global::TinyRnn.ModelArguments.CheckLength(output.Length, OutputSize, \"output\");");
            writer.Write($"Kernels.Step(ref state, {InputArgument(plan)}, ref __MemoryMarshal.GetReference(output), needsOutput: true);");
        }

        writer.Blank();
        writer.Summary("Advances the state by one step without its output, which is faster.");
        Describe(writer, plan);
        writer.Exception("ArgumentException", "An argument has the wrong size.");
        using (writer.Block($"public static void Advance(ref State state, {input})"))
        {
            EmitChecks(writer, plan);
            writer.Write(plan.StateLayers == 0
                ? "// Nothing is carried from step to step."
                : $"Kernels.Step(ref state, {InputArgument(plan)}, ref __Unsafe.NullRef<float>(), needsOutput: false);");
        }

        EmitStreams(writer, plan);
        if (plan.Network.Vocabulary is not null)
        {
            EmitCharacterStep(writer, plan);
        }
    }

    /// <summary>Describes a row of output in words.</summary>
    public static string DescribeOutput(ModelPlan plan)
    {
        string of = plan.Network.Task switch
        {
            NetworkTask.Classify => " of the labels",
            NetworkTask.LanguageModel => plan.ReadsText ? $" of the next {plan.TokenNoun}, by token" : " of the next token",
            NetworkTask.Forecast or NetworkTask.Raw => "",
            _ => throw new NotSupportedException($"the generator does not know the task {plan.Network.Task}"),
        };
        int size = plan.Network.OutputSize;
        string what = plan.OutputForm switch
        {
            "Probabilities" => size == 1 ? "1 probability" : $"{size} probabilities",
            "LogProbabilities" => $"{Literals.Count(size, "natural logarithm")} of the probabilities",
            _ when plan.Network.Task is NetworkTask.Raw or NetworkTask.Forecast =>
                Literals.Count(size, "value") + (plan.Network.OutputScaling is null ? "" : ", in the units of the data"),
            _ => Literals.Count(size, "logit"),
        };
        return what + of;
    }

    /// <summary>Documents the parameters of a step's input.</summary>
    private static void Describe(CodeWriter writer, ModelPlan plan)
    {
        DescribeState(writer);
        if (plan.ReadsTokens)
        {
            string token = plan.ReadsText ? $"Index of a {plan.TokenNoun} in the vocabulary" : "The token";
            writer.Param("token", $"{token}, 0 to {Literals.Plain(plan.Network.InputSize - 1)}.");
            return;
        }

        string units = plan.Network.Input is VectorInput { Scaling: not null } ? ", in the units of the data" : "";
        writer.Param("input", $"{Literals.Count(plan.Network.InputSize, "value")}{units}.");
    }

    private static void DescribeState(CodeWriter writer) => writer.Param("state", "The state; it begins as InitialState.");

    private static string InputArgument(ModelPlan plan) => plan.ReadsTokens ? "token" : "ref __MemoryMarshal.GetReference(input)";

    private static void EmitChecks(CodeWriter writer, ModelPlan plan) => writer.Write(plan.ReadsTokens
        ? "global::TinyRnn.ModelArguments.CheckToken(token, VocabularySize);"
        : "global::TinyRnn.ModelArguments.CheckLength(input.Length, InputSize, \"input\");");

    private static void EmitStreams(CodeWriter writer, ModelPlan plan)
    {
        string name = plan.ReadsTokens ? "tokens" : "inputs";
        writer.Blank();
        writer.Summary(
            "Advances several independent states by one step each and writes their outputs, bit for bit those of single steps. Large weights are read "
                + "once for many states.");
        writer.Param("states", "The states; each advances by one step.");
        writer.Param(name, plan.ReadsTokens ? "One token a state." : "One row a state, InputSize values each.");
        writer.Param("outputs", $"Receives one row a state: {DescribeOutput(plan)}.");
        writer.Exception("ArgumentException", "A length does not fit, or a token is outside the vocabulary.");
        using (
            writer.Block($"public static void Step(global::System.Span<State> states, global::System.ReadOnlySpan<{(plan.ReadsTokens ? "int" : "float")}> "
                + $"{name}, global::System.Span<float> outputs)"))
        {
            writer.Write(
                $"global::TinyRnn.ModelArguments.CheckLength({name}.Length, {(plan.ReadsTokens ? "states.Length" : "checked(states.Length * InputSize)")}, "
                    + $"\"{name}\");");
            writer.Write("global::TinyRnn.ModelArguments.CheckLength(outputs.Length, checked(states.Length * OutputSize), \"outputs\");");
            if (plan.SharesStreams)
            {
                if (plan.ReadsTokens)
                {
                    writer.Write("global::TinyRnn.ModelArguments.CheckTokens(tokens, VocabularySize);");
                }

                using (writer.Block($"for (int first = 0; first < states.Length; first += {plan.BlockSteps})"))
                {
                    writer.Write($"int count = global::System.Math.Min({plan.BlockSteps}, states.Length - first);");
                    writer.Write("Kernels.Streams(");
                    writer.Write("    ref states[first],");
                    writer.Write($"    ref __Unsafe.Add(ref __MemoryMarshal.GetReference({name}), first{(plan.ReadsTokens ? "" : " * InputSize")}),");
                    writer.Write("    ref __Unsafe.Add(ref __MemoryMarshal.GetReference(outputs), first * OutputSize),");
                    writer.Write("    count);");
                }

                return;
            }

            using (writer.Block("for (int i = 0; i < states.Length; i++)"))
            {
                writer.Write(
                    $"Step(ref states[i], {(plan.ReadsTokens ? "tokens[i]" : "inputs.Slice(i * InputSize, InputSize)")}, outputs.Slice(i * OutputSize, "
                        + "OutputSize));");
            }
        }
    }

    private static void EmitMissingStep(CodeWriter writer, ModelPlan plan)
    {
        string layer = plan.Network.Layers.First(layer => layer.NeedsWholeSequence).Name;
        string reason = Literals.Of($"layer '{layer}' reads the sequence from its end, so the model has no step; call Run with the whole sequence");
        string attribute = DiagnosticPage.Obsolete(reason, NoStepId);
        string input = plan.ReadsTokens ? "int token" : "global::System.ReadOnlySpan<float> input";
        writer.Blank();
        writer.Summary("Empty, because the model needs the whole sequence.");
        writer.Write(attribute);
        writer.Write("public struct State;");
        writer.Blank();
        writer.Summary("The model needs the whole sequence, so it has no step: calling this is a compile-time error.");
        writer.Param("state", "Nothing.");
        writer.Param(plan.ReadsTokens ? "token" : "input", "Nothing.");
        writer.Param("output", "Nothing.");
        writer.Exception("NotSupportedException", "Always.");
        writer.Write(attribute);
        writer.Write(
            $"public static void Step(ref State state, {input}, global::System.Span<float> output) => throw new "
                + $"global::System.NotSupportedException({reason});");
    }

    private static void EmitCharacterStep(CodeWriter writer, ModelPlan plan)
    {
        writer.Blank();
        writer.Summary("Advances the state by one character and writes the output, unless the model leaves the character out.");
        DescribeState(writer);
        writer.Param("character", "A character of the basic plane; for others, read tokens with ReadToken.");
        writer.Param("output", $"Receives {DescribeOutput(plan)}; unchanged if the character is left out.");
        writer.Returns("Whether the model read the character.");
        writer.Exception("ArgumentException", plan.Network.Vocabulary!.Unknown == UnknownCharacter.Error
            ? "The output has the wrong size, or the character is not in the vocabulary."
            : "The output has the wrong size.");
        using (writer.Block("public static bool Step(ref State state, char character, global::System.Span<float> output)"))
        {
            writer.Write("""
                int position = 0;
                int token = ReadToken(new global::System.ReadOnlySpan<char>(in character), ref position);
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
