namespace TinyRnn.Generator.Emit.Members;

/// <summary><c>Score</c>, <c>Perplexity</c> and <c>Generate</c>, with a state of the caller or the initial one.</summary>
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
        writer.Summary("The log-likelihood of tokens given the first of them and what the state has read before.");
        writer.Param("state", "The state, which moves on to the end of the tokens.");
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
        writer.Summary("Continues tokens from what the state has read before, until the room is full.");
        writer.Param("state", "The state; it moves on to before the last token that was drawn.");
        writer.Param("prompt", "What comes before; at least one token.");
        writer.Param("destination", "Receives the continuation, without the prompt.");
        writer.Param("options", "How tokens are drawn: temperature, top-k, top-p, seed. A character to stop at plays no part.");
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
        writer.Summary($"The log-likelihood of a text given its first {plan.TokenNoun}.");
        DocumentText(writer, plan);
        writer.Write("""
            public static global::TinyRnn.TextScore Score(global::System.ReadOnlySpan<char> text)
            {
                State state = InitialState;
                return Score(ref state, text);
            }
            """);

        writer.Blank();
        writer.Summary($"The log-likelihood of a text given its first {plan.TokenNoun} and what the state has read before.");
        writer.Param("state", "The state, which moves on to the end of the text.");
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
        writer.Summary($"The perplexity of a text: exp of the mean negative log-likelihood of a {plan.TokenNoun}; NaN below two {plan.TokenNoun}s.");
        DocumentText(writer, plan);
        writer.Write("public static double Perplexity(global::System.ReadOnlySpan<char> text) => Score(text).Perplexity;");

        writer.Blank();
        writer.Summary("Continues a prompt from the initial state.");
        DocumentGeneration(writer, plan);
        writer.Write("""
            public static int Generate(global::System.ReadOnlySpan<char> prompt, global::System.Span<char> destination, in global::TinyRnn.SamplingOptions options = default)
            {
                State state = InitialState;
                return Generate(ref state, prompt, destination, options);
            }
            """);

        writer.Blank();
        writer.Summary("Continues a prompt from what the state has read before.");
        writer.Param("state", $"The state; it moves on to before the last {plan.TokenNoun} that was drawn.");
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
        writer.Exception("ArgumentException", $"A {plan.TokenNoun} is unknown and the model's rule is to fail.");
    }

    private static void DocumentGeneration(CodeWriter writer, ModelPlan plan)
    {
        writer.Param("prompt", $"What comes before; at least one {plan.TokenNoun} of the vocabulary.");
        writer.Param("destination", "Receives the continuation, without the prompt.");
        writer.Param("options", $"How {plan.TokenNoun}s are drawn: temperature, top-k, top-p, seed.");
        writer.Returns("Number of UTF-16 code units written: the room there is, or less where a stop character was drawn.");
        writer.Exception("ArgumentException", $"The prompt holds no {plan.TokenNoun} of the vocabulary, or an unknown one and the model's rule is to fail.");
    }
}
