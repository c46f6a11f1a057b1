using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>A span for each input and output of a graph with several.</summary>
public class NamedPartTests
{
    private const int Steps = 7;

    // What the model does with all in one row, and with spans of their own.
    private const string Calls = """
            public static float[] Row(float[] rows)
            {
                Model.State state = Model.InitialState;
                float[] output = new float[rows.Length / Model.InputSize * Model.OutputSize];
                for (int i = 0; i < rows.Length / Model.InputSize; i++)
                {
                    Model.Step(ref state, rows.AsSpan(i * Model.InputSize, Model.InputSize), output.AsSpan(i * Model.OutputSize, Model.OutputSize));
                }
                return output;
            }
            public static long Step(float[] a, float[] b, float[] first, float[] second)
            {
                Model.State state = Model.InitialState;
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < a.Length / 3; i++)
                {
                    Model.Step(ref state, a.AsSpan(i * 3, 3), b.AsSpan(i * 2, 2), first.AsSpan(i, 1), second.AsSpan(i * 2, 2));
                }
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }
            public static void Run(float[] a, float[] b, float[] first, float[] second)
            {
                Model.State state = Model.InitialState;
                Model.Run(ref state, a, b, first, second);
            }
            public static void Named(float[] a, float[] b, float[] first, float[] second)
            {
                Model.State state = default;
                Model.Step(ref state, audioIn: a, @class: b, mask: first, mask_2: second);
            }
        """;

    [Fact]
    public void Spans_give_what_rows_give_and_allocate_nothing()
    {
        float[] rows = Networks.RandomInput(Steps * 5, 3);
        float[] a = [.. rows.Chunk(5).SelectMany(row => row[..3])];
        float[] b = [.. rows.Chunk(5).SelectMany(row => row[3..])];
        foreach (OutputSteps steps in Enum.GetValues<OutputSteps>())
        {
            CompiledProgram program = new(Calls, Make(steps));
            float[] expected = program.Get<Func<float[], float[]>>("Row")(rows);
            (float[] first, float[] second) = (new float[Steps], new float[Steps * 2]);
            Assert.Equal(0, program.Get<Func<float[], float[], float[], float[], long>>("Step")(a, b, first, second));
            Assert.Equal(expected, first.Zip(second.Chunk(2)).SelectMany(pair => (float[])[pair.First, .. pair.Second]));
            int given = steps == OutputSteps.Every ? Steps : 1;
            (first, second) = (new float[given], new float[given * 2]);
            program.Get<Action<float[], float[], float[], float[]>>("Run")(a, b, first, second);
            Assert.Equal(expected[^(given * 3)..], first.Zip(second.Chunk(2)).SelectMany(pair => (float[])[pair.First, .. pair.Second]));
        }
    }

    [Theory]
    [InlineData(4, 2, 1, 2, "audioIn")]
    [InlineData(3, 1, 1, 2, "class")]
    [InlineData(3, 2, 2, 2, "mask")]
    [InlineData(3, 2, 1, 3, "mask_2")]
    public void Wrong_lengths_are_told_by_name(int a, int b, int first, int second, string name)
    {
        Action<float[], float[], float[], float[]> call = new CompiledProgram(
            Calls, Make(OutputSteps.Every)).Get<Action<float[], float[], float[], float[]>>("Named");
        Assert.Equal(name, Assert.Throws<ArgumentException>(() => call(new float[a], new float[b], new float[first], new float[second])).ParamName);
    }

    private static readonly NamedPart[] Inputs = [new("rows", 3), new("first", 2)];
    private static readonly NamedPart[] Outputs = [new("state", 1), new("all", 2)];

    /// <summary>
    /// Models with parts of the inputs, of the outputs or of both, that step, run in blocks, share weights between states or need the whole sequence.
    /// </summary>
    private static readonly (Network Network, bool HasInputs, bool HasOutputs)[] Kinds =
    [
        .. from size in new[] { 4, 48 }
           from steps in Enum.GetValues<OutputSteps>()
           from direction in new[] { Direction.Forward, Direction.Bidirectional }
           from parts in new[] { (true, true), (true, false), (false, true) }
           select (Of(new VectorInput(5), size, steps, direction, parts), parts.Item1, parts.Item2),
        .. from steps in Enum.GetValues<OutputSteps>()
           from direction in new[] { Direction.Forward, Direction.Bidirectional }
           from input in new TokenInput[] { new PlainTokens(5), new Vocabulary("abcde") }
           select (Of(input, 40, steps, direction, (false, true)), false, true),
    ];

    // More than a block, and an incomplete one at the end.
    private const int ManySteps = 37;

    /// <summary>What is called with the rows, with the spans of their parts, and what receives the results.</summary>
    public static TheoryData<int> KindsOfModels => [.. Enumerable.Range(0, Kinds.Length)];

    private static readonly Lazy<CompiledProgram> Program = new(
        () => new CompiledProgram(string.Concat(Kinds.Select(CallsOf)), [.. Kinds.Select(kind => kind.Network)]));

