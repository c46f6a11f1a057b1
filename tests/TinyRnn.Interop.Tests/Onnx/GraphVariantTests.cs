using TinyRnn.Interop.Onnx;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Graphs as exporters write them, against ONNX Runtime: every attribute of the recurrent operators, and the shapes around them.</summary>
public class GraphVariantTests
{
    private const int Steps = 6;
    private const int Inputs = 3;
    private const int Hidden = 4;

    public static TheoryData<string, string, int, string> Cells
    {
        get
        {
            TheoryData<string, string, int, string> data = [];
            foreach (string direction in new[] { "forward", "reverse", "bidirectional" })
            {
                foreach (int opset in new[] { 7, 11, 14, 22 })
                {
                    foreach (string variant in new[] { "", "no bias", "state", "relu", "affine" })
                    {
                        data.Add("RNN", direction, opset, variant);
                    }

                    foreach (string variant in new[] { "", "no bias", "state", "relu", "after", "after, no bias" })
                    {
                        data.Add("GRU", direction, opset, variant);
                    }

                    foreach (string variant in new[] { "", "no bias", "state", "peepholes", "input_forget", "input_forget, peepholes" })
                    {
                        data.Add("LSTM", direction, opset, variant);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Cells_agree(string kind, string direction, int opset, string variant)
    {
        foreach (string output in new[] { "Y", "Y_h" })
        {
            TestGraph graph = new(opset);
            graph.Input("X", "time", "batch", Inputs);
            graph.Cell(kind, "X", Inputs, Hidden, direction, variant);
            graph.Output(output);
            graph.AssertAgrees(Steps, Inputs, "TBF");
        }
    }

    [Theory]
    [InlineData("RNN")]
    [InlineData("GRU")]
    [InlineData("LSTM")]
    public void Layout_1_is_layout_0_with_the_batch_first(string kind)
    {
        foreach (string direction in new[] { "forward", "bidirectional" })
        {
            foreach (string output in new[] { "Y", "Y_h" })
            {
                Network Import(bool isBatchFirst)
                {
                    TestGraph graph = new(14);
                    graph.Input("X", isBatchFirst ? "batch" : "time", isBatchFirst ? "time" : "batch", Inputs);
                    graph.Cell(kind, "X", Inputs, Hidden, direction, isBatchFirst ? "state, layout" : "state");
                    graph.Output(output);
                    return graph.Import();
                }

                float[] x = Networks.RandomInput(Steps * Inputs, 4);
                Assert.Equal(new Interpreter(Import(false)).Run(x), new Interpreter(Import(true)).Run(x));
            }
        }
    }

    public static TheoryData<string, int> Heads
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string head in TestGraph.Heads)
            {
                foreach (int opset in new[] { 9, 12, 13, 18 })
                {
                    data.Add(head, opset);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void Batch_first_exports_agree(string head, int opset)
    {
        foreach (string direction in new[] { "forward", "bidirectional", "reverse" })
        {
            TestGraph graph = new(opset);
            graph.Input("X", "batch", "time", Inputs);
            graph.Head(head, direction, Inputs, Hidden);
            graph.AssertAgrees(Steps, Inputs, "BTF");
        }
    }

    [Fact]
    public void Compiled_models_of_exports_agree() => ImportCase.AssertAll([.. TestGraph.Heads.Select(head =>
    {
        TestGraph graph = new(13);
        graph.Input("X", "batch", "time", Inputs);
        graph.Head(head, "bidirectional", Inputs, Hidden);
        (float[] x, float[] expected) = graph.Run(Steps, Inputs, "BTF");
        return new ImportCase(head, graph.Import(), x, [], expected);
    })]);

    // Those that ONNX's cells have.
    private static readonly ActivationFunction[] Functions = [.. ActivationSamples.All.Where(function => RecurrentActivations.Has(function.Kind))];

    public static TheoryData<string, string, string> FunctionCells =>
    [
        .. from cell in new[]
        {
            ("RNN", ""),
            ("GRU", ""),
            ("GRU", "after"),
            ("LSTM", ""),
            ("LSTM", "peepholes"),
            ("LSTM", "input_forget"),
            ("LSTM", "input_forget, peepholes"),
        }
           from direction in new[] { "forward", "reverse", "bidirectional" }
           select new TheoryDataRow<string, string, string>(cell.Item1, direction, cell.Item2),
    ];

    /// <summary>Every function in every place of a cell, with its parameters, without a limit of the sums and with one that many of them meet.</summary>
    [Theory]
    [MemberData(nameof(FunctionCells))]
    public void Functions_and_limits_agree(string kind, string direction, string variant)
    {
        for (int i = 0; i < Functions.Length; i++)
        {
            ActivationFunction Of(int place) => Functions[(i + place) % Functions.Length];
            ActivationFunction[] functions = kind switch
            {
                "RNN" => [Of(0)],
                "GRU" => [Of(0), Of(3)],
                _ => [Of(0), Of(3), Of(7)],
            };
            // An LSTM whose gates nothing limits grows beyond all numbers.
            bool isOpen = kind == "LSTM" && !new[] { -1e3, 1e3 }.All(far => Math.Abs(ExactActivations.Of(Of(0), far)) <= 1);
            foreach (float clip in new[] { isOpen ? 1f : 0f, 0.5f })
            {
                TestGraph graph = new(14);
                graph.Input("X", "time", "batch", Inputs);
                graph.Cell(kind, "X", Inputs, Hidden, direction, variant, functions: functions, clip: clip);
                graph.Output("Y");
                graph.AssertAgrees(Steps, Inputs, "TBF");
            }
        }
    }

    [Fact]
    public void Compiled_models_of_other_functions_agree() => ImportCase.AssertAll([.. new[] { "RNN", "GRU", "LSTM" }.Select(kind =>
    {
        TestGraph graph = new(14);
        graph.Input("X", "time", "batch", Inputs);
        graph.Cell(
            kind, "X", Inputs, Hidden, "bidirectional", kind == "LSTM" ? "input_forget" : "",
            functions: Functions[..(kind == "RNN" ? 1 : kind == "GRU" ? 2 : 3)], clip: 0.7f);
        graph.Output("Y");
        (float[] x, float[] expected) = graph.Run(Steps, Inputs, "TBF");
        return new ImportCase(kind, graph.Import(), x, [], expected);
    })]);

    [Fact]
    public void Parameters_that_are_left_out_are_those_of_the_operators()
    {
        TestGraph graph = new(14);
        graph.Input("X", "time", "batch", Inputs);
        graph.Cell("LSTM", "X", Inputs, Hidden, "forward", "names alone", functions: [Activation.HardSigmoid, Activation.LeakyRelu, Activation.Elu]);
        graph.Output("Y");
        LstmLayer layer = Assert.IsType<LstmLayer>(graph.Import().Layers[0]);
        Assert.Equal(new ActivationFunction(Activation.HardSigmoid, 0.2f, 0.5f), layer.GateActivation);
        Assert.Equal(new ActivationFunction(Activation.LeakyRelu, 0.01f), layer.Activation);
        Assert.Equal(new ActivationFunction(Activation.Elu, 1f), layer.CellActivation);
        graph.AssertAgrees(Steps, Inputs, "TBF");
    }

    // Affine and ScaledTanh are operators of the first version alone.
    public static TheoryData<string> ActivationOperators =>
        [.. Enum.GetNames<Activation>().Where(name => name is not (nameof(Activation.Affine) or nameof(Activation.ScaledTanh)))];

    [Theory]
    [MemberData(nameof(ActivationOperators))]
    public void Activation_operators_agree(string kind)
    {
        TestGraph graph = new(14);
        graph.Input("X", "time", "batch", Inputs);
        graph.Activated(kind, Inputs);
        graph.AssertAgrees(Steps, Inputs, "TBF");
    }

    [Theory]
    [InlineData("unknown", 0f, "has the activation 'Mish'; one of Tanh, Relu, ")]
    [InlineData("", -1f, "has clip -1; a finite number above 0 was expected")]
    public void What_a_layer_cannot_express_is_an_error(string variant, float clip, string words)
    {
        foreach (string kind in new[] { "RNN", "GRU", "LSTM" })
        {
            TestGraph graph = new(14);
            graph.Input("X", "time", "batch", Inputs);
            graph.Cell(kind, "X", Inputs, Hidden, "forward", variant, clip: clip);
            graph.Output("Y");
            ImportException error = Assert.Throws<ImportException>(() => graph.Import());
            Assert.Contains($"node 'Y' ({kind})", error.Message, StringComparison.Ordinal);
            Assert.Contains(words, error.Message, StringComparison.Ordinal);
        }
    }
}
