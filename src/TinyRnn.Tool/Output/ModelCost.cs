using System.Text;
using System.Text.Json;
using TinyRnn.Generator.Emit;
using TinyRnn.Model;

namespace TinyRnn.Tool.Output;

/// <summary>
/// The cost of a compiled model, computed from the code that would be generated. It excludes the program's code, the .NET runtime and the callers' data.
/// </summary>
/// <param name="Flash">Bytes of constant data: weights with their padding, and the tables of characters or words.</param>
/// <param name="State">Bytes of each stream's state; 0 if the model reads whole sequences only.</param>
/// <param name="Step">Bytes of memory during a step: the rows of its layers, its input and its output.</param>
/// <param name="Run">The same during a run over a sequence, which computes several steps together. For a model that reads whole sequences, the bytes for
/// each step.</param>
/// <param name="MultiplyAdds">Multiply-adds in a step.</param>
internal sealed record ModelCost(long Flash, long State, long Step, long Run, long MultiplyAdds)
{
    public static ModelCost Of(Network network, ModelPlan plan)
    {
        long ends = sizeof(float) * ((network.Tokens is null ? network.InputSize : 1) + network.OutputSize);
        long rows = sizeof(float) * plan.BlockFloats;
        return new ModelCost(
            plan.WeightBytes + Tables(network.Tokens), network.IsStreaming ? plan.StateBytes : 0, rows + ends,
            network.IsStreaming && plan.RunsInBlocks ? (rows * plan.BlockSteps) + ends : rows + ends, plan.MultiplyAdds);
    }

    /// <summary>Flash, memory and work, each as a word and what it is.</summary>
    public IEnumerable<(string Word, string Text)> Describe(bool isStreaming) =>
    [
        ("flash", FormattableString.Invariant($"about {Flash:#,0} bytes in the program: weights and tables, without code")),
        (
            "memory",
            isStreaming
                ? FormattableString.Invariant($"about {State + Step:#,0} bytes: {State:#,0} of state for each stream, and {Step:#,0} during a step ")
                    + FormattableString.Invariant($"or {Run:#,0} during a run over a sequence")
                : FormattableString.Invariant($"about {Run:#,0} bytes for each step of a sequence during a run; no state")),
        ("work", FormattableString.Invariant($"{MultiplyAdds:#,0} multiply-adds a step")),
    ];

    /// <summary>Writes the costs as fields.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("flashBytes", Flash);
        json.WriteNumber("stepBytes", Step);
        json.WriteNumber("runBytes", Run);
    }

    // The generator's tables: characters by token and tokens by character, or a hash table of words.
    private static long Tables(TokenInput? tokens)
    {
        switch (tokens)
        {
            case Vocabulary vocabulary:
                int others = vocabulary.CodePoints.Count(codePoint => codePoint >= 128);
                return (sizeof(int) * vocabulary.Size) + (sizeof(short) * 128) + ((sizeof(int) + sizeof(short)) * others);
            case WordVocabulary words:
                long slots = 2;
                while (slots < words.Size * 2L)
                {
                    slots *= 2;
                }

                return words.Words.Sum(word => Encoding.UTF8.GetByteCount(word)) + (WordTable.EndDigits * words.Size) + (WordTable.SlotDigits * slots);
            default:
                return 0;
        }
    }
}