    [Theory]
    [MemberData(nameof(KindsOfModels))]
    public void Runs_and_states_give_what_rows_give_and_allocate_nothing(int index)
    {
        (Network network, bool hasInputs, bool hasOutputs) = Kinds[index];
        float[] rows = Networks.RandomInput(ManySteps * 5, index);
        int[] tokens = [.. Enumerable.Range(0, ManySteps).Select(i => i * 3 % 5)];
        float[][] inputs = hasInputs ? [Columns(rows, 5, 0, 3), Columns(rows, 5, 3, 2)] : [rows];
        foreach (string call in network.IsStreaming ? new[] { "Run", "Step", "Streams" } : ["Run"])
        {
            int given = call == "Run" && network.OutputSteps == OutputSteps.Last ? 1 : ManySteps;
            float[] expected = new float[given * 3];
            Assert.Equal(0, Program.Value.Get<Func<float[][], int[], float[][], bool, long>>(call + index)([rows], tokens, [expected], false));
            float[][] outputs = hasOutputs ? [new float[given], new float[given * 2]] : [new float[given * 3]];
            Assert.Equal(0, Program.Value.Get<Func<float[][], int[], float[][], bool, long>>(call + index)(inputs, tokens, outputs, true));
            Assert.Equal(hasOutputs ? [Columns(expected, 3, 0, 1), Columns(expected, 3, 1, 2)] : [expected], outputs);
            Assert.Contains(expected, value => value != 0);
        }
    }

    [Fact]
    public void The_state_alone_advances()
    {
        CompiledProgram program = new(
            """
                public static float[] Follow(float[] a, float[] b, bool advances)
                {
                    Model.State state = Model.InitialState;
                    float[] first = new float[1];
                    float[] second = new float[2];
                    for (int i = 0; i < a.Length / 3; i++)
                    {
                        if (advances && i < (a.Length / 3) - 1)
                        {
                            Model.Advance(ref state, a.AsSpan(i * 3, 3), b.AsSpan(i * 2, 2));
                        }
                        else
                        {
                            Model.Step(ref state, a.AsSpan(i * 3, 3), b.AsSpan(i * 2, 2), first, second);
                        }
                    }
                    return [.. first, .. second];
                }
            """,
            Make(OutputSteps.Every));
        Func<float[], float[], bool, float[]> follow = program.Get<Func<float[], float[], bool, float[]>>("Follow");
        (float[] a, float[] b) = (Networks.RandomInput(Steps * 3, 1), Networks.RandomInput(Steps * 2, 2));
        Assert.Equal(follow(a, b, false), follow(a, b, true));
    }

