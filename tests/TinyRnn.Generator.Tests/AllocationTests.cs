using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>Nothing is allocated, from the first call on.</summary>
public partial class AllocationTests
{
    // One call of each member, every one the first.
    private const string Vector = """
            public static long Step()
            {
                State(out float[] input, out float[] output);
                Model.State state = default;
                long before = Bytes();
                Model.Step(ref state, input, output);
                return Bytes() - before;
            }
            public static long Advance()
            {
                State(out float[] input, out _);
                Model.State state = default;
                long before = Bytes();
                Model.Advance(ref state, input);
                return Bytes() - before;
            }
            public static long Run()
            {
                State(out float[] input, out float[] output);
                Model.State state = default;
                long before = Bytes();
                Model.Run(ref state, input, output);
                return Bytes() - before;
            }
            public static long SelfTest() { long before = Bytes(); Model.SelfTest(out _); return Bytes() - before; }
            private static void State(out float[] input, out float[] output) { input = new float[Model.InputSize]; output = new float[Model.OutputSize]; }
            private static long Bytes() => GC.GetAllocatedBytesForCurrentThread();
        """;

    private const string VectorStreams = """
            public static long Step()
            {
                float[] input = new float[Model.InputSize];
                float[] output = new float[Model.OutputSize];
                Model.State state = Model.InitialState;
                long before = Bytes();
                Model.Step(ref state, input, output);
                return Bytes() - before;
            }
            public static long Streams()
            {
                Model.State[] states = new Model.State[19];
                float[] input = new float[19 * Model.InputSize];
                float[] output = new float[19 * Model.OutputSize];
                long before = Bytes();
                Model.Step(states, input, output);
                return Bytes() - before;
            }
            public static long RunInBlocks()
            {
                float[] input = new float[40 * Model.InputSize];
                float[] output = new float[40 * Model.OutputSize];
                Model.State state = Model.InitialState;
                long before = Bytes();
                Model.Run(ref state, input, output);
                return Bytes() - before;
            }
            public static long WriteState()
            {
                Model.State state = Model.InitialState;
                byte[] form = new byte[StateForm.GetSize<Model, Model.State>()];
                long before = Bytes();
                StateForm.Write<Model, Model.State>(state, form);
                return Bytes() - before;
            }
            public static long ReadState()
            {
                byte[] form = Form();
                long before = Bytes();
                StateForm.Read<Model, Model.State>(form, out _);
                return Bytes() - before;
            }
            public static long RefuseState()
            {
                byte[] form = Form();
                form[^1] ^= 1;
                long before = Bytes();
                bool isRead = StateForm.TryRead<Model, Model.State>(form, out _, out _);
                return isRead ? -1 : Bytes() - before;
            }
            private static byte[] Form()
            {
                byte[] form = new byte[StateForm.GetSize<Model, Model.State>()];
                StateForm.Write<Model, Model.State>(Model.InitialState, form);
                return form;
            }
            public static long InitialState() { long before = Bytes(); Model.State state = Model.InitialState; return Bytes() - before; }
            private static long Bytes() => GC.GetAllocatedBytesForCurrentThread();
        """;

    private const string Forecaster = """
            public static long One() { float[] history = new float[Model.Window + 3]; long before = Bytes(); Model.Forecast(history); return Bytes() - before; }
            public static long Several()
            {
                float[] history = new float[Model.Window];
                float[] next = new float[30];
                long before = Bytes();
                Model.Forecast(history, next);
                return Bytes() - before;
            }
            private static long Bytes() => GC.GetAllocatedBytesForCurrentThread();
        """;

    private const string WholeTextClassifier = """
            public static long Classify(string text) { long before = Bytes(); Model.Classify(text); return Bytes() - before; }
            public static long ClassifyBest(string text)
            {
                var best = new Prediction<Model.Label>[2];
                long before = Bytes();
                Model.Classify(text, best);
                return Bytes() - before;
            }
            public static long RunText(string text)
            {
                float[] output = new float[Model.OutputSize];
                long before = Bytes();
                Model.Run(text, output);
                return Bytes() - before;
            }
            public static long SelfTest() { long before = Bytes(); Model.SelfTest(); return Bytes() - before; }
            private static long Bytes() => GC.GetAllocatedBytesForCurrentThread();
        """;

    private const string VectorClassifier = """
            public static long Classify() { float[] input = new float[6]; long before = Bytes(); Model.Classify(input); return Bytes() - before; }
            public static long ClassifyWithProbability()
            {
                float[] input = new float[6];
                long before = Bytes();
                Model.Classify(input, out _);
                return Bytes() - before;
            }
            public static long ClassifyBest()
            {
                float[] input = new float[6];
                var best = new Prediction<Model.Label>[2];
                long before = Bytes();
                Model.Classify(input, best);
                return Bytes() - before;
            }
            public static long ClassifyAll()
            {
                float[] input = new float[6];
                float[] all = new float[Model.OutputSize];
                long before = Bytes();
                Model.Classify(input, all);
                return Bytes() - before;
            }
            public static long GetText() { long before = Bytes(); Model.GetText(Model.Label.Label1); return Bytes() - before; }
            private static long Bytes() => GC.GetAllocatedBytesForCurrentThread();
        """;

