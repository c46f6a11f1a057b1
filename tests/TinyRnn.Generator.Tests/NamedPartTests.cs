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
            public static void Run(float[] a, float[] b, float[] first, float[] second) { Model.State state = Model.InitialState; Model.Run(ref state, a, b, first, second); }
            public static void Named(float[] a, float[] b, float[] first, float[] second) { Model.State state = default; Model.Step(ref state, audioIn: a, @class: b, mask: first, mask_2: second); }
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