    /// <summary>The functions in C that the page of the native library shows.</summary>
    [Fact]
    public void Functions_of_a_shared_library_have_a_pointer_for_each()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "samples", "NativeLibrary", "README.md"));
        string functions = page.Split("```csharp")[1].Split("```")[0];
        Layer[] layers = [new GruLayer("gru", 514, 24), new DenseLayer("fc", 24, 258)];
        Network network = new(new NetworkDefinition
        {
            Name = "mask",
            Task = NetworkTask.Raw,
            Input = new VectorInput(514),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = Networks.RandomTensors(layers, 1),
            InputParts = [new NamedPart("magnitude", 257), new NamedPart("phase", 257)],
            OutputParts = [new NamedPart("factors", 257), new NamedPart("gain", 1)],
        });
        GeneratorRun run = GeneratorRun.Of(
            $$"""
            using System;
            using System.Runtime.CompilerServices;
            using System.Runtime.InteropServices;
            using TinyRnn;
            namespace Tested;
            [TinyRnnModel("mask.tinyrnn")]
            public partial class Mask;
            public static unsafe class Exports
            {
            {{functions}}
            }
            public static unsafe class Caller
            {
                public static int Step(float[] states, float[] magnitude, float[] phase, float[] factors, float[] gain)
                {
                    delegate* unmanaged[Cdecl]<Mask.State*, float*, float*, float*, float*, int> step = &Exports.Step;
                    fixed (float* s = states, m = magnitude, p = phase, f = factors, g = gain)
                    {
                        return step((Mask.State*)s, m, p, f, g);
                    }
                }
                public static int Many(float[] states, float[] magnitude, float[] phase, float[] factors, float[] gain)
                {
                    delegate* unmanaged[Cdecl]<Mask.State*, int, float*, float*, float*, float*, int> many = &Exports.StepMany;
                    fixed (float* s = states, m = magnitude, p = phase, f = factors, g = gain)
                    {
                        return many((Mask.State*)s, gain.Length, m, p, f, g);
                    }
                }
                public static int Size() => sizeof(Mask.State) / sizeof(float);
            }
            """,
            new ModelText("mask.tinyrnn", NetworkWriter.Write(network)));
        run = run.Again(compilation => compilation.WithOptions(compilation.Options.WithAllowUnsafe(true)));
        Type caller = CompiledModel.Load(CompiledModel.Emit(run)).GetType("Tested.Caller", throwOnError: true)!;
        T Get<T>(string method)
            where T : Delegate => caller.GetMethod(method)!.CreateDelegate<T>();
        const int Streams = 5;
        int size = Get<Func<int>>("Size")();
        float[] rows = Networks.RandomInput(Streams * 514, 1);
        (float[] magnitude, float[] phase) = (Columns(rows, 514, 0, 257), Columns(rows, 514, 257, 257));
        (float[] factors, float[] gain) = (new float[Streams * 257], new float[Streams]);
        float[] expected = [.. rows.Chunk(514).SelectMany(row => new Interpreter(network).Run(row))];
        Assert.Equal(
            0, Get<Func<float[], float[], float[], float[], float[], int>>("Many")(new float[Streams * size], magnitude, phase, factors, gain));
        Assert.All(Columns(expected, 258, 0, 257).Zip(factors), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.All(Columns(expected, 258, 257, 1).Zip(gain), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        (float[] one, float[] oneGain) = (new float[257], new float[1]);
        Func<float[], float[], float[], float[], float[], int> step = Get<Func<float[], float[], float[], float[], float[], int>>("Step");
        Assert.Equal(0, step(new float[size], magnitude[..257], phase[..257], one, oneGain));
        Assert.Equal(factors[..257], one);
        Assert.Equal(gain[..1], oneGain);
        Assert.Equal(-1, step([], magnitude[..257], phase[..257], one, oneGain));
    }

    private static float[] Columns(float[] rows, int size, int first, int count) => [.. rows.Chunk(size).SelectMany(row => row.Skip(first).Take(count))];

    private static Network Of(NetworkInput input, int size, OutputSteps steps, Direction direction, (bool Inputs, bool Outputs) parts)
    {
        GruLayer gru = new("gru", 5, size, options: new RecurrentOptions(Direction: direction));
        Layer[] layers = [gru, new DenseLayer("fc", gru.OutputSize, 3)];
        return new Network(new NetworkDefinition
        {
            Name = "parts",
            Task = NetworkTask.Raw,
            Input = input,
            Layers = layers,
            OutputSteps = steps,
            Tensors = Networks.RandomTensors(layers, 1),
            InputParts = parts.Inputs ? Inputs : [],
            OutputParts = parts.Outputs ? Outputs : [],
        });
    }

    // The second call counts, because the first one loads code.
    private static string CallsOf((Network Network, bool HasInputs, bool HasOutputs) kind, int index)
    {
        string model = CompiledModel.Name(index);
        bool hasTokens = kind.Network.Tokens is not null;
        string Arguments(bool isNamed, Func<string, int, string> span)
        {
            IEnumerable<string> read = hasTokens ? [span("tokens", 1)] : isNamed && kind.HasInputs ? [span("x[0]", 3), span("x[1]", 2)] : [span("x[0]", 5)];
            return string.Join(", ", read.Concat(isNamed && kind.HasOutputs ? [span("y[0]", 1), span("y[1]", 2)] : [span("y[0]", 3)]));
        }

        string Method(string name, string start, Func<bool, string> call) => $$"""
                public static long {{name}}{{index}}(float[][] x, int[] tokens, float[][] y, bool isNamed)
                {
                    long bytes = 0;
                    for (int call = 0; call < 2; call++)
                    {
                        {{start}}
                        long before = GC.GetAllocatedBytesForCurrentThread();
                        if (isNamed)
                        {
                            {{call(true)}}
                        }
                        else
                        {
                            {{call(false)}}
                        }
                        bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                    }
                    return bytes;
                }

            """;
        string Whole(string name, int size) => name;
        string Row(string name, int size) => name == "tokens" ? "tokens[i]" : $"{name}.AsSpan(i * {size}, {size})";
        if (!kind.Network.IsStreaming)
        {
            return Method("Run", "", isNamed => $"{model}.Run({Arguments(isNamed, Whole)});");
        }

        string state = $"{model}.State state = {model}.InitialState;";
        return Method("Run", state, isNamed => $"{model}.Run(ref state, {Arguments(isNamed, Whole)});")
            + Method("Step", state, isNamed => $"for (int i = 0; i < {ManySteps}; i++) {{ {model}.Step(ref state, {Arguments(isNamed, Row)}); }}")
            + Method(
                "Streams",
                $"{model}.State[] states = new {model}.State[{ManySteps}];",
                isNamed => $"{model}.Step(states, {Arguments(isNamed, Whole)});");
    }

    // Names that are no identifiers, a keyword, and two that become the same.
    private static Network Make(OutputSteps steps)
    {
        Layer[] layers = [new GruLayer("gru", 5, 4), new DenseLayer("fc", 4, 3)];
        return new Network(new NetworkDefinition
        {
            Name = "parts",
            Task = NetworkTask.Raw,
            Input = new VectorInput(5),
            Layers = layers,
            OutputSteps = steps,
            Tensors = Networks.RandomTensors(layers, 1),
            InputParts = [new NamedPart("audio in", 3), new NamedPart("class", 2)],
            OutputParts = [new NamedPart("mask", 1), new NamedPart("Mask", 2)],
        });
    }
}