    private const string Text = """
            public static long StepToken()
            {
                float[] output = new float[Model.OutputSize];
                Model.State state = default;
                long before = Bytes();
                Model.Step(ref state, 1, output);
                return Bytes() - before;
            }
            public static long StepCharacter()
            {
                float[] output = new float[Model.OutputSize];
                Model.State state = default;
                long before = Bytes();
                Model.Step(ref state, 'b', output);
                return Bytes() - before;
            }
            public static long Advance() { Model.State state = default; long before = Bytes(); Model.Advance(ref state, 1); return Bytes() - before; }
            public static long RunText(string text)
            {
                float[] output = new float[Model.OutputSize * text.Length];
                Model.State state = default;
                long before = Bytes();
                Model.Run(ref state, text, output);
                return Bytes() - before;
            }
            public static long RunTokens()
            {
                float[] output = new float[Model.OutputSize * 2];
                int[] tokens = [0, 1];
                Model.State state = default;
                long before = Bytes();
                Model.Run(ref state, tokens, output);
                return Bytes() - before;
            }
            public static long SelfTest() { long before = Bytes(); Model.SelfTest(); return Bytes() - before; }
            public static long Score(string text) { long before = Bytes(); Model.Score(text); return Bytes() - before; }
            public static long Perplexity(string text) { long before = Bytes(); Model.Perplexity(text); return Bytes() - before; }
            public static long Generate(string text) { char[] room = new char[50]; long before = Bytes(); Model.Generate(text, room); return Bytes() - before; }
            public static long GenerateWithOptions(string text)
            {
                char[] room = new char[50];
                SamplingOptions options = new() { Temperature = 0.7f, TopK = 3, TopP = 0.9f, Seed = 5, StopAt = 'z' };
                long before = Bytes();
                Model.Generate(text, room, options);
                return Bytes() - before;
            }
            public static long ReadToken(string text) { int position = 0; long before = Bytes(); Model.ReadToken(text, ref position); return Bytes() - before; }
            private static long Bytes() => GC.GetAllocatedBytesForCurrentThread();
        """;

    private const string TextClassifier = """
            public static long Classify(string text) { long before = Bytes(); Model.Classify(text); return Bytes() - before; }
            public static long ClassifyWithProbability(string text) { long before = Bytes(); Model.Classify(text, out _); return Bytes() - before; }
            public static long ClassifyBest(string text)
            {
                var best = new Prediction<Model.Label>[2];
                long before = Bytes();
                Model.Classify(text, best);
                return Bytes() - before;
            }
            public static long ClassifyAll(string text)
            {
                float[] all = new float[Model.OutputSize];
                long before = Bytes();
                Model.Classify(text, all);
                return Bytes() - before;
            }
            public static long RunText(string text)
            {
                float[] output = new float[Model.OutputSize];
                Model.State state = default;
                long before = Bytes();
                Model.Run(ref state, text, output);
                return Bytes() - before;
            }
            private static long Bytes() => GC.GetAllocatedBytesForCurrentThread();
        """;

    [Fact]
    public void Vector_model()
    {
        Layer[] layers = [new RnnLayer("rnn", 3, 20), new ConcatRnnLayer("cell", 20, 9, 7, Activation.Softmax), new DenseLayer("fc", 7, 2)];
        Network network = new(new NetworkDefinition
        {
            Name = "v",
            Task = NetworkTask.Raw,
            Input = new VectorInput(3, scaling: new Scaling([0f, 1f, 2f], [1f, 2f, 3f])),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = Networks.RandomTensors(layers, 1),
            OutputScaling = new Scaling([0f, 1f], [1f, 2f]),
        });
        AssertNothing(Vector, Networks.WithTestVectors(network, [1f, 2f, 3f]));
    }

    [Fact]
    public void Gated_cells()
    {
        // Large enough for aligned weights, blocks of steps and several streams at once.
        Layer[] layers =
        [
            new GruLayer("gru", 20, 70, options: new RecurrentOptions(HasInitialState: true)), new GruLayer("before", 70, 12, GruReset.Before),
            new LstmLayer("lstm", 12, 40, 9, hasPeepholes: true), new PoolingLayer("pool", 9, PoolingMode.Max), new DelayLayer("steps", 9, [4, 1, 0]),
            new DenseLayer("fc", 27, 2, new ActivationFunction(Activation.Elu, 1f)),
        ];
        AssertNothing(VectorStreams, new Network(new NetworkDefinition
        {
            Name = "v",
            Task = NetworkTask.Raw,
            Input = new VectorInput(20),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = Networks.RandomTensors(layers, 1),
        }));
    }

