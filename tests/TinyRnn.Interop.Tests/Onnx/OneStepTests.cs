using TinyRnn.Interop.Onnx;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>
/// Graphs whose axis of time has the fixed size 1 and that take no state, as where an author forgot <c>batch_first</c>: each row is a
/// sequence of its own, and none may change another's result.
/// </summary>
public class OneStepTests
{
    private const int Rows = 7;
    private const int Inputs = 3;
    private const int Hidden = 4;

    private static readonly Dictionary<string, ActivationFunction[]> Gates = new()
    {
        ["RNN"] = [],
        ["GRU"] = [new(Activation.HardSigmoid, 0.3f, 0.5f), Activation.Softsign],
        ["LSTM"] = [new(Activation.HardSigmoid, 0.3f, 0.4f), Activation.Softsign, Activation.Relu],
    };

    public static TheoryData<string, string, string> Cells =>
    [
        .. from cell in new[]
        {
            ("RNN", ""),
            ("RNN", "relu"),
            ("RNN", "state"),
            ("GRU", ""),
            ("GRU", "after"),
            ("GRU", "after, no bias"),
            ("GRU", "functions"),
            ("GRU", "after, functions"),
            ("LSTM", ""),
            ("LSTM", "no bias"),
            ("LSTM", "peepholes"),
            ("LSTM", "input_forget"),
            ("LSTM", "functions"),
        }
           from direction in new[] { "forward", "reverse", "bidirectional" }
           select new TheoryDataRow<string, string, string>(cell.Item1, direction, cell.Item2),
    ];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Each_row_stands_for_itself(string kind, string direction, string variant)
    {
        foreach (string output in new[] { "Y", "Y_h" })
        {
            // A stored state is that of one sequence, so the rows are run one by one.
            bool isOne = variant == "state";
            TestGraph graph = new(14);
            graph.Input("X", 1, isOne ? 1 : Rows, Inputs);
            graph.Cell(
                kind, "X", Inputs, Hidden, direction, variant == "functions" ? "" : variant.Replace(", functions", "", StringComparison.Ordinal),
                functions: variant.Contains("functions", StringComparison.Ordinal) ? Gates[kind] : null);
            graph.Output(output);
            float[] x = Networks.RandomInput(Rows * Inputs, 5);
            using OnnxRuntimeModel runtime = new(graph.ToArray());
            float[] expected = isOne
                ? [.. Enumerable.Range(0, Rows).SelectMany(row => runtime.Run(output, ("X", x.AsSpan(row * Inputs, Inputs).ToArray(), [1, 1, Inputs])))]
                : ByRow(runtime.Run(output, ("X", x, [1, Rows, Inputs])), direction == "bidirectional" ? 2 : 1);
            ImportResult result = graph.ImportResult();
            Assert.Contains(
                result.Notes, note => note.Contains("remembers nothing", StringComparison.Ordinal) && note.Contains("batch_first", StringComparison.Ordinal));
            AssertNear(expected, new Interpreter(result.Network).Run(x));
        }
    }

    [Fact]
    public void Compiled_models_remember_nothing() => Harness.ImportCase.AssertAll([.. new[] { ("RNN", ""), ("GRU", "after"), ("LSTM", "") }.Select(cell =>
    {
        TestGraph graph = new(14);
        graph.Input("X", 1, Rows, Inputs);
        graph.Cell(cell.Item1, "X", Inputs, Hidden, "forward", cell.Item2);
        graph.Output("Y");
        float[] x = Networks.RandomInput(Rows * Inputs, 5);
        using OnnxRuntimeModel runtime = new(graph.ToArray());
        return new Harness.ImportCase(cell.Item1, graph.Import(), x, [], runtime.Run("Y", ("X", x, [1, Rows, Inputs])));
    })]);

    [Theory]
    [InlineData("GRU", "state", "stored initial state")]
    [InlineData("LSTM", "state", "stored initial state")]
    public void What_no_layer_can_do_is_an_error(string kind, string variant, string words)
    {
        TestGraph graph = new(14);
        graph.Input("X", 1, Rows, Inputs);
        graph.Cell(kind, "X", Inputs, Hidden, "forward", variant);
        graph.Output("Y");
        Assert.Contains(words, Assert.Throws<ImportException>(() => graph.Import()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_of_the_two_states_of_an_LSTM_alone_is_an_error()
    {
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, 1, 1, Inputs);
        graph.Input("h", OnnxTensor.Float, 1, 1, Hidden);
        graph.Output("y", OnnxTensor.Float);
        graph.Output("next", OnnxTensor.Float);
        string Weights(params long[] dims) => graph.Tensor($"w{dims[1]}x{dims[2]}", Networks.RandomInput((int)(dims[1] * dims[2]), 3), dims);
        graph.Add(
            "LSTM", "lstm", ["x", Weights(1, 4 * Hidden, Inputs), Weights(1, 4 * Hidden, Hidden), "", "", "h"], ["y", "next"], ("hidden_size", (long)Hidden));
        ImportException error = Assert.Throws<ImportException>(
            () => ModelImporters.Import(new ImportSource("half.onnx", graph.ToArray("half", 8, 14, new Dictionary<string, string>()))));
        Assert.Contains("only from the state 'h'", error.Message, StringComparison.Ordinal);
    }

    // From [directions, rows, units] to [rows, directions * units].
    private static float[] ByRow(float[] values, int directions) =>
        [
            .. Enumerable.Range(0, Rows).SelectMany(
                row => Enumerable.Range(0, directions).SelectMany(direction => values.Skip(((direction * Rows) + row) * Hidden).Take(Hidden)))
        ];

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected, (value, i) => Assert.True(MathF.Abs(value - actual[i]) <= 1e-5f, $"value {i} is {actual[i]}, expected {value}"));
    }
}
