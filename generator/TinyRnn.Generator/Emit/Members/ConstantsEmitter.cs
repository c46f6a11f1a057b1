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
                ? "Number of tokens; a token is from 0 to VocabularySize - 1."
                : $"Number of {network.Tokens.Noun}s in the vocabulary; a token is from 0 to VocabularySize - 1.";
            Constant("VocabularySize", network.InputSize, summary);
        }

        Constant("OutputSize", network.OutputSize, "Number of values that one step gives.");
        Constant("ParameterCount", network.ParameterCount, "Number of trained values.", "long");
        Constant("StateBytes", plan.StateBytes, "Size of the state in bytes.");
        if (network.IsStreaming)
        {
            writer.Blank();
            writer.Summary("Identifies input, layers, weights and scaling: a saved state fits only a model with the same fingerprint.");
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
