using System.Diagnostics;
using System.Runtime.Intrinsics;
using TinyRnn.Generator.Tests.Harness;

namespace TinyRnn.Interop.Tests;

/// <summary>
/// Models that are deployed, imported and compiled by a real build: over 20 steps, between which the state is carried, they give what the interpreter gives,
/// and the same bits at every vector width. What the interpreter gives is held against each model's own framework beside its importer's tests.
/// </summary>
public class DeployedModelTests
{
    private const int Steps = 20;
    private const float Tolerance = 1e-5f;

    private const string Program = """
        internal static class Program
        {
            private static void Main(string[] arguments)
            {
                Console.WriteLine(System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? 512 : System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated ? 256 : 128);
                using System.IO.BinaryReader input = new(System.IO.File.OpenRead(arguments[0]));
                // CALLS
            }

            private static float[] Rows(System.IO.BinaryReader input)
            {
                float[] rows = new float[input.ReadInt32()];
                for (int i = 0; i < rows.Length; i++)
                {
                    rows[i] = input.ReadSingle();
                }

                return rows;
            }

            private static void Vectors<TModel, TState>(System.IO.BinaryReader input)
                where TModel : IVectorModel<TState>
                where TState : struct
            {
                float[] rows = Rows(input);
                float[] output = new float[TModel.OutputSize];
                TState state = TModel.InitialState;
                for (int i = 0; i < rows.Length; i += TModel.InputSize)
                {
                    TModel.Step(ref state, rows.AsSpan(i, TModel.InputSize), output);
                    Print(output);
                }

                Console.WriteLine();
            }

            private static void Tokens<TModel, TState>(System.IO.BinaryReader input)
                where TModel : ITokenModel<TState>
                where TState : struct
            {
                float[] tokens = Rows(input);
                float[] output = new float[TModel.OutputSize];
                TState state = TModel.InitialState;
                foreach (float token in tokens)
                {
                    TModel.Step(ref state, (int)token, output);
                    Print(output);
                }

                Console.WriteLine();
            }

            private static void TokenSequence<TModel>(System.IO.BinaryReader input)
                where TModel : ITokenSequenceModel
            {
                int[] tokens = Array.ConvertAll(Rows(input), token => (int)token);
                float[] output = new float[tokens.Length * TModel.OutputSize];
                TModel.Run(tokens, output);
                Print(output);
                Console.WriteLine();
            }

            private static void Print(float[] output)
            {
                foreach (float value in output)
                {
                    Console.Write(BitConverter.SingleToInt32Bits(value).ToString("X8"));
                }
            }
        }
        """;

    private static readonly int Widest = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    [Fact]
    public void Deployed_models_give_the_same_bits_at_every_width_and_agree_with_the_interpreter()
    {
        (string Name, Network Network)[] models =
        [
            ("DTLN, part 1", Import("dtln-part1/model.onnx")),
            ("DTLN of PyTorch, part 1", Import("DTLNpt_model_p1.onnx")),
            ("a loop of tf2onnx", Import("tf2onnx-loop-lstm.onnx")),
            ("Silero", Import("silero-v5-16k/model.onnx", new() { Set = new Dictionary<string, long> { ["sr"] = 16000, ["sequence"] = 576 } })),
            ("OpenUtau's encoder", Import("openutau_g2p-arpabet.onnx", Tokens(32) with { To = ["318"] })),
            ("OpenUtau's predictor", Import("openutau_g2p-arpabet.onnx", Tokens(43) with { To = ["482"] })),
            ("OpenUtau's joint network", Import("openutau_g2p-arpabet.onnx", new() { From = ["526"], To = ["533"] })),
            ("an amplifier of NAM", Import("nam_lstm.nam")),
            ("maintenance, Keras 2.0", Import("predmaint_binary_model.h5")),
            ("a playlist, PyTorch", Import("playlist-lstm.pth")),
        ];
        float[][] inputs = [.. models.Select(model => Input(model.Network))];
        using TemporaryFolder folder = new();
        Build(folder, [.. models.Select(model => model.Network)], inputs);
        string[] widest = Run(folder, Widest);
        for (int i = 0; i < models.Length; i++)
        {
            AssertAgrees(models[i].Name, Interpreted(models[i].Network, inputs[i]), widest[i]);
        }

        foreach (int width in new[] { 256, 128 }.Where(width => width < Widest))
        {
            string[] narrow = Run(folder, width);
            Assert.All(models.Index(), model => Assert.True(widest[model.Index] == narrow[model.Index], $"{model.Item.Name}: other bits at {width} bits"));
        }
    }

