using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>The sizes of a model.</summary>
internal static class ConstantsEmitter
{
    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        Network network = plan.Network;
        if (network.Tokens is null)
        {
            string names = (network.Input as VectorInput)?.Names is { } columns ? ": " + string.Join(", ", columns) : "";
            Constant("InputSize", network.InputSize, $"Number of values that one step reads{names}.");
        }
        else
        {
            string summary = network.Tokens is PlainTokens
                ? "Number of tokens; they are 0 to below it."
                : $"Number of {network.Tokens.Noun}s in the vocabulary; tokens are 0 to below it.";
            Constant("VocabularySize", network.InputSize, summary);
        }

        Constant("OutputSize", network.OutputSize, "Number of values that one step gives.");
        Constant("ParameterCount", network.ParameterCount, "Number of trained values.", "long");
        Constant("StateBytes", plan.StateBytes, "Size of the state in bytes.");
        if (network.IsStreaming)
        {
            writer.Blank();
            writer.Summary("Identifies input, layers, weights and scaling: a state that was kept belongs to a model of the same fingerprint.");
            writer.Write("public const ulong Fingerprint = Weights.Fingerprint;");
        }

        void Constant(string name, long value, string summary, string type = "int")
        {
            writer.Blank();
            writer.Summary(summary);
            writer.Write($"public const {type} {name} = {value};");
        }
    }
}
