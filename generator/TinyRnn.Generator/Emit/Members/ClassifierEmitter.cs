using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>The labels and <c>Classify</c>.</summary>
internal static class ClassifierEmitter
{
    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        EmitLabels(writer, plan);
        if (!plan.ReadsTokens)
        {
            Emit(writer, plan, "sequence", "float");
            return;
        }

        if (plan.ReadsText)
        {
            Emit(writer, plan, "text", "char");
        }

        Emit(writer, plan, "tokens", "int");
    }

    private static void Emit(CodeWriter writer, ModelPlan plan, string input, string element)
    {
        string type = $"global::System.ReadOnlySpan<{element}>";
        void Document(CodeWriter writer, ModelPlan plan, string summary, (string Name, string Text)? second = null, string? returns = null) =>
            ClassifierEmitter.Document(writer, plan, input, summary, second, returns);

        Document(writer, plan, "The most probable label of a sequence.");
        writer.Write($"public static Label Classify({type} {input}) => Classify({input}, out float _);");

        Document(writer, plan, "The most probable label of a sequence, with its probability.", ("probability", "The label's probability, 0 to 1."));
        using (writer.Block($"public static Label Classify({type} {input}, out float probability)"))
        {
            writer.Write($"""
                global::System.Span<float> probabilities = stackalloc float[OutputSize];
                Classify({input}, probabilities);
                (Label label, probability) = global::TinyRnn.Predictions.Best<Label>(probabilities);
                return label;
                """);
        }

        Document(
            writer, plan, "The most probable labels of a sequence, best first.", ("best", "Receives as many labels as it has room for."),
            "How many labels were written.");
        using (writer.Block($"public static int Classify({type} {input}, global::System.Span<global::TinyRnn.Prediction<Label>> best)"))
        {
            writer.Write($"""
                global::System.Span<float> probabilities = stackalloc float[OutputSize];
                Classify({input}, probabilities);
                return global::TinyRnn.Predictions.Top<Label>(probabilities, best);
                """);
        }

        Document(writer, plan, "The probability of every label for a sequence.", ("probabilities", $"Receives {plan.Network.OutputSize} values, by label."));
        using (writer.Block($"public static void Classify({type} {input}, global::System.Span<float> probabilities)"))
        {
            if (plan.Network.IsStreaming)
            {
                writer.Write("State state = InitialState;");
            }

            writer.Write($"Run({(plan.Network.IsStreaming ? "ref state, " : "")}{input}, probabilities);");
            if (plan.OutputForm != "Probabilities")
            {
                writer.Write($"global::TinyRnn.Softmax.ToProbabilities(probabilities, global::TinyRnn.OutputForm.{plan.OutputForm});");
            }
        }
    }

    private static void EmitLabels(CodeWriter writer, ModelPlan plan)
    {
        writer.Blank();
        writer.Summary("The labels; each one's value is the index of its output.");
        using (writer.Block("public enum Label"))
        {
            for (int i = 0; i < plan.LabelNames.Count; i++)
            {
                writer.Blank();
                writer.Summary($"\"{plan.Network.Labels[i]}\"");
                writer.Write($"{plan.LabelNames[i]} = {i},");
            }
        }

        writer.Blank();
        writer.Summary("A label as the model file writes it.");
        writer.Param("label", "The label.");
        writer.Exception("ArgumentOutOfRangeException", "No label has this value.");
        writer.Write("public static string GetText(Label label) => label switch");
        writer.Write("{");
        for (int i = 0; i < plan.LabelNames.Count; i++)
        {
            writer.Write($"    Label.{plan.LabelNames[i]} => {Literals.Of(plan.Network.Labels[i])},");
        }

        writer.Write("    _ => throw new global::System.ArgumentOutOfRangeException(\"label\"),");
        writer.Write("};");
    }

    private static void Document(CodeWriter writer, ModelPlan plan, string input, string summary, (string Name, string Text)? second, string? returns)
    {
        writer.Blank();
        writer.Summary(summary);
        writer.Param(input, input switch
        {
            "text" => $"The text; at least one {plan.TokenNoun} that the model reads.",
            "tokens" => "The tokens, as they are; at least one.",
            _ => "The rows of input one after another, InputSize values each; at least one.",
        });
        if (second is { } parameter)
        {
            writer.Param(parameter.Name, parameter.Text);
        }

        if (returns is not null)
        {
            writer.Returns(returns);
        }

        bool fails = plan.Network.Tokens is Vocabulary { Unknown: UnknownCharacter.Error } or WordVocabulary { Unknown: UnknownCharacter.Error };
        writer.Exception("ArgumentException", input switch
        {
            "tokens" => "There is no token, one is out of range, or a length does not fit.",
            "text" when fails => $"The text is empty or holds a {plan.TokenNoun} outside the vocabulary.",
            "text" => $"The text holds no {plan.TokenNoun} that the model reads.",
            _ => "A length does not fit.",
        });
    }
}
