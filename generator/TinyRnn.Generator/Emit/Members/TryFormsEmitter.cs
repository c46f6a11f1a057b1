using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>The members that return false where others throw because of a text: <c>TryReadToken</c>, <c>TryRun</c> and <c>TryClassify</c>.</summary>
internal static class TryFormsEmitter
{
    private const string Text = "global::System.ReadOnlySpan<char> text";

    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        EmitReading(writer, plan);
        EmitRun(writer, plan);
        if (plan.Network.Task == NetworkTask.Classify)
        {
            EmitClassify(writer, plan);
        }
    }

    private static void EmitReading(CodeWriter writer, ModelPlan plan)
    {
        string noun = plan.TokenNoun;
        writer.Blank();
        writer.Summary(Fails(plan)
            ? $"Reads the next {noun} of a text and moves past it, unless the vocabulary does not hold it."
            : $"Reads the next {noun} of a text as ReadToken does: this model has a rule for {noun}s outside its vocabulary.");
        writer.Param("text", "The text.");
        string stays = Fails(plan) ? ", or to the first character of one outside the vocabulary" : "";
        writer.Param("position", $"Where to begin; moves past the {noun}{stays}.");
        writer.Param("token", $"The {noun}'s token; -1 if the model leaves it out{(plan.Network.Tokens is WordVocabulary ? ", or if there is none" : "")}.");
        writer.Returns(Fails(plan) ? $"False if the vocabulary does not hold the {noun}." : "True.");
        string signature = $"public static bool TryReadToken({Text}, ref int position, out int token)";
        if (plan.Network.Tokens is WordVocabulary && Fails(plan))
        {
            writer.Write(signature + " => Words.TryRead(text, ref position, out token);");
            return;
        }

        using (writer.Block(signature))
        {
            if (!Fails(plan))
            {
                writer.Write("token = ReadToken(text, ref position);");
                writer.Write("return true;");
                return;
            }

            EmitCharacter(writer, plan.Network.Vocabulary!);
        }
    }

    private static void EmitCharacter(CodeWriter writer, Vocabulary vocabulary)
    {
        writer.Write("int start = position;");
        writer.Write("int codePoint = global::TinyRnn.AsciiFolding.ReadCodePoint(text, ref position);");
        if (vocabulary.Normalization == TextNormalization.Ascii)
        {
            writer.Write("""
                codePoint = global::TinyRnn.AsciiFolding.Fold(codePoint);
                if (codePoint == global::TinyRnn.AsciiFolding.Dropped)
                {
                    token = -1;
                    return true;
                }

                """);
        }

        writer.Write("""
            token = FindToken(codePoint);
            if (token < 0)
            {
                position = start;
            }

            return token >= 0;
            """);
    }

    private static void EmitRun(CodeWriter writer, ModelPlan plan)
    {
        string unchanged = plan.Network.IsStreaming ? "state and output stay as they are" : "the output stays as it is";
        writer.Blank();
        writer.Summary($"Run for a text that the model may not be able to read. If it cannot, {unchanged}.");
        if (plan.Network.IsStreaming)
        {
            writer.Param("state", "The state; it begins as InitialState.");
        }

        writer.Param("text", "Any text.");
        writer.Param("output", "Receives the output of Run.");
        writer.Param("steps", "Number of tokens that the model read; 0 if it cannot read the text.");
        DocumentResult(writer, plan);
        writer.Exception("ArgumentException", $"The output is too short{(plan.Network.IsStreaming ? "; the state may have advanced" : "")}.");
        string first = plan.Network.IsStreaming ? "ref State state, " : "";
        using (writer.Block($"public static bool TryRun({first}{Text}, global::System.Span<float> output, out int steps, out int unknown)"))
        {
            writer.Write("steps = 0;");
            EmitCheck(writer, plan);
            writer.Write($"steps = Run({(plan.Network.IsStreaming ? "ref state, " : "")}text, output);");
            writer.Write("return true;");
        }
    }

    private static void EmitClassify(CodeWriter writer, ModelPlan plan)
    {
        const string Summary = "The most probable label of a text that the model may not be able to read";
        writer.Blank();
        writer.Summary(Summary + ".");
        writer.Param("text", "Any text.");
        writer.Param("label", "The label; the first one if the model cannot read the text.");
        writer.Returns(Result(plan));
        writer.Write($"public static bool TryClassify({Text}, out Label label) => TryClassify(text, out label, out float _, out int _);");

        writer.Blank();
        writer.Summary(Summary + ", with its probability.");
        writer.Param("text", "Any text.");
        writer.Param("label", "The label; the first one if the model cannot read the text.");
        writer.Param("probability", "The label's probability, 0 to 1; 0 if the model cannot read the text.");
        DocumentResult(writer, plan);
        using (writer.Block($"public static bool TryClassify({Text}, out Label label, out float probability, out int unknown)"))
        {
            writer.Write("label = default;");
            writer.Write("probability = 0;");
            EmitCheck(writer, plan);
            writer.Write("label = Classify(text, out probability);");
            writer.Write("return true;");
        }

        writer.Blank();
        writer.Summary("The most probable labels, best first, of a text that the model may not be able to read.");
        writer.Param("text", "Any text.");
        writer.Param("best", "Receives as many labels as it has room for.");
        writer.Param("count", "How many labels were written; 0 if the model cannot read the text.");
        DocumentResult(writer, plan);
        const string Best = "global::System.Span<global::TinyRnn.Prediction<Label>> best";
        using (writer.Block($"public static bool TryClassify({Text}, {Best}, out int count, out int unknown)"))
        {
            writer.Write("count = 0;");
            EmitCheck(writer, plan);
            writer.Write("count = Classify(text, best);");
            writer.Write("return true;");
        }

        writer.Blank();
        writer.Summary("The probability of every label for a text that the model may not be able to read.");
        writer.Param("text", "Any text.");
        string size = Literals.Plain(plan.Network.OutputSize);
        writer.Param("probabilities", $"Receives {size} values, by label; unchanged if the model cannot read the text.");
        DocumentResult(writer, plan);
        writer.Exception("ArgumentException", "The length of the probabilities does not fit.");
        using (writer.Block($"public static bool TryClassify({Text}, global::System.Span<float> probabilities, out int unknown)"))
        {
            EmitCheck(writer, plan);
            writer.Write("Classify(text, probabilities);");
            writer.Write("return true;");
        }
    }

    // The text is checked before the first step, so that nothing has changed if it cannot be read.
    private static void EmitCheck(CodeWriter writer, ModelPlan plan)
    {
        string most = plan.Network.Tokens is WordVocabulary { Fit: { CutsBefore: false } fit } ? Literals.Plain(fit.Length) : "int.MaxValue";
        using (writer.Block($"if (!global::TinyRnn.TokenTexts.CanRead<{plan.Type.Name}>(text, {most}, out unknown))"))
        {
            writer.Write("return false;");
        }

        writer.Blank();
    }

    private static void DocumentResult(CodeWriter writer, ModelPlan plan)
    {
        string none = $"-1 if there is none, even if the text holds no {plan.TokenNoun} that the model reads";
        writer.Param("unknown", Fails(plan)
            ? $"Offset in the text of the first {plan.TokenNoun} that the vocabulary does not hold; {none}."
            : $"-1: this model has a rule for {plan.TokenNoun}s outside its vocabulary.");
        writer.Returns(Result(plan));
    }

    private static string Result(ModelPlan plan) => Fails(plan)
        ? $"Whether the model can read the text: it holds a {plan.TokenNoun}, and none outside the vocabulary."
        : $"Whether the model can read the text: it holds a {plan.TokenNoun} that the model reads.";

    private static bool Fails(ModelPlan plan) =>
        plan.Network.Tokens is Vocabulary { Unknown: UnknownCharacter.Error } or WordVocabulary { Unknown: UnknownCharacter.Error };
}