    private static ImportOptions Tokens(int count) =>
        new() { Vocabulary = string.Concat(Enumerable.Range(0, count).Select(i => (char)('a' + i))), Task = NetworkTask.Raw };

    private static Network Import(string path, ImportOptions? options = null) =>
        ModelImporters.Import(SharedData.Path(["deployed", .. path.Split('/')]), options ?? ImportOptions.None).Network;

    // A magnitude, as a suppressor of noise reads, is as good as any other number to the others.
    private static float[] Input(Network network) => network.Tokens is null
        ? [.. Networks.RandomInput(Steps * network.InputSize, network.InputSize).Select(MathF.Abs)]
        : [.. Enumerable.Range(0, Steps).Select(step => (float)(step * 31 % network.InputSize))];

    private static float[] Interpreted(Network network, float[] input)
    {
        Assert.True(network.IsStreaming || network.OutputSteps == OutputSteps.Every);
        return InterpreterRuns.Of(network, input, Array.ConvertAll(input, token => (int)token));
    }

    private static void Build(TemporaryFolder folder, Network[] networks, float[][] inputs)
    {
        List<string> calls = [];
        using (BinaryWriter input = new(File.Create(Path.Combine(folder.Path, "input.bin"))))
        {
            for (int i = 0; i < networks.Length; i++)
            {
                string name = CompiledModel.Name(i);
                folder.Write(name + ".tinyrnn", NetworkWriter.Write(networks[i]));
                calls.Add(
                    networks[i].Tokens is null ? $"Vectors<{name}, {name}.State>(input);"
                    : networks[i].IsStreaming ? $"Tokens<{name}, {name}.State>(input);"
                    : $"TokenSequence<{name}>(input);");
                input.Write(inputs[i].Length);
                Array.ForEach(inputs[i], input.Write);
            }
        }

        folder.Write("Program.cs", CompiledModel.Program(networks.Length, Program.Replace("// CALLS", string.Join("\n", calls), StringComparison.Ordinal)));
        folder.Write("Deployed.csproj", UserProject.WithProperties(""));
        UserProject.Build(folder, "build", "Deployed.csproj");
    }

    // The bits of each model's outputs. Each width runs in a process of its own, because the runtime decides on it when it starts.
    private static string[] Run(TemporaryFolder folder, int width)
    {
        using Process process = ChildProcess.Start(
            folder.Path, [("DOTNET_PreferredVectorBitWidth", $"{width}")], $"bin/{UserProject.Configuration}/net10.0/Deployed.dll", "input.bin");
        string[] lines = ChildProcess.Finish(process).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal($"{width}", lines[0]);
        return lines[1..];
    }

    private static void AssertAgrees(string name, float[] expected, string line)
    {
        float[] actual = [.. line.Chunk(8).Select(digits => BitConverter.Int32BitsToSingle(Convert.ToInt32(new string(digits), 16)))];
        Assert.Equal(expected.Length, actual.Length);
        Assert.True(expected.Distinct().Count() > 1, $"{name}: every output is {expected[0]}");
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                MathF.Abs(expected[i] - actual[i]) <= Tolerance * MathF.Max(1f, MathF.Abs(expected[i])),
                $"{name}: value {i} is {actual[i]}, interpreted {expected[i]}");
        }
    }
}