    [Theory]
    [InlineData(TensorType.BF16)]
    [InlineData(TensorType.I8)]
    public void Smaller_weights(TensorType type)
    {
        Layer[] layers = [new GruLayer("gru", 20, 70), new LstmLayer("lstm", 70, 40, 9), new RnnLayer("rnn", 9, 20), new DenseLayer("fc", 20, 12)];
        AssertNothing(VectorStreams, AgreementModels.Quantized(new Network(new NetworkDefinition
        {
            Name = "v",
            Task = NetworkTask.Raw,
            Input = new VectorInput(20),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = Networks.RandomTensors(layers, 1),
        }), type));
        Vocabulary characters = new("ab cé😀", TextNormalization.None, UnknownCharacter.Skip);
        Network text = Networks.LanguageModel(characters, 1, new GruLayer("gru", characters.Size, 33), new DenseLayer("fc", 33, characters.Size));
        AssertNothing(Text, AgreementModels.Quantized(Networks.WithTestVectors(text, "ab é"), type));
    }

    [Fact]
    public void Forecast_model() =>
        AssertNothing(Forecaster, Networks.Forecast(new VectorInput(1), new ForecastShape(24), 1, new GruLayer("gru", 1, 16), new DenseLayer("fc", 16, 1)));

    [Fact]
    public void Both_directions()
    {
        Vocabulary letters = new(Networks.TutorialLetters, TextNormalization.Ascii, UnknownCharacter.Skip);
        Network network = Networks.Classifier(
            letters, 1, new EmbeddingLayer("embedding", letters.Size, 8),
            new LstmLayer("lstm", 8, 40, options: new RecurrentOptions(Direction: Direction.Bidirectional)),
            new PoolingLayer("pool", 80, PoolingMode.Final), new DenseLayer("fc", 80, 5));
        AssertNothing(WholeTextClassifier, Networks.WithTestVectors(network, "abe"));
    }

    [Fact]
    public void Vector_classifier() =>
        AssertNothing(VectorClassifier, Networks.Classifier(new VectorInput(3), 1, new RnnLayer("rnn", 3, 20), new DenseLayer("fc", 20, 5)));

    [Fact]
    public void Language_model()
    {
        Vocabulary characters = new("ab cé😀", TextNormalization.None, UnknownCharacter.Skip);
        Network network = Networks.LanguageModel(characters, 1, new RnnLayer("rnn", characters.Size, 33), new DenseLayer("fc", 33, characters.Size));
        AssertNothing(Text, Networks.WithTestVectors(network, "ab é"));
    }

    [Theory]
    [InlineData(Activation.LogSoftmax)]
    [InlineData(Activation.Softmax)]
    [InlineData(Activation.Identity)]
    public void Text_classifier(Activation activation)
    {
        Vocabulary letters = new(Networks.TutorialLetters, TextNormalization.Ascii, UnknownCharacter.Skip);
        AssertNothing(TextClassifier, Networks.Classifier(letters, 1, new ConcatRnnLayer("cell", letters.Size, 20, 18, activation)));
    }

    // Each member is called in a process of its own, so that the call is the very first of all. (In an assembly load
    // context of the test's own the runtime would search references with managed code, which allocates.)
    private static void AssertNothing(string methods, Network network)
    {
        (string Name, bool HasText)[] all = [.. Signature().Matches(methods).Select(match => (match.Groups[1].Value, match.Groups[2].Length > 0))];
        Assert.NotEmpty(all);
        IEnumerable<string> cases = all.Select(method => $"\"{method.Name}\" => Calls.{method.Name}({(method.HasText ? "arguments[1]" : "")}),");
        string source = $$"""
            public static class Calls
            {
            {{methods}}
            }

            internal static class Program
            {
                private static void Main(string[] arguments)
                {
                    long bytes = arguments[0] switch
                    {
                        {{string.Join("\n", cases)}}
                        _ => -1,
                    };
                    Console.Write(bytes);
                }
            }
            """;
        using TemporaryFolder folder = new();
        ChildProcess.WriteProgram(folder, CompiledModel.Compile([network], source, OutputKind.ConsoleApplication));
        List<string> allocations = [];
        foreach ((string name, _) in all)
        {
            string bytes = ChildProcess.Finish(ChildProcess.Start(folder.Path, [], "program.dll", name, "ab \u00E9"));
            if (bytes != "0")
            {
                allocations.Add($"{name}: {bytes}");
            }
        }

        Assert.Empty(allocations);
    }

    [GeneratedRegex(@"public static long (\w+)\((string text)?\)")]
    private static partial Regex Signature();
}
