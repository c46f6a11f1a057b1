using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests.Harness;

/// <summary>
/// Networks of every kind of layer in every size from 1 to 70, in which all tiles, all unrolled and looped forms and all
/// remainders occur. Each set is compiled once for all tests that use it.
/// </summary>
internal static class AgreementModels
{
    public const int Steps = 12;
    private const int LargestSize = 70;

    private static readonly Dictionary<string, Lazy<AgreementSet>> Sets = new()
    {
        ["rnn and dense on vectors"] = Set(size => [RnnAndDense(size)]),
        ["stacks on characters"] = Set(size => [Stack(size)]),
        ["tutorial cells"] = Set(size => TutorialCells(size)),
        ["no memory"] = Set(size => WithoutMemory(size)),
        ["scaled and large"] = new(() => new AgreementSet([Scaled(), .. new[] { 128, 200, 256 }.Select(Large)])),
    };

    public static IEnumerable<string> Names => Sets.Keys;

    public static AgreementSet Of(string name) => Sets[name].Value;

    /// <summary>The input of a network's run: a sequence of rows, or tokens.</summary>
    public static float[] Sequence(Network network) => network.Vocabulary is null ? Networks.RandomInput(network.InputSize * Steps, network.InputSize) : [];

    /// <summary>The input of a network's run: tokens, or a sequence of rows.</summary>
    public static int[] Tokens(Network network) => network.Vocabulary is null ? [] : [.. Enumerable.Range(0, Steps).Select(t => (t * 31) % network.InputSize)];

    private static Lazy<AgreementSet> Set(Func<int, Network[]> networks) =>
        new(() => new AgreementSet([.. Enumerable.Range(1, LargestSize).SelectMany(networks)]));

    private static Network RnnAndDense(int size)
    {
        Activation[] recurrent = [Activation.Tanh, Activation.Relu, Activation.Identity];
        Activation[] dense = [Activation.Identity, Activation.Tanh, Activation.Sigmoid, Activation.Relu, Activation.Softmax, Activation.LogSoftmax];
        BiasForm[] biases = [BiasForm.Separate, BiasForm.Combined, BiasForm.None];
        int input = (size % 7) + 1;
        return Networks.Raw(
            new VectorInput(input),
            size % 2 == 0 ? OutputSteps.Every : OutputSteps.Last,
            size,
            new RnnLayer("rnn", input, size, recurrent[size % 3], new RecurrentOptions(biases[size / 3 % 3])),
            new DenseLayer("fc", size, (size % 11) + 1, dense[size % 6], bias: size % 5 != 0));
    }

    private static Network Stack(int size)
    {
        string vocabulary = string.Concat(Enumerable.Range(0, size).Select(i => char.ConvertFromUtf32(i % 2 == 0 ? 'A' + i : 0x1F600 + i)));
        int second = LargestSize + 1 - size;
        return Networks.Raw(
            new Vocabulary(vocabulary),
            OutputSteps.Every,
            size,
            new RnnLayer("first", size, second),
            new DenseLayer("between", second, size, Activation.Softmax),
            new RnnLayer("second", size, (size % 9) + 1, Activation.Relu),
            new DenseLayer("fc", (size % 9) + 1, size));
    }

    private static Network[] TutorialCells(int size)
    {
        Vocabulary letters = new(Networks.TutorialLetters, TextNormalization.Ascii, UnknownCharacter.Skip);
        return
        [
            Networks.Raw(letters, OutputSteps.Last, size, new ConcatRnnLayer("cell", letters.Size, size, (size % 18) + 1)),
            Networks.Raw(
                new VectorInput(3),
                OutputSteps.Every,
                size,
                new ConcatRnnLayer("cell", 3, (size % 5) + 1, size, Activation.Tanh),
                new RnnLayer("rnn", size, 4)),
        ];
    }

    private static Network[] WithoutMemory(int size) =>
    [
        Networks.Raw(
            new VectorInput(size),
            OutputSteps.Every,
            size,
            new DenseLayer("hidden", size, LargestSize + 1 - size, Activation.Tanh),
            new DenseLayer("fc", LargestSize + 1 - size, 2)),
        Networks.Raw(new Vocabulary("abc"), OutputSteps.Every, size, new DenseLayer("table", 3, size, Activation.Sigmoid)),
    ];

