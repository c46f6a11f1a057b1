using System.Diagnostics;
using System.Runtime.Intrinsics;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Interop.Tests.Onnx;

namespace TinyRnn.Interop.Tests;

/// <summary>
/// Every file of models that are deployed, imported and compiled by a real build: over steps between which the state is carried, interpreter and compiled
/// code give what ONNX Runtime does, and the same bits at every vector width. Files without a graph for ONNX Runtime are held against their own framework's
/// arithmetic beside their importers' tests, and here against the interpreter.
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
                Console.WriteLine(
                    System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? 512 : System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated ? 256 : 128);
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

    private static readonly ImportOptions Rate16K = new() { Set = new Dictionary<string, long> { ["sr"] = 16000, ["sequence"] = 576 } };

    [Fact]
    public void Deployed_models_agree_with_their_frameworks_and_give_the_same_bits_at_every_width()
    {
        Deployed[] models =
        [
            Graph("dtln-part1/model.onnx", new CarriedSteps(("input_2", [1, 1, 257]), "activation_2", [("input_3", [1, 2, 128, 2])], "tf_op_layer_stack_2")),
            Graph(
                "DTLNpt_model_p1.onnx",
                new CarriedSteps(
                    ("mag", [1, 1, 257]), "y1", [.. new[] { "h1_in", "c1_in", "h2_in", "c2_in" }.Select(name => (name, new[] { 1, 1, 128 }))], "out_state1")),
            Graph(
                "silero-v5-16k/model.onnx",
                new CarriedSteps(("input", [1, 576]), "output", [("state", [2, 1, 128])], "stateN") { Numbers = [("sr", 16000)] }, Rate16K),
            Graph("fw_silero_decoder_v5.onnx", new CarriedSteps(("input", [1, 128]), "38", [("state", [2, 1, 128])], "35")),
            Whole(
                "fw_silero_vad_v5.onnx", "out",
                input => [("input", input, [1, Steps, 576]), ("h", new float[128], [1, 1, 128]), ("c", new float[128], [1, 1, 128])]),
            Whole("tf2onnx-loop-lstm.onnx", "Identity:0", input => [("args_0", input, [1, 60, 36])], steps: 60),
            .. G2p(),
            Other("nam_lstm.nam"),
            Other("predmaint_binary_model.h5"),
            Other("playlist-lstm.pth"),
        ];
        Assert.Empty(Files().Except(models.Select(model => model.File)));
        using TemporaryFolder folder = new();
        Build(folder, [.. models.Select(model => model.Network)], [.. models.Select(model => model.Input)]);
        string[] widest = Run(folder, Widest);
        for (int i = 0; i < models.Length; i++)
        {
            AssertAgrees($"{models[i].File}, interpreted", models[i].Expected, Interpreted(models[i].Network, models[i].Input));
            float[] compiled = [.. widest[i].Chunk(8).Select(digits => BitConverter.Int32BitsToSingle(Convert.ToInt32(new string(digits), 16)))];
            AssertAgrees($"{models[i].File}, compiled", models[i].Expected, compiled);
        }

        foreach (int width in new[] { 256, 128 }.Where(width => width < Widest))
        {
            string[] narrow = Run(folder, width);
            Assert.All(models.Index(), model => Assert.True(widest[model.Index] == narrow[model.Index], $"{model.Item.File}: other bits at {width} bits"));
        }
    }

    private static Deployed Graph(string file, CarriedSteps steps, ImportOptions? options = null)
    {
        Network network = Import(file, options);
        float[] input = Input(network, Steps);
        return new Deployed(file, network, input, steps.Run(File.ReadAllBytes(PathOf(file)), input));
    }

    // All steps are one call.
    private static Deployed Whole(string file, string output, Func<float[], (string, Array, int[])[]> inputs, int steps = Steps)
    {
        Network network = Import(file);
        float[] input = Input(network, steps);
        using OnnxRuntimeModel runtime = new(File.ReadAllBytes(PathOf(file)));
        return new Deployed(file, network, input, runtime.Run(output, inputs(input)));
    }

    // From spelling to sounds: an encoder in both directions, a predictor, and a network that joins a row of each.
    private static Deployed[] G2p()
    {
        const string File = "openutau_g2p-arpabet.onnx";
        const string Encoded = "318";
        const string Predicted = "482";
        const string Logits = "533";
        Network encoder = Import(File, Tokens(32) with { To = [Encoded] });
        Network predictor = Import(File, Tokens(43) with { To = [Predicted] });
        Network joint = Import(File, new() { From = ["526"], To = [Logits] });
        float[] letters = Input(encoder, Steps);
        float[] phonemes = Input(predictor, Steps);
        using OnnxRuntimeModel runtime = new(OnnxRuntimeModel.WithOutputs(System.IO.File.ReadAllBytes(PathOf(File)), Encoded, Predicted, Logits));
        float[] Given(string output, int at, int count) => runtime.Run(
            output, ("src", Whole(letters), [1, Steps]), ("tgt", Whole(phonemes[..count]), [1, count]), ("t", new[] { at }, [1]));
        float[] encoded = Given(Encoded, 0, Steps);
        float[] predicted = Given(Predicted, 0, Steps);
        IEnumerable<int> steps = Enumerable.Range(0, Steps);

        // The graph joins the letter that it is asked for with the last sound.
        return
        [
            new(File, encoder, letters, encoded),
            new(File, predictor, phonemes, predicted),
            new(
                File, joint, [.. steps.SelectMany(step => Row(encoded, step).Concat(Row(predicted, step)))],
                [.. steps.SelectMany(step => Given(Logits, step, step + 1))]),
        ];

        static int[] Whole(float[] tokens) => Array.ConvertAll(tokens, token => (int)token);

        static float[] Row(float[] rows, int step) => rows[(step * rows.Length / Steps)..((step + 1) * rows.Length / Steps)];
    }

    private static Deployed Other(string file)
    {
        Network network = Import(file);
        float[] input = Input(network, Steps);
        return new Deployed(file, network, input, Interpreted(network, input));
    }

    private static IEnumerable<string> Files()
    {
        string folder = PathOf("");
        return Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(path => !path.EndsWith(".json", StringComparison.Ordinal));
    }

    private static string PathOf(string file) => SharedData.Path(["deployed", .. file.Split('/')]);

    private static ImportOptions Tokens(int count) =>
        new() { Vocabulary = string.Concat(Enumerable.Range(0, count).Select(i => (char)('a' + i))), Task = NetworkTask.Raw };

    private static Network Import(string path, ImportOptions? options = null) =>
        ModelImporters.Import(PathOf(path), options ?? ImportOptions.None).Network;

    // A magnitude, as a suppressor of noise reads, is as good as any other number to the others.
    private static float[] Input(Network network, int steps) => network.Tokens is null
        ? [.. Networks.RandomInput(steps * network.InputSize, network.InputSize).Select(MathF.Abs)]
        : [.. Enumerable.Range(0, steps).Select(step => (float)(step * 31 % network.InputSize))];

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

    // Of a network whose output counts after the last step, only this is expected.
    private static void AssertAgrees(string name, float[] expected, float[] actual)
    {
        Assert.True(expected.Length <= actual.Length, $"{name}: {actual.Length} values, expected {expected.Length}");
        actual = actual[^expected.Length..];
        Assert.True(expected.Length == 1 || expected.Distinct().Count() > 1, $"{name}: every output is {expected[0]}");
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                MathF.Abs(expected[i] - actual[i]) <= Tolerance * MathF.Max(1f, MathF.Abs(expected[i])),
                $"{name}: value {i} is {actual[i]}, expected {expected[i]}");
        }
    }

    private sealed record Deployed(string File, Network Network, float[] Input, float[] Expected);
}
