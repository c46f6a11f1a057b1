namespace TinyRnn.Generator.Emit.Members;

/// <summary><c>Score</c>, <c>Perplexity</c> and <c>Generate</c>, with a state of the caller or the initial one.</summary>
internal static class LanguageModelEmitter
{
    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        string stepper = $"global::TinyRnn.CompiledStepper<{plan.Type.Name}, State>";

        writer.Blank();
        writer.Summary("The log-likelihood of a text given its first character.");
        DocumentText(writer);
        writer.Write("""
            public static global::TinyRnn.TextScore Score(global::System.ReadOnlySpan<char> text)
            {
                State state = InitialState;
                return Score(ref state, text);
            }
            """);

        writer.Blank();
        writer.Summary("The log-likelihood of a text given its first character and what the state has read before.");
        writer.Param("state", "The state, which moves on to the end of the text.");
        DocumentText(writer);
        using (writer.Block("public static global::TinyRnn.TextScore Score(ref State state, global::System.ReadOnlySpan<char> text)"))
        {
            writer.Write($"""
                global::System.Span<float> scratch = stackalloc float[OutputSize];
                scoped {stepper} model = new(ref state);
                return global::TinyRnn.LanguageModel.Score(ref model, text, scratch);
                """);
        }

        writer.Blank();
        writer.Summary("The perplexity of a text: exp of the mean negative log-likelihood of a character; NaN below two characters.");
        DocumentText(writer);
        writer.Write("public static double Perplexity(global::System.ReadOnlySpan<char> text) => Score(text).Perplexity;");

        writer.Blank();
        writer.Summary("Continues a prompt from the initial state.");
        DocumentGeneration(writer);
        writer.Write("""
            public static int Generate(global::System.ReadOnlySpan<char> prompt, global::System.Span<char> destination, in global::TinyRnn.SamplingOptions options = default)
            {
                State state = InitialState;
                return Generate(ref state, prompt, destination, options);
            }
            """);

        writer.Blank();
        writer.Summary("Continues a prompt from what the state has read before.");
        writer.Param("state", "The state; it moves on to before the last character that was drawn.");
        DocumentGeneration(writer);
        using (writer.Block("public static int Generate(ref State state, global::System.ReadOnlySpan<char> prompt, global::System.Span<char> destination, in global::TinyRnn.SamplingOptions options = default)"))
        {
            writer.Write($"""
                global::System.Span<float> scratch = stackalloc float[OutputSize];
                scoped {stepper} model = new(ref state);
                return global::TinyRnn.LanguageModel.Generate(ref model, prompt, destination, options, scratch);
                """);
        }
    }

    private static void DocumentText(CodeWriter writer)
    {
        writer.Param("text", "The text.");
        writer.Exception("ArgumentException", "A character is unknown and the model's rule is to fail.");
    }

    private static void DocumentGeneration(CodeWriter writer)
    {
        writer.Param("prompt", "What comes before; at least one character of the vocabulary.");
        writer.Param("destination", "Receives the continuation, without the prompt.");
        writer.Param("options", "How characters are drawn: temperature, top-k, top-p, seed.");
        writer.Returns("Number of UTF-16 code units written: the room there is, or less where a stop character was drawn.");
        writer.Exception("ArgumentException", "The prompt holds no character of the vocabulary, or an unknown one and the model's rule is to fail.");
    }
}
