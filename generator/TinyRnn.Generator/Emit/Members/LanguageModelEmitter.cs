namespace TinyRnn.Generator.Emit.Members;

/// <summary><c>Score</c>, <c>Perplexity</c> and <c>Generate</c>, starting from the caller's state or the initial one.</summary>
internal static class LanguageModelEmitter
{
    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        if (plan.ReadsText)
        {
            EmitText(writer, plan);
        }

        EmitTokens(writer, plan);
    }

    private static void EmitTokens(CodeWriter writer, ModelPlan plan)
    {
        string model = $"<{plan.Type.Name}, State>";
        writer.Blank();
        writer.Summary("The log-likelihood of tokens, given the first token and what the state has read before.");
        writer.Param("state", "The state; it advances to the end of the tokens.");
        writer.Param("tokens", "The tokens.");
        writer.Exception("ArgumentOutOfRangeException", "A token is out of range.");
        using (writer.Block("public static global::TinyRnn.TextScore Score(ref State state, global::System.ReadOnlySpan<int> tokens)"))
        {
            writer.Write($"""
                global::System.Span<float> scratch = stackalloc float[OutputSize];
                return global::TinyRnn.LanguageModel.Score{model}(ref state, tokens, scratch);
                """);
        }

        writer.Blank();
        writer.Summary("Continues a prompt from what the state has read before, until the destination is full.");
        writer.Param("state", "The state; it advances over all tokens but the last one drawn.");
        writer.Param("prompt", "The tokens to continue; at least one.");
        writer.Param("destination", "Receives the continuation, without the prompt.");
        writer.Param("options", "How tokens are drawn: temperature, top-k, top-p, seed. A stop character is ignored.");
        writer.Exception("ArgumentException", "The prompt is empty, or one of its tokens is out of range.");
        const string Arguments = "ref State state, global::System.ReadOnlySpan<int> prompt, global::System.Span<int> destination";
        using (writer.Block($"public static void Generate({Arguments}, in global::TinyRnn.SamplingOptions options = default)"))
        {
            writer.Write($"""
                global::System.Span<float> scratch = stackalloc float[OutputSize];
                global::TinyRnn.LanguageModel.Generate{model}(ref state, prompt, destination, options, scratch);
                """);
        }
    }

    private static void EmitText(CodeWriter writer, ModelPlan plan)
    {
        string stepper = $"global::TinyRnn.CompiledStepper<{plan.Type.Name}, State>";

        writer.Blank();
        writer.Summary($"The log-likelihood of a text, given its first {plan.TokenNoun}.");
        DocumentText(writer, plan);
        writer.Write("""
            public static global::TinyRnn.TextScore Score(global::System.ReadOnlySpan<char> text)
            {
                State state = InitialState;
                return Score(ref state, text);
            }
            """);

        writer.Blank();
        writer.Summary($"The log-likelihood of a text, given its first {plan.TokenNoun} and what the state has read before.");
        writer.Param("state", "The state; it advances to the end of the text.");
        DocumentText(writer, plan);
        using (writer.Block("public static global::TinyRnn.TextScore Score(ref State state, global::System.ReadOnlySpan<char> text)"))
        {
            writer.Write($"""
                global::System.Span<float> scratch = stackalloc float[OutputSize];
                scoped {stepper} model = new(ref state);
                return global::TinyRnn.LanguageModel.Score(ref model, text, scratch);
                """);
        }

        writer.Blank();
        writer.Summary($"The perplexity of a text: exp of the mean negative log-likelihood of a {plan.TokenNoun}; NaN for fewer than two {plan.TokenNoun}s.");
        DocumentText(writer, plan);
        writer.Write("public static double Perplexity(global::System.ReadOnlySpan<char> text) => Score(text).Perplexity;");

        writer.Blank();
        writer.Summary("Continues a prompt from the initial state.");
        DocumentGeneration(writer, plan);
        writer.Write("""
            public static int Generate(
                global::System.ReadOnlySpan<char> prompt, global::System.Span<char> destination, in global::TinyRnn.SamplingOptions options = default)
            {
                State state = InitialState;
                return Generate(ref state, prompt, destination, options);
            }
            """);

        writer.Blank();
        writer.Summary("Continues a prompt from what the state has read before.");
        writer.Param("state", $"The state; it advances over all {plan.TokenNoun}s but the last one drawn.");
        DocumentGeneration(writer, plan);
        using (
            writer.Block("public static int Generate(ref State state, global::System.ReadOnlySpan<char> prompt, global::System.Span<char> destination, in "
                + "global::TinyRnn.SamplingOptions options = default)"))
        {
            writer.Write($"""
                global::System.Span<float> scratch = stackalloc float[OutputSize];
                scoped {stepper} model = new(ref state);
                return global::TinyRnn.LanguageModel.Generate(ref model, prompt, destination, options, scratch);
                """);
        }
    }

    private static void DocumentText(CodeWriter writer, ModelPlan plan)
    {
        writer.Param("text", "The text.");
        writer.Exception("ArgumentException", $"A {plan.TokenNoun} is unknown, and the model's rule for that is to fail.");
    }

    private static void DocumentGeneration(CodeWriter writer, ModelPlan plan)
    {
        writer.Param("prompt", $"The text to continue; at least one {plan.TokenNoun} of the vocabulary.");
        writer.Param("destination", "Receives the continuation, without the prompt.");
        writer.Param("options", $"How {plan.TokenNoun}s are drawn: temperature, top-k, top-p, seed.");
        writer.Returns("Number of UTF-16 code units written: the destination's length, or fewer if a stop character was drawn.");
        writer.Exception(
            "ArgumentException", $"The prompt holds no {plan.TokenNoun} of the vocabulary, or an unknown one, and the model's rule for that is to fail.");
    }
}
