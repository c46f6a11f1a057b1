using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary><c>SelfTest</c>: repeats the recorded runs of the model file.</summary>
internal static class SelfTestEmitter
{
    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        IReadOnlyList<TestVector> vectors = plan.Network.TestVectors;
        writer.Blank();
        writer.Summary("Runs the recorded inputs of the model file and compares the results with the recorded outputs.");
        writer.Returns("Whether all outputs agree to 1e-4, relatively if a value is above 1.");
        writer.Write("public static bool SelfTest() => SelfTest(out float _);");

        writer.Blank();
        writer.Summary("Runs the recorded inputs of the model file and compares the results with the recorded outputs.");
        writer.Param("largestError", "The largest |output - recorded| / max(1, |recorded|); 0 if the file has no recorded runs.");
        writer.Returns("Whether it is at most 1e-4.");
        using (writer.Block("public static bool SelfTest(out float largestError)"))
        {
            writer.Write("largestError = 0f;");
            if (vectors.Count == 0)
            {
                writer.Write("return true;");
                return;
            }

            if (plan.Network.IsStreaming)
            {
                writer.Write("global::System.Span<float> output = stackalloc float[OutputSize];");
            }

            for (int i = 0; i < vectors.Count; i++)
            {
                string input = vectors[i].Text is string text
                    ? plan.Network.Tokens is PlainTokens tokens ? $"[{string.Join(", ", tokens.Encode(text).Select(token => Literals.Plain(token)))}]"
                        : Literals.Of(text)
                    : Recorded($"TestVector{i}Input", vectors[i].Values!.Length);
                string check = plan.Network.IsStreaming ? $"Check<{plan.Type.Name}, State>" : $"CheckSequence<{plan.Type.Name}>";
                writer.Write($"global::TinyRnn.ModelTestVectors.{check}(");
                writer.Write($"    {input},");
                writer.Write($"    {Recorded($"TestVector{i}Output", vectors[i].Output.Length)},");
                if (plan.Network.IsStreaming)
                {
                    writer.Write("    output,");
                }

                writer.Write("    ref largestError);");
            }

            bool isInt8 = plan.Network.Tensors.Values.Any(tensor => tensor.Type == TensorType.I8);
            writer.Write($"return largestError <= global::TinyRnn.ModelTestVectors.{(isInt8 ? "Int8Tolerance" : "Tolerance")};");
        }

        static string Recorded(string name, int length) =>
            $"__MemoryMarshal.Cast<ulong, float>(Weights.{name})[..{length}]";
    }
}
