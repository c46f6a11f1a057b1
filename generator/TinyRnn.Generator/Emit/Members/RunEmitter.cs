using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>Whole sequences: rows, tokens or text.</summary>
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
            if (plan.ReadsText)
            {
                EmitText(writer, plan, every, output);
            }

            EmitTokens(writer, plan, every, output);
        }
        else
        {
            EmitVectors(writer, plan, every, output);
        }
    }

    private static string Signature(ModelPlan plan, string result, string input) =>
        $"public static {result} Run({(plan.Network.IsStreaming ? "ref State state, " : "")}{input}, global::System.Span<float> output)";

    private static void EmitVectors(CodeWriter writer, ModelPlan plan, bool every, string output)
    {
        Document(writer, plan, "sequence", "The rows of input one after another, InputSize values each; at least one.", output + ".", "A length does not fit.");
        using (writer.Block(Signature(plan, "void", "global::System.ReadOnlySpan<float> sequence")))
        {
            writer.Write("int steps = global::TinyRnn.ModelArguments.CountSteps(sequence.Length, InputSize);");
            EmitLengthCheck(writer, every);
            EmitAll(
                writer, plan, every, "__Unsafe.Add(ref __MemoryMarshal.GetReference(sequence), {0} * InputSize)", "sequence.Slice({0} * InputSize, InputSize)");
        }
    }

    private static void EmitTokens(CodeWriter writer, ModelPlan plan, bool every, string output)
    {
        Document(
            writer, plan, "tokens", plan.ReadsText
                ? $"Indices of {plan.TokenNoun}s in the vocabulary; at least one."
                : "The tokens; at least one.", output + ".",
            "There is no token, one is outside the vocabulary, or the output's length does not fit.");
        using (writer.Block(Signature(plan, "void", "global::System.ReadOnlySpan<int> tokens")))
        {
            writer.Write("global::TinyRnn.ModelArguments.CheckNotEmpty(tokens.Length, \"tokens\");");
            writer.Write("int steps = tokens.Length;");
            EmitLengthCheck(writer, every);
            if (plan.RunsInBlocks || !plan.Network.IsStreaming)
            {
                writer.Write("global::TinyRnn.ModelArguments.CheckTokens(tokens, VocabularySize);");
            }

            EmitAll(writer, plan, every, "__Unsafe.Add(ref __MemoryMarshal.GetReference(tokens), {0})", "tokens[{0}]");
        }
    }

    private static void EmitLengthCheck(CodeWriter writer, bool every) =>
        writer.Write($"global::TinyRnn.ModelArguments.CheckLength(output.Length, {(every ? "steps * OutputSize" : "OutputSize")}, \"output\");");

    private static void EmitAll(CodeWriter writer, ModelPlan plan, bool every, string reference, string row)
    {
        string At(string format, string t) => format.Replace("{0}", t);
        if (!plan.Network.IsStreaming)
        {
            writer.Write($"using global::TinyRnn.Workspace workspace = new(steps, {plan.BlockFloats});");
            string first = $"__MemoryMarshal.GetReference({(plan.ReadsTokens ? "tokens" : "sequence")})";
            writer.Write($"Kernels.Block(ref {first}, ref workspace.First, ref __MemoryMarshal.GetReference(output), steps);");
            return;
        }

        if (plan.RunsInBlocks)
        {
            using (writer.Block($"for (int t = 0; t < steps; t += {plan.BlockSteps})"))
            {
                writer.Write($"int count = global::System.Math.Min({plan.BlockSteps}, steps - t);");
                string result = every ? "__Unsafe.Add(ref __MemoryMarshal.GetReference(output), t * OutputSize)" : "__MemoryMarshal.GetReference(output)";
                writer.Write($"Kernels.Block(ref state, ref {At(reference, "t")}, ref {result}, count{(every ? "" : ", needsOutput: t + count == steps")});");
            }

            return;
        }

        if (every)
        {
            using (writer.Block("for (int t = 0; t < steps; t++)"))
            {
                writer.Write($"Step(ref state, {At(row, "t")}, output.Slice(t * OutputSize, OutputSize));");
            }

            return;
        }

        using (writer.Block("for (int t = 0; t < steps - 1; t++)"))
        {
            writer.Write($"Advance(ref state, {At(row, "t")});");
        }

        writer.Blank();
        writer.Write($"Step(ref state, {At(row, row.Contains('*') ? "(steps - 1)" : "steps - 1")}, output);");
    }

    private static void EmitText(CodeWriter writer, ModelPlan plan, bool every, string output)
    {
        TextFit? fit = (plan.Network.Tokens as WordVocabulary)?.Fit;
        string room = every ? $"; room for one row a {(fit is null ? "character" : "token")} is enough" : "";
        string noun = plan.TokenNoun;
        Document(
            writer, plan, "text", $"The text; at least one {noun} that the model reads.{DescribeFit(fit)}", output + room + ".",
            $"The text holds no {noun} that the model reads, or an unknown one and the model's rule for that is to fail; or the output is too short.",
            fit is null ? $"Number of {noun}s that the model read." : "Number of tokens that the model read.");
        using (writer.Block(Signature(plan, "int", "global::System.ReadOnlySpan<char> text")))
        {
            if (fit is not null)
            {
                EmitFittedText(writer, plan, fit, every);
            }
            else if (!plan.Network.IsStreaming)
            {
                EmitWholeText(writer, plan, every);
            }
            else if (every)
            {
                EmitEveryCharacter(writer, plan);
            }
            else
            {
                EmitLastCharacter(writer, plan);
            }
        }
    }

    private static void EmitWholeText(CodeWriter writer, ModelPlan plan, bool every)
    {
        writer.Write("using global::TinyRnn.Workspace room = new(global::System.Math.Max(1, text.Length), 1);");
        writer.Write("global::System.Span<int> tokens = __MemoryMarshal.CreateSpan(ref room.FirstToken, text.Length);");
        writer.Write("int steps = 0;");
        EmitReading(writer, () => writer.Write("tokens[steps++] = token;"));
        EmitNoTokenCheck(writer, plan, "steps == 0");
        if (every)
        {
            writer.Write("global::TinyRnn.ModelArguments.CheckRoom(output.Length, steps, OutputSize);");
        }

        writer.Write($"Run(tokens[..steps], output{(every ? "[..(steps * OutputSize)]" : "")});");
        writer.Write("return steps;");
    }

    private static void EmitFittedText(CodeWriter writer, ModelPlan plan, TextFit fit, bool every)
    {
        string length = Literals.Plain(fit.Length);
        string arguments = $"cutsBefore: {Word(fit.CutsBefore)}, padding: {Literals.Plain(fit.Padding ?? -1)}, padsBefore: {Word(fit.PadsBefore)}";
        writer.Write($"using global::TinyRnn.Workspace room = new({length}, 1);");
        writer.Write($"global::System.Span<int> tokens = __MemoryMarshal.CreateSpan(ref room.FirstToken, {length});");
        writer.Write($"int steps = global::TinyRnn.TokenTexts.Read<{plan.Type.Name}>(text, tokens, {arguments});");
        EmitNoTokenCheck(writer, plan, "steps == 0");
        if (every)
        {
            writer.Write("global::TinyRnn.ModelArguments.CheckRoom(output.Length, steps, OutputSize);");
        }

        writer.Write($"Run({(plan.Network.IsStreaming ? "ref state, " : "")}tokens[..steps], output{(every ? "[..(steps * OutputSize)]" : "")});");
        writer.Write("return steps;");

        static string Word(bool value) => value ? "true" : "false";
    }

    private static string DescribeFit(TextFit? fit) => fit is null ? ""
        : $" A text of more than {Literals.Plain(fit.Length)} tokens loses its {(fit.CutsBefore ? "first" : "last")} ones"
        + (fit.Padding is int padding ? $", and token {Literals.Plain(padding)} is put {(fit.PadsBefore ? "before" : "after")} a shorter one." : ".");

    private static void EmitEveryCharacter(CodeWriter writer, ModelPlan plan)
    {
        if (!plan.RunsInBlocks)
        {
            writer.Write("int steps = 0;");
            EmitReading(writer, () =>
            {
                writer.Write("Step(ref state, token, global::TinyRnn.ModelArguments.NextRow(output, steps, OutputSize));");
                writer.Write("steps++;");
            });
            EmitNoTokenCheck(writer, plan, "steps == 0");
            writer.Write("return steps;");
            return;
        }

        writer.Write($"global::System.Span<int> tokens = stackalloc int[{plan.BlockSteps}];");
        writer.Write("int count = 0;");
        writer.Write("int steps = 0;");
        EmitReading(writer, () =>
        {
            writer.Write("tokens[count++] = token;");
            using (writer.Block("if (count == tokens.Length)"))
            {
                EmitFlush(writer);
            }
        });
        using (writer.Block("if (count > 0)"))
        {
            EmitFlush(writer);
        }

        writer.Blank();
        EmitNoTokenCheck(writer, plan, "steps == 0");
        writer.Write("return steps;");
    }

    private static void EmitFlush(CodeWriter writer)
    {
        writer.Write("global::TinyRnn.ModelArguments.CheckRoom(output.Length, steps + count, OutputSize);");
        writer.Write("Run(ref state, tokens[..count], output.Slice(steps * OutputSize, count * OutputSize));");
        writer.Write("steps += count;");
        writer.Write("count = 0;");
    }

    private static void EmitLastCharacter(CodeWriter writer, ModelPlan plan)
    {
        writer.Write("// One token is held back, because only the last one needs an output.");
        writer.Write("int held = -1;");
        writer.Write("int steps = 0;");
        EmitReading(writer, () =>
        {
            using (writer.Block("if (held >= 0)"))
            {
                writer.Write("Advance(ref state, held);");
            }

            writer.Blank();
            writer.Write("held = token;");
            writer.Write("steps++;");
        });
        EmitNoTokenCheck(writer, plan, "held < 0");
        writer.Write("Step(ref state, held, output);");
        writer.Write("return steps;");
    }

    private static void EmitReading(CodeWriter writer, Action emit)
    {
        using (writer.Block("for (int position = 0; position < text.Length;)"))
        {
            writer.Write("int token = ReadToken(text, ref position);");
            using (writer.Block("if (token < 0)"))
            {
                writer.Write("continue;");
            }

            writer.Blank();
            emit();
        }

        writer.Blank();
    }

    private static void EmitNoTokenCheck(CodeWriter writer, ModelPlan plan, string condition)
    {
        using (writer.Block($"if ({condition})"))
        {
            writer.Write($"global::TinyRnn.ModelArguments.{(plan.Network.Vocabulary is null ? "ThrowNoWord" : "ThrowNoCharacter")}();");
        }

        writer.Blank();
    }

    private static void Document(
        CodeWriter writer, ModelPlan plan, string input, string inputDescription, string output, string exception, string? returns = null)
    {
        writer.Blank();
        writer.Summary(plan.Network.IsStreaming
            ? "Advances the state over a whole sequence and writes the outputs."
            : "Runs a whole sequence and writes the outputs.");
        if (plan.Network.IsStreaming)
        {
            writer.Param("state", "The state; it begins as InitialState.");
        }

        writer.Param(input, inputDescription);
        writer.Param("output", output);
        if (returns is not null)
        {
            writer.Returns(returns);
        }

        writer.Exception("ArgumentException", exception);
    }
}