    private static Network Scaled()
    {
        Layer[] layers = [new RnnLayer("rnn", 2, 9), new DenseLayer("fc", 9, 3)];
        return new Network(
            "scaled", NetworkTask.Raw, new VectorInput(2, ["pressure", "temperature"], new Scaling([0.4f, -0.2f], [0.3f, 2f])), layers, OutputSteps.Every,
            Networks.RandomTensors(layers, 1), outputScaling: new Scaling([1f, 2f, -3f], [0.5f, 1f, 2f]));
    }

    private static Network Large(int size) =>
        Networks.Raw(new VectorInput(5), OutputSteps.Every, size, new RnnLayer("rnn", 5, size), new DenseLayer("fc", size, 65));
}

/// <summary>Some networks and the program that holds them compiled.</summary>
internal sealed class AgreementSet(IReadOnlyList<Network> networks)
{
    // Runs every model over the input that AgreementModels gives it and prints the bits of the outputs.
    private const string Runner = """
        internal static class Program
        {
            private static void Main()
            {
                float[][] sequences = new float[Count][];
                int[][] tokens = new int[Count][];
                using System.IO.BinaryReader input = new(Console.OpenStandardInput());
                for (int i = 0; i < Count; i++)
                {
                    sequences[i] = new float[input.ReadInt32()];
                    for (int j = 0; j < sequences[i].Length; j++)
                    {
                        sequences[i][j] = input.ReadSingle();
                    }

                    tokens[i] = new int[input.ReadInt32()];
                    for (int j = 0; j < tokens[i].Length; j++)
                    {
                        tokens[i][j] = input.ReadInt32();
                    }
                }

                Console.WriteLine(
                    (System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? 512 : System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated ? 256 : 128)
                    + (System.Runtime.Intrinsics.X86.Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported ? " fused" : " separate"));
                RunAll(sequences, tokens);
            }

            private static void Vectors<TModel, TState>(float[] sequence)
                where TModel : IVectorModel<TState>
                where TState : struct
            {
                TState state = default;
                float[] output = new float[TModel.OutputSize];
                for (int start = 0; start < sequence.Length; start += TModel.InputSize)
                {
                    TModel.Step(ref state, sequence.AsSpan(start, TModel.InputSize), output);
                    Print(output);
                }

                Console.WriteLine();
            }

            private static void Tokens<TModel, TState>(int[] tokens)
                where TModel : ITokenModel<TState>
                where TState : struct
            {
                TState state = default;
                float[] output = new float[TModel.OutputSize];
                foreach (int token in tokens)
                {
                    TModel.Step(ref state, token, output);
                    Print(output);
                }

                Console.WriteLine();
            }

            private static void Print(float[] output)
            {
                foreach (float value in output)
                {
                    Console.Write(BitConverter.SingleToInt32Bits(value).ToString("X8"));
                }
            }
        """;

    private readonly Lazy<byte[]> _program = new(() => Compile(networks));

    public IReadOnlyList<Network> Networks => networks;

    /// <summary>A program with all models; as an assembly, the models are loaded from it.</summary>
    public byte[] Program => _program.Value;

    private static byte[] Compile(IReadOnlyList<Network> networks)
    {
        IEnumerable<string> calls = networks.Select((network, index) => network.Vocabulary is null
            ? $"Vectors<{CompiledModel.Name(index)}, {CompiledModel.Name(index)}.State>(sequences[{index}]);"
            : $"Tokens<{CompiledModel.Name(index)}, {CompiledModel.Name(index)}.State>(tokens[{index}]);");
        string source = $$"""
            {{Runner}}

                private const int Count = {{networks.Count}};

                private static void RunAll(float[][] sequences, int[][] tokens)
                {
                    {{string.Join("\n", calls)}}
                }
            }
            """;
        return CompiledModel.Compile(networks, source, Microsoft.CodeAnalysis.OutputKind.ConsoleApplication);
    }
}
