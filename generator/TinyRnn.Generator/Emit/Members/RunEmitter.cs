using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>Whole sequences.</summary>
internal static class RunEmitter
{
    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        bool every = plan.Network.OutputSteps == OutputSteps.Every;
        string output = every
            ? $"Receives for each step {StepEmitter.DescribeOutput(plan)}"
            : $"Receives {StepEmitter.DescribeOutput(plan)} after the last step";
        if (plan.ReadsTokens)
        {
            EmitText(writer, every, output);
            EmitTokens(writer, every, output);
        }
        else
        {
            EmitVectors(writer, every, output);
        }
    }

    private static void EmitVectors(CodeWriter writer, bool every, string output)
    {
        Document(writer, "sequence", "The rows of input one after another, InputSize values each; at least one.", output + ".", "A length does not fit.");
        using (writer.Block("public static void Run(ref State state, ReadOnlySpan<float> sequence, Span<float> output)"))
        {
            writer.Write("int steps = global::TinyRnn.ModelArguments.CountSteps(sequence.Length, InputSize);");
            EmitLoop(writer, every, "sequence.Slice(t * InputSize, InputSize)");
        }
    }

    private static void EmitTokens(CodeWriter writer, bool every, string output)
    {
        Document(writer, "tokens", "Indices of characters in the vocabulary; at least one.", output + ".", "There is no token, one is outside the vocabulary, or the output's length does not fit.");
        using (writer.Block("public static void Run(ref State state, ReadOnlySpan<int> tokens, Span<float> output)"))
        {
            writer.Write("global::TinyRnn.ModelArguments.CheckNotEmpty(tokens.Length, nameof(tokens));");
            writer.Write("int steps = tokens.Length;");
            EmitLoop(writer, every, "tokens[t]");
        }
    }

    private static void EmitLoop(CodeWriter writer, bool every, string input)
    {
        if (every)
        {
            writer.Write("global::TinyRnn.ModelArguments.CheckLength(output.Length, steps * OutputSize, nameof(output));");
            using (writer.Block("for (int t = 0; t < steps; t++)"))
            {
                writer.Write($"Step(ref state, {input}, output.Slice(t * OutputSize, OutputSize));");
            }

            return;
        }

        using (writer.Block("for (int t = 0; t < steps - 1; t++)"))
        {
            writer.Write($"Advance(ref state, {input});");
        }

        writer.Blank();
        writer.Write($"Step(ref state, {input.Replace("t * ", "(steps - 1) * ").Replace("[t]", "[steps - 1]")}, output);");
    }

    private static void EmitText(CodeWriter writer, bool every, string output)
    {
        string room = every ? "; room for one row a character is enough" : "";
        Document(writer, "text", "The text; at least one character that the model reads.", output + room + ".", "The text holds no character that the model reads, or an unknown one where its rule is to fail, or the output is too short.", "Number of characters that the model read.");
        using (writer.Block("public static int Run(ref State state, ReadOnlySpan<char> text, Span<float> output)"))
        {
            writer.Write(every
                ? """
                int steps = 0;
                for (int position = 0; position < text.Length;)
                {
                    int token = ReadToken(text, ref position);
                    if (token >= 0)
                    {
                        Step(ref state, token, global::TinyRnn.ModelArguments.NextRow(output, steps, OutputSize));
                        steps++;
                    }
                }

                if (steps == 0)
                {
                    global::TinyRnn.ModelArguments.ThrowNoCharacter();
                }

                return steps;
                """
                : """
                // One token is held back, because only the last one needs an output.
                int held = -1;
                int steps = 0;
                for (int position = 0; position < text.Length;)
                {
                    int token = ReadToken(text, ref position);
                    if (token < 0)
                    {
                        continue;
                    }

                    if (held >= 0)
                    {
                        Advance(ref state, held);
                    }

                    held = token;
                    steps++;
                }

                if (held < 0)
                {
                    global::TinyRnn.ModelArguments.ThrowNoCharacter();
                }

                Step(ref state, held, output);
                return steps;
                """);
        }
    }

    private static void Document(CodeWriter writer, string input, string inputDescription, string output, string exception, string? returns = null)
    {
        writer.Blank();
        writer.Summary("Advances the state over a whole sequence and gives the outputs that count.");
        writer.Param("state", "The state; its default value is the initial one.");
        writer.Param(input, inputDescription);
        writer.Param("output", output);
        if (returns is not null)
        {
            writer.Returns(returns);
        }

        writer.Exception("ArgumentException", exception);
    }
}
